/** Carries out one row of the outbox: tried again with growing pauses, given up with a reason that people see. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import type {
  FollowUpInput,
  FollowUpRetries,
  OutboxActivities,
  OutboxStateActivities,
} from '../contracts/outbox';
import { ANY_WORKER, stateActivities } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

const state = stateActivities<OutboxStateActivities>();

const carrying = ({ callTimeoutMs, retryMs, longestRetryMs, attempts }: FollowUpRetries) =>
  proxyActivities<OutboxActivities>({
    ...ANY_WORKER,
    startToCloseTimeout: callTimeoutMs,
    retry: {
      ...{ initialInterval: retryMs, maximumInterval: longestRetryMs },
      ...(attempts !== null && { maximumAttempts: attempts }),
    },
  });

export async function followUp({ kind, id, retries, cancel }: FollowUpInput): Promise<void> {
  let step: 'trying' | 'done' | 'given_up' = 'trying';
  answersStatus(() => ({ step, kind, id }));
  const giveUp = (reason: string): Promise<void> =>
    CancellationScope.nonCancellable(() => state.giveUpFollowUp({ kind, id, reason }));
  if (cancel !== undefined) {
    step = 'given_up';
    return giveUp(cancel);
  }
  try {
    await carrying(retries).carryOutFollowUp({ kind, id });
    step = 'done';
  } catch (error) {
    step = 'given_up';
    // Left due it would be started again by the reconciler.
    await giveUp(reasonOf(error));
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (isCancellation(error)) return CANCELLED_IN_ENGINE;
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause.message;
  return 'no try of it ended in time';
}
