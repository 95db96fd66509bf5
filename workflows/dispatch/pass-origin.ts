/**
 * Passes on what a workflow was started with beside its input (contracts/origin.ts). Headers are no commands: histories
 * with them and without them repeat themselves.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import { type Headers, proxySinks, type WorkflowInterceptors } from '@temporalio/workflow';
import type { Origin, TraceSinks } from '../contracts/origin';
import { ORIGIN_HEADER } from '../contracts/wire-names';

export const interceptors = (): WorkflowInterceptors => {
  let origin: Headers = {};
  const passedOn = <Input extends { readonly headers: Headers }>(input: Input): Input => ({
    ...input,
    headers: { ...input.headers, ...origin },
  });
  return {
    inbound: [
      {
        execute(input, next) {
          const header = input.headers[ORIGIN_HEADER];
          if (!header) return next(input);
          origin = { [ORIGIN_HEADER]: header };
          const { traceparent } = defaultPayloadConverter.fromPayload<Origin>(header);
          return traceparent === undefined ? next(input) : tellingOfEnd(traceparent, () => next(input));
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(passedOn(input)),
        scheduleLocalActivity: (input, next) => next(passedOn(input)),
        startChildWorkflowExecution: (input, next) => next(passedOn(input)),
        continueAsNew: (input, next) => next(passedOn(input)),
      },
    ],
  };
};

async function tellingOfEnd(traceparent: string, run: () => Promise<unknown>): Promise<unknown> {
  const { traces } = proxySinks<TraceSinks>();
  try {
    const result = await run();
    traces.ended(traceparent, false);
    return result;
  } catch (error) {
    traces.ended(traceparent, true);
    throw error;
  }
}
