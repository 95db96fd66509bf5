/** Finds workflows of ours that somebody ended in the engine, by one question about all of them. */
import type { Client, WorkflowExecutionStatusName } from '@temporalio/client';
import type { BrokenRun } from '../workflows/contracts/broken-run';
import { HUB_QUEUE } from '../workflows/contracts/wire-names';

const HOW: Partial<Record<WorkflowExecutionStatusName, BrokenRun['how']>> = {
  TERMINATED: 'terminated',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
  TIMED_OUT: 'timed out',
};
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
