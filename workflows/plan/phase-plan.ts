/**
 * A phase plan's life: looked at every minute and whenever something of it changed, until nothing is left to do. All that
 * is known of it is in the store (architect.db); here are only the times of the looks, so that weeks of them cost the
 * same as the first, and a run can be started anew at any point.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PlanActivities, PlanStateActivities } from '../contracts/activities';
import type { PhasePlanInput, PlanDurations, PlanOutlook, PlanWorkflowStatus } from '../contracts/plans';
import { LOOK_UPDATE, WAKE_SIGNAL } from '../contracts/wire-names';
import { stateActivities, within } from '../dispatch/activity-options';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';
import { worktreeSteps } from './worktree-steps';

/** Something of the plan changed. */
export const planWoken = defineSignal(WAKE_SIGNAL);
/** Looks at the plan now; answers when that is done. */
export const lookAtPlan = defineUpdate<null>(LOOK_UPDATE);

const state = stateActivities<PlanStateActivities>();
const advancing = ({ advanceTimeoutMs, heartbeatTimeoutMs }: PlanDurations) =>
  proxyActivities<PlanActivities>(within(advanceTimeoutMs, heartbeatTimeoutMs));

/** Looks that were asked for, and those that were made; the first one is asked for by the start. */
interface Looks {
  wanted: number;
  made: number;
  over: boolean;
  outlook: PlanOutlook | null;
}

export async function phasePlan(input: PhasePlanInput): Promise<void> {
  const { planId } = input;
  const looks: Looks = { wanted: 1, made: 0, over: false, outlook: null };
  answersStatus(() => statusOf(planId, looks));
  setHandler(planWoken, () => void (looks.wanted += 1));
  setHandler(lookAtPlan, () =>
    CancellationScope.nonCancellable(async () => {
      const own = (looks.wanted += 1);
      await condition(() => looks.made >= own || looks.over);
      return null;
    }),
  );
  let cancelled = false as boolean;
  const onCancel = (): void => {
    cancelled = true;
    looks.wanted += 1;
  };
  await heedCancellation(onCancel, () =>
    live(input, looks, () => input.cancel ?? (cancelled ? CANCELLED_IN_ENGINE : undefined)),
  );
  looks.over = true;
  await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  if (cancelled) endCancelled();
}

const statusOf = (planId: number, { wanted, made, over, outlook }: Looks): PlanWorkflowStatus => ({
  ...{ planId, looks: made, outlook },
  step: over ? 'over' : made < wanted ? 'looking' : 'waiting',
});

async function live(
  input: PhasePlanInput,
  looks: Looks,
  whyCancelled: () => string | undefined,
): Promise<void> {
  const { planId, durations, mostEvents } = input;
  let told = false;
  const worktrees = worktreeSteps(durations, () => void (looks.wanted += 1));
  for (;;) {
    const looking = looks.wanted;
    const reason = whyCancelled();
    if (reason !== undefined && !told) {
      told = true;
      await state.cancelPlan({ planId, reason });
    }
    let outlook = await state.planOutlook({ planId });
    // An activity of its own, with its events in the history, is for what has something to do.
    if (outlook.due) outlook = await advancing(durations).advancePlan({ planId });
    looks.made = looking;
    looks.outlook = outlook;
    worktrees.begin(outlook.worktrees ?? []);
    const isAsked = (): boolean => looks.wanted > looking;
    if (outlook.ended && !isAsked() && worktrees.underWay() === 0) return;
    // What could be done and was not is held by something that nobody reports, such as a budget. All else wakes the plan,
    // and should a message be lost, the reconciler looks for all plans at once.
    const cycleMs = outlook.due ? durations.cycleMs : durations.idleCycleMs;
    await condition(isAsked, Math.min(cycleMs, outlook.againInMs ?? cycleMs));
    if (!isAsked()) looks.wanted += 1;
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const isIdle = (): boolean => allHandlersFinished() && worktrees.underWay() === 0;
    // Whoever waits for an answer gets it from this run; a signal that comes now is answered by the first look of the next.
    if ((continueAsNewSuggested || historyLength > mostEvents) && isIdle() && whyCancelled() === undefined)
      await continueAsNew<typeof phasePlan>(input);
  }
}
