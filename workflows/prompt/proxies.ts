/** Activities of a prompt's workflow, grouped by how they may be repeated. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import { queueOf } from '../contracts/wire-names';
import type { HostActivities, RecordActivities } from '../contracts/activities';
import type { LeaseRun } from './lease-run';

/** SQLite writes of a millisecond: local, repeated until the disk takes them. */
export const record = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '5 s' },
});

const quickRetries = { initialInterval: '200 ms', maximumInterval: '5 s' } as const;

/** Typing: one try. What a crash leaves is looked at by `recoverDelivery`, never typed again blindly. */
export const typing = ({ lease, input: { durations, hubHost } }: LeaseRun) =>
  proxyActivities<Pick<HostActivities, 'deliverPrompt'>>({
    taskQueue: queueOf(lease, hubHost),
    startToCloseTimeout: durations.deliverTimeoutMs,
    heartbeatTimeout: durations.heartbeatTimeoutMs,
    retry: { maximumAttempts: 1 },
  });

/** Looking: may be repeated as often as it takes. */
export const looking = ({ lease, input: { durations, hubHost } }: LeaseRun) =>
  proxyActivities<Pick<HostActivities, 'recoverDelivery' | 'interruptTurn'>>({
    taskQueue: queueOf(lease, hubHost),
    startToCloseTimeout: durations.deliverTimeoutMs + durations.interruptTimeoutMs,
    heartbeatTimeout: durations.heartbeatTimeoutMs,
    retry: quickRetries,
  });

/** Following a turn takes as long as the turn; heartbeats tell a killed worker from a long answer. */
export const following = ({ lease, input: { durations, hubHost } }: LeaseRun) =>
  proxyActivities<Pick<HostActivities, 'followTurn'>>({
    taskQueue: queueOf(lease, hubHost),
    startToCloseTimeout: '30 days',
    heartbeatTimeout: durations.heartbeatTimeoutMs,
    retry: quickRetries,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
