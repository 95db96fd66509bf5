/** Activities of a task's workflow. All of them may be repeated: a run's program is started at most once. */
import { proxyActivities } from '@temporalio/workflow';
import { SLOT_SIGNAL, taskWorkflowId } from '../contracts/wire-names';
import type { TaskActivities, TaskRecordActivities } from '../contracts/activities';
import type { SlotGrant, TaskDurations } from '../contracts/tasks';
import { ANY_WORKER, following, stateActivities, within } from '../dispatch/activity-options';
import { announcer } from '../dispatch/announce';

/** What a stop may take beyond the grace that the program has. */
const STOP_MARGIN_MS = 30_000;

export const record = stateActivities<TaskRecordActivities>();

/** Tells the other tasks of `grants` that a slot is theirs. */
export const announce = announcer<SlotGrant>({
  signal: SLOT_SIGNAL,
  workflowIdOf: ({ taskId }) => taskWorkflowId(taskId),
  fields: ({ taskId, run }) => ({ taskId, run }),
});

/** A run takes as long as its time limit, which is a timer of the workflow. */
export const running = ({ heartbeatTimeoutMs }: TaskDurations) =>
  proxyActivities<Pick<TaskActivities, 'runTask'>>({ ...ANY_WORKER, ...following(heartbeatTimeoutMs) });

export const stopping = ({ heartbeatTimeoutMs, stopGraceMs }: TaskDurations) =>
  proxyActivities<Pick<TaskActivities, 'stopTask'>>({
    ...ANY_WORKER,
    ...within(stopGraceMs + STOP_MARGIN_MS, heartbeatTimeoutMs),
  });
