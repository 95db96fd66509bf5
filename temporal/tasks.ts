/** The part of the orchestrator that is about background tasks. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { startOnce, type Within } from './workflow-calls';
import { updateWorkflow } from './updates';
import {
  SLOT_SIGNAL,
  TASK_CONTROL_UPDATE,
  WORKFLOW,
  taskWorkflowId,
} from '../workflows/contracts/wire-names';
import type {
  BackgroundTaskInput,
  SlotGrant,
  TaskDurations,
  TaskRequest,
} from '../workflows/contracts/tasks';

export interface TaskWorkflowsDeps {
  readonly log: Logger;
  readonly durations: TaskDurations;
  readonly client: () => Client;
  readonly within: Within;
}

const CALL_TIMEOUT_MS = 5_000;
/** A program has its grace before it is killed. */
const CONTROL_MARGIN_MS = 15_000;

export function taskWorkflows({ log, durations, client, within }: TaskWorkflowsDeps) {
  return {
    /**
     * Starts the task's workflow; false where it runs already.
     * @throws EngineUnavailableError
     */
    startTask(taskId: number): Promise<boolean> {
      const input: BackgroundTaskInput = { taskId, durations };
      return startOnce(within, { type: WORKFLOW.backgroundTask, workflowId: taskWorkflowId(taskId), input });
    },

    /** Resolves when no workflow of the task runs, or after a few seconds. */
    async taskWorkflowEnded(taskId: number): Promise<void> {
      const ended = ({ workflow }: Client) => workflow.getHandle(taskWorkflowId(taskId)).result();
      await within(CALL_TIMEOUT_MS, ended).catch(() => undefined);
    },

    /**
     * Asks the task's workflow for something and waits until it is done. False where no workflow runs.
     * @throws EngineUnavailableError
     */
    async controlTask(taskId: number, request: TaskRequest): Promise<boolean> {
      const done = await updateWorkflow(within, {
        workflowId: taskWorkflowId(taskId),
        name: TASK_CONTROL_UPDATE,
        argument: request,
        timeoutMs: durations.stopGraceMs + CONTROL_MARGIN_MS,
      });
      return done !== undefined;
    },

    async runningTasks(): Promise<Set<number>> {
      const query = `WorkflowType = '${WORKFLOW.backgroundTask}' AND ExecutionStatus = 'Running'`;
      const running = new Set<number>();
      for await (const { workflowId } of client().workflow.list({ query, pageSize: 1_000 })) {
        running.add(Number(workflowId.replace('task-', '')));
      }
      return running;
    },

    async announceSlots(grants: readonly SlotGrant[]): Promise<void> {
      await Promise.all(
        grants.map(async (grant) => {
          try {
            await within(CALL_TIMEOUT_MS, ({ workflow }) =>
              workflow.getHandle(taskWorkflowId(grant.taskId)).signal(SLOT_SIGNAL, grant),
            );
          } catch (error) {
            const fields = { err: error, taskId: grant.taskId };
            log.warn(fields, 'a slot could not be announced; the reconciler will');
          }
        }),
      );
    },
  };
}
