/** Around every activity: the lines of the log that it writes name its workflow, and the request that led to it. */
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type LogFields, withLogFields } from '../telemetry/log-fields';
import type { Origin } from '../workflows/contracts/origin';
import { ORIGIN_HEADER } from '../workflows/contracts/wire-names';

const PROMPT_ID = /^prompt-(\d+)$/;

export const activityFields: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: (input, next) => {
      const header = input.headers[ORIGIN_HEADER];
      const origin = header ? defaultPayloadConverter.fromPayload<Origin>(header) : {};
      const { workflowId, runId } = info.workflowExecution ?? {};
      const promptId = promptOf(workflowId, input.args[0]);
      const fields: LogFields = {
        ...(workflowId !== undefined && { workflowId }),
        ...(runId !== undefined && { runId }),
        activity: info.activityType,
        ...(promptId !== undefined && { promptId }),
        ...(origin.requestId !== undefined && { requestId: origin.requestId }),
      };
      return withLogFields(fields, () => next(input));
    },
  },
});

/** Of its workflow, or of what it was given. */
function promptOf(workflowId: string | undefined, input: unknown): number | undefined {
  const [, ofWorkflow] = PROMPT_ID.exec(workflowId ?? '') ?? [];
  if (ofWorkflow !== undefined) return Number(ofWorkflow);
  const { promptId } = (input ?? {}) as { promptId?: unknown };
  return typeof promptId === 'number' ? promptId : undefined;
}
