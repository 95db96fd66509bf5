/** Drives plans: each look does all that can be done now. May be repeated at any point, by another worker too. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttemptRow, PlanRow } from '../../store/plans/rows';
import { PlanError } from '../../store';
import type { PlanActivities, PlanStateActivities } from '../../workflows/contracts/plans';
import { onceForAllTries } from '../once-for-all-tries';
import { keepPlanBudget } from './budget';
import { checkAttempt } from './check';
import type { PlanActivityDeps, Trees } from './context';
import { openAttempt } from './open';
import { sendPrompt, startTasks } from './send';
import { settleAttempt } from './settle';
import { runsShell } from './shell';
import { holdBack, stopLeftGates } from './stop';
import { trees } from './trees';

/** Steps that follow from each other in one look; what is left is done at the next one. */
const MOST_ROUNDS = 20;

export function planActivities(deps: PlanActivityDeps): PlanActivities & PlanStateActivities {
  const { store, log, plansDir } = deps;
  const objectsOf = (planId: number): string => join(plansDir, String(planId), 'objects');

  /** What git made of its directories. */
  const forget = (planId: number): Promise<void> =>
    rm(join(plansDir, String(planId)), { recursive: true, force: true });

  return {
    async planOutlook({ planId }) {
      const outlook = store.plans.outlook(planId);
      if (outlook.ended) await forget(planId);
      const plan = store.plans.get(planId);
      // A budget that came while prompts of it wait holds those too, whether or not there is more to do.
      if (plan?.status === 'running') keepPlanBudget(store, plan);
      return outlook;
    },

    advancePlan: ({ planId }) =>
      onceForAllTries(async (signal) => {
        const looks = trees(objectsOf(planId));
        for (let round = 0; round < MOST_ROUNDS && !signal.aborted; round += 1)
          if (!(await advance(deps, planId, looks))) break;
        const outlook = store.plans.outlook(planId);
        if (outlook.ended) {
          await forget(planId);
          log.info({ planId, status: store.plans.get(planId)?.status }, 'plan has nothing left to do');
        }
        return outlook;
      }),

    async cancelPlan({ planId, reason }) {
      try {
        store.plans.control.cancel(planId, { actor: 'the workflow engine', reason, stop: true });
      } catch (error) {
        if (!(error instanceof PlanError)) throw error;
      }
    },
  };
}

/** One round over all that is under way, then what may begin. True where something changed. */
async function advance(deps: PlanActivityDeps, planId: number, looks: Trees): Promise<boolean> {
  const { store } = deps;
  let moved = false;
  for (const { id } of store.plans.attempts.open(planId)) {
    // People decide meanwhile: each step sees the plan and the attempt as they are.
    const [plan, attempt] = [store.plans.get(planId), store.plans.attempts.get(id)];
    if (plan && attempt && (await tried(deps, plan, attempt, looks))) moved = true;
  }
  await stopLeftGates(deps, planId);
  const plan = store.plans.get(planId);
  if (plan?.status === 'running' && (await startTasks(deps, plan, looks)) > 0) moved = true;
  return moved;
}

/** What fails for one attempt must not keep the others waiting; it is tried again at the next look. */
async function tried(...given: Parameters<typeof step>): Promise<boolean> {
  try {
    return await step(...given);
  } catch (error) {
    const [{ log }, plan, attempt] = given;
    log.error({ err: error, planId: plan.id, attemptId: attempt.id }, 'a step of a plan failed');
    return false;
  }
}

async function step(
  deps: PlanActivityDeps,
  plan: PlanRow,
  attempt: AttemptRow,
  looks: Trees,
): Promise<boolean> {
  const { store } = deps;
  if (plan.status !== 'running' && (await holdBack(deps, plan, attempt))) return true;
  switch (attempt.state) {
    case 'opening':
      return openAttempt(deps, attempt, looks);
    case 'sending':
      await sendPrompt(deps, plan, attempt);
      return true;
    case 'sent':
      return settleAttempt(deps, plan, attempt, looks);
    case 'checking':
      return checkAttempt(deps, attempt, {
        trees: looks,
        isShell: runsShell(store, store.plans.task(attempt.task_id)),
      });
    // By a step of its worktree.
    case 'merging':
    case 'ended':
      return false;
  }
}
