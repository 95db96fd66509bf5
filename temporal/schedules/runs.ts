/** What became of the runs that a schedule started. */
import {
  type Client,
  type ScheduleDescription,
  type ScheduleExecutionResult,
  WorkflowFailedError,
  type WorkflowExecutionStatusName,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { RunStatus, ScheduledRun } from '../../workflows/contracts/schedules';
import { failureOf } from '../workflow-calls';

const STATUSES: Readonly<Record<WorkflowExecutionStatusName, RunStatus>> = {
  UNSPECIFIED: 'unknown',
  UNKNOWN: 'unknown',
  PAUSED: 'running',
  RUNNING: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
};

/** The last `count`, newest first. */
export async function recentRuns(
  client: Client,
  { info }: ScheduleDescription,
  count: number,
): Promise<ScheduledRun[]> {
  const newest = [...info.recentActions].reverse().slice(0, count);
  return Promise.all(newest.map((action) => runOf(client, action)));
}

export async function runOf(
  { workflow }: Client,
  { action, scheduledAt, takenAt }: ScheduleExecutionResult,
): Promise<ScheduledRun> {
  const { workflowId, firstExecutionRunId: runId } = action.workflow;
  const started = {
    ...{ workflowId, runId, scheduledAt: scheduledAt.toISOString(), startedAt: takenAt.toISOString() },
  };
  const handle = workflow.getHandle<() => Promise<unknown>>(workflowId, runId);
  try {
    const { status, closeTime } = await handle.describe();
    const known = STATUSES[status.name];
    const run = { ...started, endedAt: closeTime?.toISOString() ?? null, status: known };
    if (known === 'completed') return { ...run, result: (await handle.result()) ?? null, error: null };
    const error = known === 'failed' ? await reasonOf(handle.result()) : null;
    return { ...run, result: null, error };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return { ...started, endedAt: null, status: 'unknown', result: null, error: null };
  }
}

async function reasonOf(result: Promise<unknown>): Promise<string> {
  try {
    await result;
  } catch (error) {
    const known = error instanceof WorkflowFailedError ? failureOf(error.cause) : null;
    if (known) return known.message;
  }
  return 'It failed; the log and the pages of Temporal have the reason.';
}
