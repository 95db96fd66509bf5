/** The queue: sending prompts and reading them. */
import { notFound } from '../http/errors';
import { responseCache } from '../http/response-cache';
import { routes } from '../http/route';
import { promptViewing } from '../system/facts';
import { promptOperations } from './operations';
import { queuedView } from './queued';
import { lostView, promptListView, wholePromptView, workChangesView } from './views';

export const promptRoutes = routes(promptOperations)((services) => {
  const { store, prompts, engine } = services;
  const viewing = promptViewing(services);
  const cached = responseCache(() => `${store.prompts.version()} ${engine.uiUrl}`);

  return {
    send: async ({ body, headers, actor }) =>
      queuedView(store, await prompts.send(body, actor, headers['Idempotency-Key'] ?? null)),

    status: () => store.prompts.counts(),

    list({ query: { status, session, provider, source, key, q, archived, order, limit, offset } }) {
      const filter = {
        ...(status && { status }),
        ...(session !== undefined && { session }),
        ...(provider && { provider }),
        ...(source !== undefined && { source }),
        ...(key !== undefined && { key }),
        ...(q && { text: q }),
        ...(archived !== 'include' && { archived: archived === 'true' }),
      };
      const page = store.prompts.list(filter, order, limit, offset);
      return { ...page, items: page.items.map((row) => promptListView(row, viewing)) };
    },

    get: ({ params: { id } }) =>
      cached(String(id), () => {
        const row = store.prompts.get(id);
        if (!row) throw notFound(`prompt ${id}`);
        return wholePromptView(row, store, viewing);
      }),

    changes({ params: { id } }) {
      if (!store.prompts.get(id)) throw notFound(`prompt ${id}`);
      return { attempts: store.workChanges.of(id).map(workChangesView) };
    },

    lostAndFound({ query: { limit, offset } }) {
      const page = store.lostAndFound.list(limit, offset);
      return { ...page, items: page.items.map(lostView) };
    },
  };
});
