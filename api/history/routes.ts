/** What can be read only: interactions, the audit, and the search over everything. */
import type Router from '@koa/router';
import { SEARCH_TYPES } from '../../workflows/contracts/work-item-words';
import type { AppDeps, RequestState } from '../context';
import { notFound } from '../http/errors';
import { listQuery } from '../http/pagination';
import { auditQuery, interactionQuery, searchQuery } from './requests';
import { auditView, interactionView, searchView } from './views';
import { parseQuery } from '../http/validation';
import { idParam } from '../http/parameters';

const NEWEST_FIRST = [{ column: 'id', descending: true }] as const;

export function historyRoutes(router: Router<RequestState>, { store }: Pick<AppDeps, 'store'>): void {
  router.get('/api/interactions', (ctx) => {
    const query = parseQuery(interactionQuery, ctx.query);
    const { items, total } = store.interactions.list(listQuery({ ...query, sort: NEWEST_FIRST }));
    ctx.body = { items: items.map(interactionView), total, limit: query.limit, offset: query.offset };
  });
  router.get('/api/interactions/:id', (ctx) => {
    const id = idParam(ctx, 'interaction');
    const row = store.interactions.get(id);
    if (!row) throw notFound(`interaction ${id}`);
    ctx.body = interactionView(row);
  });

  router.get('/api/audit', (ctx) => {
    const query = parseQuery(auditQuery, ctx.query);
    const { items, total } = store.audit.list(listQuery({ ...query, sort: NEWEST_FIRST }));
    ctx.body = { items: items.map(auditView), total, limit: query.limit, offset: query.offset };
  });

  router.get('/api/search', (ctx) => {
    const { q, type: types = SEARCH_TYPES, limit, offset } = parseQuery(searchQuery, ctx.query);
    const { items, total } = store.search({ text: q, types, limit, offset });
    ctx.body = { items: items.map(searchView), total, limit, offset };
  });
}
