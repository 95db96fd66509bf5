/**
 * Around the start of workflows, and around every activity: the lines of the log that are written meanwhile name the
 * workflow, its prompt and the request that led to it, and a trace goes on from one to the other.
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { type LogFields, logFields, withLogFields } from '../telemetry/log-fields';
import type { Tracing } from '../telemetry/tracing';
import type { AroundStart } from '../temporal/origin';
import type { Origin } from '../workflows/contracts/origin';
import { ORIGIN_HEADER } from '../workflows/contracts/wire-names';
import { underRun, workflowFields } from './tracing';

export const aroundStarts =
  (tracing: Tracing): AroundStart =>
  ({ type, workflowId }, start) =>
    tracing.run({ name: `StartWorkflow:${type}`, kind: 'client', fields: workflowFields(workflowId) }, () => {
      const { requestId } = logFields();
      const traceparent = tracing.traceparent();
      return start({
        ...(requestId !== undefined && { requestId }),
        ...(traceparent !== undefined && { traceparent }),
      });
    });

export const aroundActivities =
  (tracing: Tracing): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      execute(input, next) {
        const header = input.headers[ORIGIN_HEADER];
        const origin = header ? defaultPayloadConverter.fromPayload<Origin>(header) : {};
        const { workflowId, runId } = info.workflowExecution ?? {};
        const { activityType: activity, attempt } = info;
        const fields = fieldsOf({ workflowId, runId, activity, ...origin }, input.args[0]);
        const work = () => withLogFields(fields, () => next(input));
        const { traceparent } = origin;
        // What a schedule began belongs to no trace.
        if (traceparent === undefined || runId === undefined) return work();
        const { promptId } = fields;
        return tracing.run(
          {
            ...{ name: `RunActivity:${activity}`, kind: 'internal', parent: underRun(traceparent, runId) },
            fields: {
              ...workflowFields(workflowId, runId),
              ...{ temporalActivityID: info.activityId, 'temporal.attempt': attempt },
              ...(promptId !== undefined && { 'architect.prompt_id': promptId }),
            },
          },
          work,
        );
      },
    },
  });

interface Known extends Origin {
  readonly workflowId: string | undefined;
  readonly runId: string | undefined;
  readonly activity: string;
}

/** The prompt is that of its workflow, or of what it was given. */
function fieldsOf({ workflowId, runId, activity, requestId }: Known, input: unknown): LogFields {
  const ofWorkflow = workflowFields(workflowId)['architect.prompt_id'];
  const promptId = ofWorkflow ?? ((input ?? {}) as { promptId?: unknown }).promptId;
  return {
    activity,
    ...(workflowId !== undefined && { workflowId }),
    ...(runId !== undefined && { runId }),
    ...(typeof promptId === 'number' && { promptId }),
    ...(requestId !== undefined && { requestId }),
  };
}
