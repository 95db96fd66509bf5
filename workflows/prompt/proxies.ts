/** Activities of a prompt's workflow, grouped by how they may be repeated. */
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { PromptDurations } from '../contracts/assignment';
import { hostQueue } from '../contracts/names';
import type { HostActivities, RecordActivities } from '../contracts/ports';

/** SQLite writes of a millisecond: local, repeated until the disk takes them. */
export const record = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', maximumInterval: '5 s' },
});

const quickRetries = { initialInterval: '200 ms', maximumInterval: '5 s' } as const;

/** Typing: one try. What a crash leaves is looked at by `recoverDelivery`, never typed again blindly. */
export const typing = (host: string, { deliverTimeoutMs, heartbeatTimeoutMs }: PromptDurations) =>
  proxyActivities<Pick<HostActivities, 'deliverPrompt'>>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: deliverTimeoutMs,
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: { maximumAttempts: 1 },
  });

/** Looking: may be repeated as often as it takes. */
export const looking = (
  host: string,
  { deliverTimeoutMs, heartbeatTimeoutMs, interruptTimeoutMs }: PromptDurations,
) =>
  proxyActivities<Pick<HostActivities, 'recoverDelivery' | 'interruptTurn'>>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: deliverTimeoutMs + interruptTimeoutMs,
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: quickRetries,
  });

/** Following a turn takes as long as the turn; heartbeats tell a killed worker from a long answer. */
export const following = (host: string, { heartbeatTimeoutMs }: PromptDurations) =>
  proxyActivities<Pick<HostActivities, 'followTurn'>>({
    taskQueue: hostQueue(host),
    startToCloseTimeout: '30 days',
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: quickRetries,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
