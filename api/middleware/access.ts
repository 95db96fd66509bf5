/** What isn't the business of one operation: pages, and the list of who asked for what. */
import type { Middleware, ParameterizedContext } from 'koa';
import type { RequestLog } from '../../store/access/requests';
import { requireScope } from '../access/principal';
import { CALLBACK_PATH } from '../access/oidc';
import type { RequestState } from '../context';
import type { Operation } from '../http/operation';
import { LINK_PATH, MONITOR_PAGE } from '../monitor/places';
import { isOpen } from './open-paths';
import { routePath } from './paths';

const READS = ['GET', 'HEAD', 'OPTIONS'];
/** Without a login, or without the right. */
const REFUSED = [401, 403];
const TOO_MANY = 429;
/** Ways in. */
const OPENS: readonly string[] = ['/login', CALLBACK_PATH, LINK_PATH];

/** After the routes: what is left are files, which show what the API tells; one of them shows the monitor alone. */
export function pagesForReaders(): Middleware<RequestState> {
  return async (ctx, next) => {
    const { principal, operation } = ctx.state;
    if (principal && operation === undefined && !isOpen(ctx.method, ctx.path))
      requireScope(principal, routePath(ctx.path) === MONITOR_PAGE ? 'monitor:read' : 'read');
    await next();
  };
}

/**
 * Outside of all that answers, so that it sees how.
 * @param isOfNote what is kept beside what was refused to who is known
 */
export function requestAudit(log: RequestLog, isOfNote: (asked: Asked) => boolean): Middleware<RequestState> {
  return async (ctx, next) => {
    await next();
    const { operation, principal, requestId } = ctx.state;
    const { method, status } = ctx;
    const isRefused = REFUSED.includes(status) && principal !== undefined;
    if (!isRefused && !isOfNote(ctx)) return;
    // A stranger could push all else out of the list.
    if (status === TOO_MANY && principal === undefined) return;
    log.note({
      ...{ actor: principal?.actor ?? null, method, status, request_id: requestId, address: ctx.ip },
      route: operation?.path ?? '',
      path: ctx.path.slice(0, 500),
    });
  };
}

type Asked = Pick<ParameterizedContext<RequestState>, 'method' | 'path' | 'state'>;

export const isOfOperation = ({ state: { operation }, method }: Asked): boolean =>
  operation !== undefined && isKept(operation, method);

/** What isn't answered here: each change that somebody asks for. */
export const isChange = ({ state: { principal }, method }: Asked): boolean =>
  principal !== undefined && !READS.includes(method);

/** What changes something, and what gives a secret away. Anybody may report errors, as often as they like. */
function isKept({ access, path, unaudited }: Operation, method: string): boolean {
  if (unaudited) return false;
  if (access === 'open') return OPENS.includes(path);
  return access === 'secrets:read' || !READS.includes(method);
}
