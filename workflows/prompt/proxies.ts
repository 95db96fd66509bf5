/** Activities of a prompt's workflow, grouped by how they may be repeated. */
import { proxyActivities } from '@temporalio/workflow';
import { LEASE_SIGNAL, promptWorkflowId, queueOf } from '../contracts/wire-names';
import type { HostActivities, RecordActivities } from '../contracts/activities';
import type { Grant } from '../contracts/assignment';
import * as options from '../dispatch/activity-options';
import { announcer } from '../dispatch/announce';
import type { LeaseRun } from './lease-run';

export const record = options.stateActivities<RecordActivities>();

/** Tells the other prompts of `grants` that a session is theirs. */
export const announce = announcer<Grant>({
  signal: LEASE_SIGNAL,
  workflowIdOf: ({ promptId }) => promptWorkflowId(promptId),
  fields: ({ promptId, session }) => ({ promptId, session }),
});

const queue = ({ lease, input }: LeaseRun) => ({ taskQueue: queueOf(lease, input.hubHost) });

/** Typing: one try. What a crash leaves is looked at by `recoverDelivery`, never typed again blindly. */
export const typing = (run: LeaseRun) => {
  const { deliverTimeoutMs, heartbeatTimeoutMs } = run.input.durations;
  return proxyActivities<Pick<HostActivities, 'deliverPrompt'>>({
    ...queue(run),
    ...options.within(deliverTimeoutMs, heartbeatTimeoutMs),
    retry: options.ONE_TRY,
  });
};

/** Looking: may be repeated as often as it takes. */
export const looking = (run: LeaseRun) => {
  const { deliverTimeoutMs, interruptTimeoutMs, heartbeatTimeoutMs } = run.input.durations;
  return proxyActivities<Pick<HostActivities, 'recoverDelivery' | 'interruptTurn'>>({
    ...queue(run),
    ...options.within(deliverTimeoutMs + interruptTimeoutMs, heartbeatTimeoutMs),
  });
};

/** Following a turn takes as long as the turn. */
export const following = (run: LeaseRun) =>
  proxyActivities<Pick<HostActivities, 'followTurn'>>({
    ...queue(run),
    ...options.following(run.input.durations.heartbeatTimeoutMs),
  });
