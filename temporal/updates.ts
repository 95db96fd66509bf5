/** Asks a running workflow for something by an update, and waits until it is done. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import { grpcError } from './errors';
import type { WithDeadline } from './workflow-calls';

export interface UpdateRequest {
  readonly workflowId: string;
  readonly name: string;
  readonly argument: unknown;
  readonly timeoutMs: number;
}

/** gRPC FAILED_PRECONDITION and ABORTED: the workflow has only just been started, or changes its worker. */
const NOT_READY = [9, 10];
const NOT_READY_TRIES = 30;
const NOT_READY_PAUSE_MS = 100;

/**
 * undefined where no such workflow runs, also where it ended before it could answer: the record tells how.
 * A repeated try is the same update, which is carried out once.
 * @throws EngineUnavailableError; WorkflowUpdateFailedError where the workflow refuses
 */
export async function updateWorkflow(
  withDeadline: WithDeadline,
  { workflowId, name, argument, timeoutMs }: UpdateRequest,
): Promise<{ readonly result: unknown } | undefined> {
  const options = { args: [argument] as [unknown], updateId: randomUUID() };
  for (let tries = 1; ; tries += 1) {
    try {
      const result = await withDeadline(timeoutMs, ({ workflow }) =>
        workflow.getHandle(workflowId).executeUpdate<unknown, [unknown]>(name, options),
      );
      return { result };
    } catch (error) {
      if (isWorkflowGone(error)) return undefined;
      if (!grpcError(error, NOT_READY) || tries >= NOT_READY_TRIES) throw error;
      await pause(NOT_READY_PAUSE_MS);
    }
  }
}

/** True where no such workflow runs, or it ended before it could answer. */
export function isWorkflowGone(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  const text = error instanceof Error ? `${error.message} ${String(error.cause)}` : '';
  return /already completed|not found|completed before the update/i.test(text);
}
