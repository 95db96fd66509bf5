/** Makes or ends a session, or types a command into one: once, on its host. The request itself is in the record. */
import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import { hostQueue } from '../contracts/wire-names';
import { ONE_TRY } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';
import type { HostActivities } from '../contracts/activities';

export interface SessionCommandInput {
  readonly commandId: number;
  readonly host: string;
}

export async function sessionCommand({
  commandId,
  host,
}: SessionCommandInput): Promise<{ error: string | null }> {
  let done: { error: string | null } | null = null;
  answersStatus(() => ({ step: done === null ? 'under_way' : 'done', commandId, host, ...done }));
  const { runSessionCommand } = proxyActivities<Pick<HostActivities, 'runSessionCommand'>>({
    taskQueue: hostQueue(host),
    // A host without a worker must not carry out a command hours after a person gave it.
    scheduleToCloseTimeout: '30 s',
    retry: ONE_TRY,
  });
  // A cancellation comes too late for it: it is done in the same moment, and a person waits to hear what came of it.
  done = await CancellationScope.nonCancellable(() => runSessionCommand({ commandId }));
  return done;
}
