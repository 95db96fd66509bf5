/** Recurring prompts: made, changed, removed, fired. */
import { conflict } from '../http/errors';
import { routes } from '../http/route';
import type { RecurringRow } from '../../store/recurring/rows';
import { recurringOperations } from './operations';
import { firingView, recurringView } from './views';

const SHOWN_FIRINGS = 50;

export const recurringRoutes = routes(recurringOperations)((services) => {
  const { store, recurringPrompts, log } = services;
  const { recurring, templates } = store;
  const { requireRow } = recurringPrompts;
  const templateOf = ({ template_id: id }: RecurringRow): string | null =>
    id === null ? null : (templates.byId(id)?.name ?? null);
  const view = (row: RecurringRow) => {
    const [last] = recurring.firings(row.id, 1);
    return recurringView(row, { template: templateOf(row), last });
  };
  const whole = (id: number) => ({
    ...view(requireRow(id)),
    firings: recurring.firings(id, SHOWN_FIRINGS).map(firingView),
  });

  return {
    list() {
      const items = recurring.list().map(view);
      return { items, total: items.length };
    },
    get: ({ params: { id } }) => whole(id),
    async create({ body, actor }) {
      const id = await recurringPrompts.create(body, actor);
      log.info({ recurringId: id, by: actor }, 'a recurring prompt was made');
      return whole(id);
    },
    async change({ params: { id }, body, actor }) {
      await recurringPrompts.change(id, body, actor);
      log.info({ recurringId: id, by: actor }, 'a recurring prompt was changed');
      return whole(id);
    },
    async remove({ params: { id }, actor }) {
      await recurringPrompts.remove(id);
      log.info({ recurringId: id, by: actor }, 'a recurring prompt was removed');
      return undefined;
    },
    trigger({ params: { id }, actor }) {
      requireRow(id);
      // Beside its times: the moment is its own, and no other has it.
      const { outcome, promptId, reason } = recurring.fire(id, new Date());
      if (outcome !== 'queued') throw conflict(reason ?? 'It could not be queued.');
      log.info({ recurringId: id, promptId, by: actor }, 'a recurring prompt was triggered');
      const fired = promptId === null ? undefined : recurring.firingOf(promptId);
      return firingView(fired as NonNullable<typeof fired>);
    },
  };
});
