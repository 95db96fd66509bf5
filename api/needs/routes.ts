/** What needs a person: listed, and put away. */
import type { Need } from '../../workflows/contracts/needs';
import { conflict, notFound } from '../http/errors';
import { routes } from '../http/route';
import { needOperations } from './operations';
import { countsOf, needView } from './views';

const NOBODY = { scopes: new Set<never>() };

export const needRoutes = routes(needOperations)(({ store: { needs, audit }, log }) => ({
  list({ query: { kind, limit, offset }, ctx }) {
    const rows = needs.list(kind);
    const who = ctx.state.principal ?? NOBODY;
    return {
      items: rows.slice(offset, offset + limit).map((row) => needView(row, who)),
      ...{ total: rows.length, limit, offset },
      counts: countsOf(needs.list()),
    };
  },

  dismiss({ params: { id }, actor }) {
    const need: Need | undefined = needs.get(id);
    if (!need) throw notFound(`need '${id}'`);
    if (!needs.dismiss(id, actor))
      throw conflict(`This can't be put away: it ends when it is seen to. ${need.title}: ${need.why}`);
    audit.note({ actor, action: 'dismiss', entity: 'need', id, after: { since: need.since } });
    log.info({ need: id, kind: need.kind, by: actor }, 'a person has put away what needed one');
    return undefined;
  },
}));
