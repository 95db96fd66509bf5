/** Finds workflows of ours that somebody ended in the engine, by one question about all of them. */
import { type Client, type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import type { BrokenRun, Termination } from '../workflows/contracts/broken-run';
import { withoutControl } from '../workflows/contracts/control-characters';
import { HUB_QUEUE } from '../workflows/contracts/wire-names';

const HOW: Partial<Record<WorkflowExecutionStatusName, BrokenRun['how']>> = {
  TERMINATED: 'terminated',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
};
/** Why something ended, for the record. */
const TERMINATED_IN_ENGINE = 'terminated in the workflow engine';
/** The engine itself terminates what has grown too long: a fault, nobody's wish. */
const BY_THE_ENGINE = 'history-service';
/** Of an operator's words: one line, not endless. */
const WORDS = /^.{0,200}/u;

const { HistoryEventFilterType } = temporal.api.enums.v1;

const STATUSES = "'Terminated', 'Canceled', 'Failed', 'TimedOut'";

export async function brokenRuns({ workflow }: Client, sinceMs: number): Promise<Map<string, BrokenRun>> {
  const query = `TaskQueue = '${HUB_QUEUE}' AND ExecutionStatus IN (${STATUSES}) AND CloseTime >= '${new Date(sinceMs).toISOString()}'`;
  const runs = new Map<string, BrokenRun>();
  // The newest comes first.
  for await (const { type, workflowId, runId, status, closeTime } of workflow.list({ query })) {
    const how = HOW[status.name];
    if (how && closeTime && !runs.has(workflowId))
      runs.set(workflowId, { type, workflowId, runId, how, endedMs: closeTime.getTime() });
  }
  return runs;
}

/**
 * How an operator ended the newest run of that workflow by force. undefined: it runs, ended otherwise, or isn't known.
 * The engine's lists lag behind by a moment; this is asked of the run itself.
 */
export async function terminationOf(
  { workflow, workflowService, options: { namespace } }: Client,
  workflowId: string,
): Promise<Termination | undefined> {
  const newest = await workflow
    .getHandle(workflowId)
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });
  if (newest?.status.name !== 'TERMINATED') return undefined;
  // Of a run that goes on the engine would wait for the last event.
  const { history } = await workflowService.getWorkflowExecutionHistory({
    ...{ namespace, execution: { workflowId, runId: newest.runId } },
    historyEventFilterType: HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
  });
  const event = history?.events?.at(-1);
  const terminated = event?.workflowExecutionTerminatedEventAttributes;
  if (!event || !terminated || terminated.identity === BY_THE_ENGINE) return undefined;
  const [words = ''] = WORDS.exec(withoutControl(terminated.reason ?? '').trim()) ?? [];
  return {
    reason: words === '' ? TERMINATED_IN_ENGINE : `${TERMINATED_IN_ENGINE}: ${words}`,
    endedMs: tsToMs(event.eventTime),
  };
}
