/**
 * A plan is drafted by a model: asked once, and again only where nothing can have been spent. What is known of it is in
 * the store (plan_drafts); a request outlives the server that took it.
 */
import {
  ActivityCancellationType,
  CancellationScope,
  condition,
  defineQuery,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type {
  PlanDraftActivities,
  PlanDraftInput,
  PlanDraftStateActivities,
  PlanDraftStatus,
} from '../contracts/plan-drafts';
import { STATUS_QUERY } from '../contracts/wire-names';
import { FOLLOWED, stateActivities } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';

export const planDraftStatus = defineQuery<PlanDraftStatus>(STATUS_QUERY);

const state = stateActivities<PlanDraftStateActivities>();

export async function planDraft({ draftId, durations, mostTries, cancel }: PlanDraftInput): Promise<void> {
  const { askTimeoutMs, heartbeatTimeoutMs, retryMs, longestRetryMs } = durations;
  const { draftPlan } = proxyActivities<PlanDraftActivities>({
    startToCloseTimeout: askTimeoutMs,
    heartbeatTimeout: heartbeatTimeoutMs,
    retry: FOLLOWED,
    // What is not needed any more is not paid for either.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
  const status = { draftId, tries: 0, step: 'asking' as PlanDraftStatus['step'] };
  setHandler(planDraftStatus, () => status);
  let cancelled = false as boolean;
  const isCancelled = (): boolean => cancelled || cancel !== undefined;
  let pauseMs = retryMs;

  const isSettled = async (number: number): Promise<boolean> => {
    // Stops the request, should an operator cancel the run.
    const asking = new CancellationScope();
    const stop = condition(() => cancelled).then(() => asking.cancel());
    stop.catch(() => undefined);
    const came = await asking.run(() => draftPlan({ draftId, number })).catch(() => null);
    if (came === null && cancelled) return false;
    if (came === null) return (await state.brokenDraft({ draftId, number })) === 'settled';
    if (came.outcome === 'settled') return true;
    status.step = 'waiting';
    await condition(() => cancelled, Math.max(pauseMs, came.afterMs ?? 0));
    pauseMs = Math.min(2 * pauseMs, longestRetryMs);
    return false;
  };

  await heedCancellation(
    () => (cancelled = true),
    async () => {
      while (!isCancelled() && status.tries < mostTries) {
        status.tries += 1;
        status.step = 'asking';
        if (await isSettled(status.tries)) break;
      }
      await state.giveUpDraft({ draftId, reason: cancel ?? (cancelled ? CANCELLED_IN_ENGINE : null) });
    },
  );
  status.step = 'done';
  if (cancelled) endCancelled();
}
