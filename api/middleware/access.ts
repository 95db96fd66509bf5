/** What isn't the business of one operation: pages, and the list of who asked for what. */
import type { Middleware } from 'koa';
import type { RequestLog } from '../../store/access/requests';
import { requireScope } from '../access/principal';
import { CALLBACK_PATH } from '../access/oidc';
import type { RequestState } from '../context';
import type { Operation } from '../http/operation';
import { isOpen } from './open-paths';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** Without a login, or without the right. */
const REFUSED = [401, 403];

/** After the routes: what is left are files, which show what the API tells. */
export function pagesForReaders(): Middleware<RequestState> {
  return async (ctx, next) => {
    const { principal, operation } = ctx.state;
    if (principal && operation === undefined && !isOpen(ctx.method, ctx.path))
      requireScope(principal, 'read');
    await next();
  };
}

/** Outside of all that answers, so that it sees how. */
export function requestAudit(log: RequestLog): Middleware<RequestState> {
  return async (ctx, next) => {
    await next();
    const { operation, principal, requestId } = ctx.state;
    const { method, status } = ctx;
    const isRefused = REFUSED.includes(status) && principal !== undefined;
    if (!isRefused && (!operation || !isKept(operation, method))) return;
    log.note({
      ...{ actor: principal?.actor ?? null, method, status, request_id: requestId, address: ctx.ip },
      route: operation?.path ?? '',
      path: ctx.path.slice(0, 500),
    });
  };
}

/** What changes something, and what gives a secret away. Anybody may report errors, as often as they like. */
function isKept({ access, path, unaudited }: Operation, method: string): boolean {
  if (unaudited) return false;
  if (access === 'open') return path === '/login' || path === CALLBACK_PATH;
  return access === 'secrets:read' || !READS.includes(method);
}
