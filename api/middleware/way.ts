/** First of all: how the request came here, and its path and name as the client and our routes have them. */
import type { Middleware, ParameterizedContext } from 'koa';
import type { Config } from '../../config';
import type { RequestState } from '../context';
import { type Way, wayOf, withoutPrefix } from '../http/way';

export function ways({ proxy }: Pick<Config, 'proxy'>): Middleware<RequestState> {
  return async (ctx, next) => {
    const way = wayOf(ctx.req, proxy);
    const { prefix } = way;
    ctx.state.way = way;
    ctx.request.ip = way.address;
    if (prefix !== '') {
      // Pages name their files by the way from one to the other: it begins behind the slash.
      if (ctx.path === prefix && ctx.method === 'GET') {
        ctx.redirect(`${prefix}/${ctx.search}`);
        return;
      }
      ctx.url = withoutPrefix(ctx.url, prefix);
    }
    fitCookies(ctx, way);
    await next();
    const location = ctx.response.headers['location'];
    if (prefix !== '' && typeof location === 'string' && location.startsWith('/'))
      ctx.set('Location', prefix + location);
  };
}

/** The path of a cookie, as the client has it: ours as a whole, or one below it. */
const pathIn = (prefix: string, path = '/'): { path?: string } =>
  prefix === '' ? {} : { path: path === '/' ? prefix : prefix + path };

/** They go to our path only; and what came over HTTPS gets one that goes over HTTPS only. */
function fitCookies({ cookies }: ParameterizedContext, { prefix, isSecure }: Way): void {
  const set = cookies.set.bind(cookies);
  if (isSecure) cookies.secure = true;
  const secure = isSecure ? { secure: true } : {};
  cookies.set = (name, value, options) =>
    set(name, value, { ...options, ...pathIn(prefix, options?.path), ...secure });
}
