/** Errors that pages and scripts report (the one open call), and what people do about them. */
import { may } from '../access/principal';
import { HttpError, notFound, notLoggedIn } from '../http/errors';
import { listQuery } from '../http/pagination';
import { routes } from '../http/route';
import { limiter } from '../middleware/limits';
import { errorOperations } from './operations';
import { errorDetailView, errorView, strangersView } from './views';

const MAX_REPORT_BYTES = 16 * 1024;
/** Of the query, what looks into what was reported. */
const TEXTS = ['q', 'source'] as const;
const NEWEST_FIRST = [{ column: 'last_seen', descending: true }] as const;

export const errorRoutes = routes(errorOperations)(({ store: { errorReports } }) => {
  const reports = limiter({ points: 30, seconds: 60, message: 'Too many error reports from this address.' });
  const act = (action: 'resolve' | 'reopen', id: number, actor: string) => {
    const row = errorReports[action](id, actor);
    if (!row) throw notFound(`error ${id}`);
    return errorView(row);
  };

  return {
    list({ query: { status, sort = NEWEST_FIRST, ...query }, ctx: { state } }) {
      const isReader = state.principal !== undefined && may(state.principal, 'read');
      // What is looked for would be told by what is found.
      if (!isReader && TEXTS.some((name) => query[name] !== undefined)) throw notLoggedIn();
      const view = isReader ? errorView : strangersView;
      const open = status?.length ? isOpen(status) : undefined;
      const { items, total } = errorReports.list({ ...listQuery({ ...query, sort }), open });
      return { items: items.map(view), total, limit: query.limit, offset: query.offset };
    },

    report: {
      async guard(ctx) {
        await reports.take(ctx);
        if (Buffer.byteLength(JSON.stringify(ctx.request.body)) > MAX_REPORT_BYTES) {
          throw new HttpError(413, 'too_large', 'An error report may have 16 KiB.');
        }
      },
      handle({ body: { message, source = null, stack = null, url = null, level } }) {
        return { id: errorReports.insert({ message, source, stack, url, level }), success: true };
      },
    },

    get({ params: { id } }) {
      const row = errorReports.get(id);
      if (!row) throw notFound(`error ${id}`);
      return errorDetailView(row, errorReports.reports(id));
    },

    resolve: ({ params, actor }) => act('resolve', params.id, actor),
    reopen: ({ params, actor }) => act('reopen', params.id, actor),
  };
});

/** Whether open or resolved ones are meant; undefined: both. */
function isOpen(wanted: readonly ('open' | 'resolved')[]): boolean | undefined {
  const isBoth = wanted.includes('open') && wanted.includes('resolved');
  return isBoth ? undefined : wanted.includes('open');
}
