/** The part of the orchestrator that is about background tasks. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import { announce, control, runningIds } from './dispatch';
import { CALL_TIMEOUT_MS, startOnce, type WithDeadline } from './workflow-calls';
import {
  SLOT_SIGNAL,
  TASK_CONTROL_UPDATE,
  WORKFLOW,
  taskWorkflowId,
} from '../workflows/contracts/wire-names';
import type { Cancellable } from '../workflows/contracts/broken-run';
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
  readonly withDeadline: WithDeadline;
}

/** A program has its grace before it is killed. */
const CONTROL_MARGIN_MS = 15_000;

export function taskWorkflows({ log, durations, client, withDeadline }: TaskWorkflowsDeps) {
  return {
    /**
     * Starts the task's workflow; false where it runs already.
     * @throws EngineUnavailableError
     */
    startTask(taskId: number, cancellable: Cancellable = {}): Promise<boolean> {
      const input: BackgroundTaskInput = { taskId, durations, ...cancellable };
      return startOnce(withDeadline, {
        type: WORKFLOW.backgroundTask,
        workflowId: taskWorkflowId(taskId),
        input,
      });
    },

    /** Resolves when no workflow of the task runs, or after a few seconds. */
    async taskWorkflowEnded(taskId: number): Promise<void> {
      const ended = ({ workflow }: Client) => workflow.getHandle(taskWorkflowId(taskId)).result();
      await withDeadline(CALL_TIMEOUT_MS, ended).catch(() => undefined);
    },

    /**
     * Asks the task's workflow for something and waits until it is done. False where no workflow runs.
     * @throws EngineUnavailableError
     */
    controlTask: (taskId: number, request: TaskRequest): Promise<boolean> =>
      control(withDeadline, {
        workflowId: taskWorkflowId(taskId),
        name: TASK_CONTROL_UPDATE,
        argument: request,
        timeoutMs: durations.stopGraceMs + CONTROL_MARGIN_MS,
      }),

    runningTasks: async () => runningIds(client(), WORKFLOW.backgroundTask),

    announceSlots: (grants: readonly SlotGrant[]): Promise<void> =>
      announce(
        withDeadline,
        log,
        grants.map((grant) => ({
          ...{ workflowId: taskWorkflowId(grant.taskId), signal: SLOT_SIGNAL, grant },
          fields: { taskId: grant.taskId },
        })),
      ),
  };
}
