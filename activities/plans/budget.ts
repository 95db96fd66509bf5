/** The budget that a plan was made with is a lock like any other: kept for its prompts and its judgements alone. */
import type { Store } from '../../store';
import { lockMaker } from '../../store/budgets';
import type { PlanRow } from '../../store/plans/rows';
import type { Budget } from '../../workflows/contracts/plans';

/** Makes the lock where there is none yet. */
export function keepPlanBudget({ budgets }: Pick<Store, 'budgets'>, plan: PlanRow): void {
  if (plan.budget === null || budgets.ofPlan(plan.id)) return;
  const { usd, tokens } = JSON.parse(plan.budget) as Budget;
  const limits = { limit_usd: usd ?? null, limit_tokens: tokens ?? null };
  const name = `plan ${plan.id}: ${plan.name}`;
  const subject = String(plan.id);
  budgets.create({ name, scope: 'plan', subject, period: 'total', ...limits }, lockMaker(plan.id));
}

/** Tells why nothing may begin; null: it may. The lock is made first, where there is none yet. */
export function budgetRefusal(store: Pick<Store, 'budgets'>, plan: PlanRow): string | null {
  keepPlanBudget(store, plan);
  return store.budgets.refusal({ account: null, projectId: plan.project_id, planId: plan.id });
}
