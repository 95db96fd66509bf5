/** Writes of the tasks' workflows to the record. */
import type { TaskRecordActivities } from '../../workflows/contracts/activities';
import type { TaskDeps } from './context';

export function taskRecordActivities({ store, log }: Pick<TaskDeps, 'store' | 'log'>): TaskRecordActivities {
  const { taskLifecycle } = store;
  return {
    enterTask: async ({ taskId }) => taskLifecycle.enter(taskId) ?? null,
    async sleptMs({ sinceMs }) {
      store.unwatched.catchUp();
      return store.unwatched.sleptMs(sinceMs);
    },
    async endTaskRun(input) {
      const result = taskLifecycle.endRun(input);
      const { taskId, run, end } = input;
      log.info({ taskId, run, outcome: result.outcome, end: end.kind }, 'task run ended');
      return result;
    },
    async cancelWaitingTask({ taskId, reason }) {
      log.info({ taskId }, 'task cancelled before it ran');
      return taskLifecycle.cancelWaiting(taskId, reason);
    },
  };
}
