/** Projects, features and bugs: list, make, read, change and remove, the same way for each; and sending one to an agent. */
import { queuedView } from '../prompts/queued';
import { routes } from '../http/route';
import { bugOperations, featureOperations, projectOperations } from './operations';
import { tableHandlers } from './table-handlers';
import { bugView, featureView, projectView } from './views';

export const projectRoutes = routes(projectOperations)(({ store, orchestrator }) =>
  tableHandlers({
    path: '/api/projects',
    table: store.projects,
    view: projectView,
    besides: (row) => ({ warning: store.work.warningOf(row) }),
    // Its work may wait for a session in the directory that it has now.
    changed: () => {
      if (orchestrator.isUp()) void orchestrator.announce(store.assign());
    },
    remove(id, { actor, ctx, check }) {
      // `?cascade` alone means it too.
      const cascade = ['true', ''].some((word) => ctx.query['cascade'] === word);
      return store.projects.remove(id, actor, { cascade, check });
    },
  }),
);

export const featureRoutes = routes(featureOperations)(({ store, work }) => ({
  ...tableHandlers({
    path: '/api/features',
    table: store.features,
    view: featureView,
    besides: () => ({}),
    remove: (id, { actor, check }) => store.features.remove(id, actor, check),
  }),
  send: async ({ params, body, headers, actor }) =>
    queuedView(store, await work.send('feature', params.id, body, actor, headers['Idempotency-Key'] ?? null)),
}));

export const bugRoutes = routes(bugOperations)(({ store, work }) => ({
  ...tableHandlers({
    path: '/api/bugs',
    table: store.bugs,
    view: bugView,
    besides: () => ({}),
    remove: (id, { actor, check }) => store.bugs.remove(id, actor, check),
  }),
  send: async ({ params, body, headers, actor }) =>
    queuedView(store, await work.send('bug', params.id, body, actor, headers['Idempotency-Key'] ?? null)),
}));
