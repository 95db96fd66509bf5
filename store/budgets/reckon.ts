/** What a budget's sums mean. Pure. */
import type { BudgetState } from '../../workflows/contracts/budgets';
import type { BudgetRow, BudgetStatus, SpendPlace, Spent } from './rows';

const WARNING_AT = 0.8;

export function statusOf(budget: BudgetRow, spent: Spent): BudgetStatus {
  const { limit_usd: usd, limit_tokens: tokens } = budget;
  const shares = (withReserved: 0 | 1): number[] => [
    ...(usd === null ? [] : [share(spent.used_usd + withReserved * spent.reserved_usd, usd)]),
    ...(tokens === null ? [] : [share(spent.used_tokens + withReserved * spent.reserved_tokens, tokens)]),
  ];
  const used = Math.max(0, ...shares(0));
  const fraction = Math.max(0, ...shares(1));
  return { ...budget, ...spent, fraction, state: stateOf(used, fraction) };
}

/** Of a limit of nothing everything is used. */
const share = (amount: number, limit: number): number => (limit === 0 ? 1 : amount / limit);

function stateOf(used: number, withReserved: number): BudgetState {
  if (used >= 1) return 'used_up';
  if (withReserved >= 1) return 'reserved';
  return used >= WARNING_AT ? 'warning' : 'ok';
}

export const isLocked = ({ state }: Pick<BudgetStatus, 'state'>): boolean =>
  state === 'used_up' || state === 'reserved';

export function concerns({ scope, subject }: BudgetRow, place: SpendPlace): boolean {
  switch (scope) {
    case 'all':
      return true;
    case 'account':
      return place.account !== null && subject === place.account;
    case 'project':
      return place.projectId !== null && subject === String(place.projectId);
    case 'plan':
      return place.planId !== null && subject === String(place.planId);
  }
}

/** Why new work waits, and what helps. */
export function lockWords(status: BudgetStatus): string {
  const { id, name, state, period } = status;
  const what = amounts(status);
  const day = period === 'day' ? ', or it begins anew at midnight' : '';
  if (state === 'reserved')
    return `the budget '${name}' is reserved for work under way (${what}); it goes on when that is settled`;
  return `the budget '${name}' is used up (${what}). Raise it: architect budgets set ${id} --usd N or --tokens N${day}`;
}

export function amounts({ limit_usd, limit_tokens, ...spent }: BudgetStatus): string {
  const parts = [
    ...(limit_usd === null ? [] : [`$${money(spent.used_usd)} of $${money(limit_usd)}`]),
    ...(limit_tokens === null ? [] : [`${spent.used_tokens} of ${limit_tokens} tokens`]),
  ];
  return parts.join(', ');
}

const money = (usd: number): string => usd.toFixed(2);
