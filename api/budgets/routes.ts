/** Budgets: whoever changes one lets what waited for it go on. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { BudgetStatus } from '../../store/budgets';
import { isLocked, lockWords } from '../../store/budgets/reckon';
import { invalid, notFound, unknownReference } from '../http/errors';
import { routes } from '../http/route';
import { withoutUndefined } from '../http/without-undefined';
import { budgetOperations } from './operations';
import type { budget } from './responses';

export const budgetRoutes = routes(budgetOperations)(({ store, orchestrator, log }) => {
  const { budgets } = store;
  /** Prompts that waited may have a session now. */
  const changed = (what: string, by: string, details: object): void => {
    log.info({ ...details, by }, `a budget was ${what}`);
    void orchestrator.announce(store.assign());
  };

  return {
    list: () => ({ items: budgets.list().map(budgetView) }),

    create({ body, actor }) {
      const { scope, subject, name } = body;
      if (scope === 'project' && !store.projects.get(Number(subject)))
        throw unknownReference('subject', `there is no project ${subject}`);
      const status = budgets.create(body, actor);
      changed('set', actor, { budget: status.id, name, scope });
      return budgetView(status);
    },

    change({ params: { id }, body, actor }) {
      const before = budgets.get(id);
      if (!before) throw notFound(`budget ${id}`);
      const next = { ...before, ...withoutUndefined(body) };
      if (next.limit_usd === null && next.limit_tokens === null)
        throw invalid('limit_usd', 'expected limit_usd or limit_tokens, or both');
      const status = budgets.change(id, withoutUndefined(body));
      if (!status) throw notFound(`budget ${id}`);
      changed('changed', actor, { budget: id, usd: status.limit_usd, tokens: status.limit_tokens });
      return budgetView(status);
    },

    remove({ params: { id }, actor }) {
      if (!budgets.remove(id)) throw notFound(`budget ${id}`);
      changed('removed', actor, { budget: id });
      return undefined;
    },
  };
});

function budgetView(status: BudgetStatus): z.output<typeof budget> {
  const { counts_from: _from, warned: _warned, ...shown } = status;
  return {
    ...shown,
    message: isLocked(status) ? lockWords(status) : null,
    created_at: isoTime(status.created_at),
    updated_at: isoTime(status.updated_at),
  };
}
