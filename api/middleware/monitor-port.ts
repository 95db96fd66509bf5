/** The monitor's own port has the monitor, what that reads, and the ways in. The dashboard is at its own port. */
import type { Middleware } from 'koa';
import type { Config } from '../../config';
import type { RequestState } from '../context';
import { allOperations } from '../document/operations';
import { HttpError } from '../http/errors';
import { MONITOR_PAGE } from '../monitor/places';
import { LOGIN_FILES } from './open-paths';
import { isPlain, routePath } from './paths';

/** Ways in and out, and whether all is well. */
const WAYS = /^\/(health|login(\/.*)?|logout)$/;
/** What leads to a page that this port has not. */
const FIRST_PAGES: readonly string[] = ['/', '/dashboard'];

const SERVED: ReadonlySet<string> = new Set(
  allOperations()
    .filter(({ access, path }) => access === 'monitor:read' || WAYS.test(path))
    .map(({ method, path }) => `${method} ${path}`),
);

export function monitorPortOnly({
  port,
  monitorPort,
}: Pick<Config, 'port' | 'monitorPort'>): Middleware<RequestState> {
  return async (ctx, next) => {
    if (ctx.req.socket.localPort === monitorPort && monitorPort !== port) {
      const path = routePath(ctx.path);
      const method = ctx.method === 'HEAD' ? 'GET' : ctx.method;
      if (method === 'GET' && FIRST_PAGES.includes(path)) {
        ctx.redirect(MONITOR_PAGE);
        return;
      }
      const isPage = LOGIN_FILES.test(ctx.path) || path === MONITOR_PAGE;
      const isFile = method === 'GET' && isPage && isPlain(ctx.path);
      if (!isFile && !SERVED.has(`${method} ${path}`)) throw monitorOnly(port);
    }
    await next();
  };
}

const monitorOnly = (port: number): HttpError =>
  new HttpError(
    404,
    'monitor_only',
    `This port has the monitor only (${MONITOR_PAGE}). The dashboard and its API are at port ${port} of this machine.`,
  );
