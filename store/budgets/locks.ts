/** What the choice of prompts and its explanation ask of the budgets. */
import type { Budgets } from '.';
import { FREE_PROVIDER } from './ledger';

export interface SpendLocks {
  /** Nothing is begun at all, or nothing by this account. */
  readonly blocks: (account: string | null) => boolean;
  readonly projects: ReadonlySet<number>;
  readonly plans: readonly number[];
  /** Another one if another budget is locked. */
  readonly key: string;
}

export const NO_LOCKS: SpendLocks = { blocks: () => false, projects: new Set(), plans: [], key: '' };

/** A shell costs nothing: it is never asked about. */
export function spendLocks(budgets: Pick<Budgets, 'locked'>): SpendLocks {
  const locked = budgets.locked();
  if (locked.length === 0) return NO_LOCKS;
  const subjects = (scope: string): string[] =>
    locked.flatMap((one) => (one.scope === scope && one.subject !== null ? [one.subject] : []));
  const isAll = locked.some(({ scope }) => scope === 'all');
  const accounts = new Set(subjects('account'));
  return {
    blocks: (account) => isAll || (account !== null && accounts.has(account)),
    projects: new Set(subjects('project').map(Number)),
    plans: subjects('plan').map(Number),
    key: locked.map(({ id }) => id).join(),
  };
}

export interface Payer {
  readonly provider: string | null;
  readonly account: string | null;
}

/** Why nobody of `payers` may begin the prompt; null: somebody may, or the budgets have nothing to do with it. */
export function refusalFor(
  budgets: Pick<Budgets, 'exist' | 'refusal' | 'ledger'>,
  prompt: { readonly id: number; readonly within_project: number | null },
  payers: readonly Payer[],
): string | null {
  if (payers.length === 0 || !budgets.exist()) return null;
  const planId = budgets.ledger.planOf(prompt.id);
  const reasons = payers.map(({ provider, account }) =>
    provider === FREE_PROVIDER
      ? null
      : budgets.refusal({ account, projectId: prompt.within_project, planId }),
  );
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}
