/** Errors that pages and scripts report (the one open call), and what people do about them. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { ApiError, notFound } from '../http/errors';
import { listQuery } from '../http/pagination';
import { limiter } from '../middleware/limits';
import { errorQuery, errorReport } from './requests';
import { errorDetailView, errorView } from './views';
import { parse, parseQuery } from '../http/validation';
import { actorOf, idParam } from '../http/parameters';

const MAX_REPORT_BYTES = 16 * 1024;
const NEWEST_FIRST = [{ column: 'last_seen', descending: true }] as const;

export function errorRoutes(router: Router<RequestState>, { store }: Pick<AppDeps, 'store'>): void {
  const { errorReports } = store;
  const reports = limiter({ points: 30, seconds: 60, message: 'Too many error reports from this address.' });

  router.get('/api/errors', (ctx) => {
    const { status, sort = NEWEST_FIRST, ...query } = parseQuery(errorQuery, ctx.query);
    const open = status?.length ? statusOf(status) : undefined;
    const { items, total } = errorReports.list({ ...listQuery({ ...query, sort }), open });
    ctx.body = { items: items.map(errorView), total, limit: query.limit, offset: query.offset };
  });

  router.post('/api/errors', async (ctx) => {
    await reports.take(ctx);
    if (Buffer.byteLength(JSON.stringify(ctx.request.body)) > MAX_REPORT_BYTES) {
      throw new ApiError(413, 'too_large', 'An error report may have 16 KiB.');
    }
    const report = parse(errorReport, ctx.request.body);
    const { message, source = null, stack = null, url = null, level } = report;
    ctx.status = 201;
    ctx.body = { id: errorReports.insert({ message, source, stack, url, level }), success: true };
  });

  router.get('/api/errors/:id', (ctx) => {
    const id = idParam(ctx, 'error');
    const row = errorReports.get(id);
    if (!row) throw notFound(`error ${id}`);
    ctx.body = errorDetailView(row, errorReports.reports(id));
  });

  for (const action of ['resolve', 'reopen'] as const) {
    router.post(`/api/errors/:id/${action}`, (ctx) => {
      const id = idParam(ctx, 'error');
      const row = errorReports[action](id, actorOf(ctx));
      if (!row) throw notFound(`error ${id}`);
      ctx.body = errorView(row);
    });
  }
}

/** Whether open or resolved ones are meant; undefined: both. */
function statusOf(wanted: readonly ('open' | 'resolved')[]): boolean | undefined {
  const isBoth = wanted.includes('open') && wanted.includes('resolved');
  return isBoth ? undefined : wanted.includes('open');
}
