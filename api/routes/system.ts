/** Health, what this installation is, and the one open call: reporting errors. */
import type Router from '@koa/router';
import { isoTime } from '../../store/time';
import type { AppDeps, RequestState } from '../context';
import { ApiError } from '../errors';
import { limiter } from '../middleware/limits';
import { errorReport, paging, parse, parseQuery } from '../schemas';
import { systemView } from '../system';

const MAX_REPORT_BYTES = 16 * 1024;

export function systemRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator, health } = deps;
  const reports = limiter({ points: 30, seconds: 60, message: 'Too many error reports from this address.' });

  router.get('/health', (ctx) => {
    const { worker, tmux } = health();
    const engine = orchestrator.isUp();
    const state = (up: boolean): string => (up ? 'up' : 'down');
    ctx.body = {
      // No tmux server is no fault: there may be no session yet.
      status: engine && worker ? 'healthy' : 'degraded',
      timestamp: new Date().toISOString(),
      checks: { engine: state(engine), store: 'up', worker: state(worker), tmux: state(tmux) },
    };
  });

  router.get('/api/system', (ctx) => {
    ctx.body = systemView(deps);
  });

  router.get('/api/errors', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    const page = store.errorReports.list(limit, offset);
    ctx.body = {
      ...page,
      items: page.items.map((item) => ({ ...item, created_at: isoTime(item.created_at) })),
    };
  });

  router.post('/api/errors', async (ctx) => {
    await reports.take(ctx);
    if (Buffer.byteLength(JSON.stringify(ctx.request.body)) > MAX_REPORT_BYTES) {
      throw new ApiError(413, 'too_large', 'An error report may have 16 KiB.');
    }
    const report = parse(errorReport, ctx.request.body);
    const { message, source = null, stack = null, url = null, level } = report;
    ctx.status = 201;
    ctx.body = { id: store.errorReports.insert({ message, source, stack, url, level }), success: true };
  });
}
