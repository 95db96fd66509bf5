/**
 * Passes on what a workflow was started with beside its input (contracts/origin.ts). Headers are no commands: histories
 * with them and without them repeat themselves.
 */
import type { Headers, WorkflowInterceptors } from '@temporalio/workflow';
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
          if (header) origin = { [ORIGIN_HEADER]: header };
          return next(input);
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
