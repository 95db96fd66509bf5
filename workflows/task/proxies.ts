/** Activities of a task's workflow. All of them may be repeated: a run's program is started at most once. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { TaskActivities, TaskRecordActivities } from '../contracts/activities';
import type { TaskDurations } from '../contracts/tasks';

/** What a stop may take beyond the grace that the program has. */
const STOP_MARGIN_MS = 30_000;
const quickRetries = { initialInterval: '200 ms', maximumInterval: '5 s' } as const;

/** SQLite writes of a millisecond: local, repeated until the disk takes them. */
export const record = proxyLocalActivities<TaskRecordActivities>({
  startToCloseTimeout: '10 s',
  retry: quickRetries,
});

/** A run takes as long as its time limit, which is a timer of the workflow; heartbeats tell a killed worker. */
export const running = ({ heartbeatTimeoutMs }: TaskDurations) =>
  proxyActivities<Pick<TaskActivities, 'runTask'>>({
    startToCloseTimeout: '60 days',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: quickRetries,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });

export const stopping = ({ heartbeatTimeoutMs, stopGraceMs }: TaskDurations) =>
  proxyActivities<Pick<TaskActivities, 'stopTask'>>({
    startToCloseTimeout: stopGraceMs + STOP_MARGIN_MS,
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: quickRetries,
  });
