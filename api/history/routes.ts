/** What can be read only: interactions, the audit, and the search over everything. */
import { SEARCH_TYPES } from '../../workflows/contracts/work-item-words';
import { notFound } from '../http/errors';
import { listQuery } from '../http/pagination';
import { routes } from '../http/route';
import { historyOperations } from './operations';
import { auditView, interactionView, searchView } from './views';

const NEWEST_FIRST = [{ column: 'id', descending: true }] as const;

export const historyRoutes = routes(historyOperations)(({ store }) => ({
  interactions({ query }) {
    const { items, total } = store.interactions.list(listQuery({ ...query, sort: NEWEST_FIRST }));
    return { items: items.map(interactionView), total, limit: query.limit, offset: query.offset };
  },

  interaction({ params: { id } }) {
    const row = store.interactions.get(id);
    if (!row) throw notFound(`interaction ${id}`);
    return interactionView(row);
  },

  audit({ query }) {
    const { items, total } = store.audit.list(listQuery({ ...query, sort: NEWEST_FIRST }));
    return { items: items.map(auditView), total, limit: query.limit, offset: query.offset };
  },

  search({ query: { q, type: types = SEARCH_TYPES, limit, offset } }) {
    const { items, total } = store.search({ text: q, types, limit, offset });
    return { items: items.map(searchView), total, limit, offset };
  },
}));
