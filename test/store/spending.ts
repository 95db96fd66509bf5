/** Budgets on the record of a test, and turns that spend. */
import type { NewBudget } from '../../store/budgets';
import { queued, sees, type TestStore, there } from './support';

const PLAIN: NewBudget = {
  ...{ name: 'all', scope: 'all', subject: null, period: 'day', limit_usd: 1, limit_tokens: null },
};

/** @param of the record of the test that runs */
export function spending(of: () => TestStore) {
  const budget = (changes: Partial<NewBudget> = {}) =>
    of().store.budgets.create({ ...PLAIN, ...changes }, 'me');
  const state = (id: number) => there(of().store.budgets.get(id));
  const begin = (id: number) => of().store.lifecycle.beginTyping(there(of().store.leases.get(id)), '{}');
  const keep = (promptId: number, costUsd: number | null, tokens = 1_000): void =>
    of().store.prompts.keepTurn({
      ...{ promptId, response: 'done', result: 'completed', question: null },
      usage: {
        ...{ model: 'a-model', inputTokens: tokens - 100, outputTokens: 100, cacheReadTokens: 0 },
        ...{ cacheWriteTokens: 0, costUsd },
      },
    });
  const settle = (id: number) => of().store.lifecycle.settle(id, 'completed', 'done');
  /** A whole turn. */
  const turn = (session: string, costUsd: number | null): number => {
    const id = queued(of().store, { target_session: session });
    sees(of().store, session);
    if (of().store.leases.get(id) === undefined) of().store.assign();
    begin(id);
    keep(id, costUsd);
    settle(id);
    return id;
  };
  return { budget, state, begin, keep, settle, turn };
}
