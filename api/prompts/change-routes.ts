/** Changing a prompt that is queued, under way or ended. */
import type { z } from 'zod';
import { routes } from '../http/route';
import { promptViewing } from '../system/facts';
import { movePromptTo } from './move';
import { promptChangeOperations } from './operations';
import type { promptWithHistory } from './responses';
import { wholePromptView } from './views';

const MS_A_DAY = 24 * 60 * 60_000;

export const promptChangeRoutes = routes(promptChangeOperations)((services) => {
  const { store, prompts } = services;
  const viewing = promptViewing(services);
  const after = async (
    id: number,
    change: () => Promise<void> | void,
  ): Promise<z.output<typeof promptWithHistory>> => {
    await change();
    return wholePromptView(prompts.requirePrompt(id), store, viewing);
  };

  return {
    change: ({ params: { id }, body, actor }) => after(id, () => prompts.change(id, body, actor)),
    move: ({ params: { id }, body, actor }) => after(id, () => movePromptTo(store, id, body, actor)),
    release: ({ params: { id }, body: { reason }, actor }) =>
      after(id, () => prompts.release(id, actor, reason)),
    cancel: ({ params: { id }, body, actor }) => after(id, () => prompts.cancel(id, actor, body.reason)),
    retry: ({ params: { id }, actor }) => after(id, () => prompts.restart(id, `queued again by ${actor}`)),
    reassign: ({ params: { id }, body, actor }) => after(id, () => prompts.reassign(id, body, actor)),
    archive: ({ params: { id } }) => after(id, () => prompts.archive(id)),
    unarchive: ({ params: { id } }) => after(id, () => prompts.unarchive(id)),
    archiveAll({ body: { status, older_than_days: days } }) {
      const before = days === undefined ? null : new Date(Date.now() - days * MS_A_DAY);
      return { archived: store.archive.putAll({ statuses: status, before }) };
    },
    resolve: ({ params: { id }, body: { as, note }, actor }) =>
      after(id, () => prompts.resolve(id, as, actor, note)),
  };
});
