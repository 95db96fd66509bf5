/** What the client does the same way for all that is dispatched: prompts, dialogs, tasks. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { CALL_TIMEOUT_MS, type WithDeadline } from './workflow-calls';
import { isWorkflowGone, updateWorkflow } from './updates';

/** Fields of the log that tell which one it was. */
type Fields = Readonly<Record<string, unknown>>;

export interface Announcement {
  readonly workflowId: string;
  readonly signal: string;
  readonly grant: unknown;
  readonly fields: Fields;
}

/** Ids of the workflows of a type that run. */
export async function runningWorkflows({ workflow }: Client, type: string): Promise<Set<string>> {
  const query = `WorkflowType = '${type}' AND ExecutionStatus = 'Running'`;
  const running = new Set<string>();
  for await (const { workflowId } of workflow.list({ query, pageSize: 1_000 })) running.add(workflowId);
  return running;
}

/** What they are about (`prompt-42` -> 42). */
export async function runningIds(client: Client, type: string): Promise<Set<number>> {
  const running = await runningWorkflows(client, type);
  return new Set([...running].map((workflowId) => Number(workflowId.split('-').at(-1))));
}

/** Tells workflows what was given to them. Failures are logged: the reconciler comes back to them. */
export async function announce(
  withDeadline: WithDeadline,
  log: Logger,
  announcements: readonly Announcement[],
): Promise<void> {
  await Promise.all(
    announcements.map(async ({ workflowId, signal, grant, fields }) => {
      try {
        await withDeadline(CALL_TIMEOUT_MS, ({ workflow }) =>
          workflow.getHandle(workflowId).signal(signal, grant),
        );
      } catch (error) {
        log.warn({ err: error, signal, ...fields }, 'a grant could not be announced; the reconciler will');
      }
    }),
  );
}

/** Signals a workflow; nothing where none runs. @throws EngineUnavailableError */
export async function signalIfRunning(
  withDeadline: WithDeadline,
  workflowId: string,
  signal: string,
): Promise<void> {
  try {
    await withDeadline(CALL_TIMEOUT_MS, ({ workflow }) => workflow.getHandle(workflowId).signal(signal));
  } catch (error) {
    if (!isWorkflowGone(error)) throw error;
  }
}

/**
 * Asks a workflow by an update whose result says nothing, and waits until it is done. False where no workflow runs.
 * @throws EngineUnavailableError
 */
export async function control(
  withDeadline: WithDeadline,
  request: Parameters<typeof updateWorkflow>[1],
): Promise<boolean> {
  return (await updateWorkflow(withDeadline, request)) !== undefined;
}
