/** Who may ask: the login cookie (koa-session, kept in the record) or the API token of this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import session from 'koa-session';
import { type AppDeps, type Login, type RequestState, loginOf } from '../context';
import { ApiError } from '../errors';
import { wantsPage } from './pages';

const COOKIE = 'architect.session';
const MS_A_SECOND = 1_000;

/** Paths that answer without a login; assets of the pages among them. */
const OPEN = [
  /^\/health$/,
  /^\/login(\.html)?$/,
  /^\/api\/errors$/,
  /^\/(css|js)\//,
  /^\/favicon\.(svg|ico)$/,
];

export function loginSessions(app: Koa, { config, store, cookieKey }: AppDeps): Middleware {
  app.keys = [cookieKey];
  const sessions = session(
    {
      key: COOKIE,
      maxAge: config.sessionTimeoutSeconds * MS_A_SECOND,
      rolling: true,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.cookieSecure,
      store: {
        get: async (id: string) => store.webSessions.get(id) ?? null,
        set: async (id: string, data: unknown, maxAgeMs: unknown) =>
          store.webSessions.set(id, data, Number(maxAgeMs)),
        destroy: async (id: string) => store.webSessions.remove(id),
      },
    },
    app as unknown as Parameters<typeof session>[1],
  ) as Middleware;
  // A page that is left open asks for health by itself: that is no sign of a person.
  return async (ctx, next) => {
    // The proxy before us speaks HTTPS, we speak HTTP: without this Koa refuses to send a cookie that is for HTTPS only.
    if (config.cookieSecure) ctx.cookies.secure = true;
    if (ctx.path === '/health') await next();
    else if (ctx.path === '/api/events') {
      // Read only: the stream begins before koa-session could renew the cookie, and it is no sign of a person either.
      const id = ctx.cookies.get(COOKIE, { signed: true });
      const login = id === undefined ? undefined : (store.webSessions.get(id) as Login | undefined);
      if (id !== undefined && login?.user !== undefined) {
        ctx.state['user'] = login.user;
        ctx.state['loginStands'] = () => store.webSessions.get(id) !== undefined;
      }
      await next();
    } else await sessions(ctx, next);
  };
}

export function loginRequired({ apiToken }: AppDeps): Middleware<RequestState> {
  return async (ctx, next) => {
    const user = ctx.state.user ?? tokenUser(ctx.get('Authorization'), apiToken) ?? loginOf(ctx)?.user;
    if (user !== undefined) ctx.state.user = user;
    else if (!OPEN.some((path) => path.test(ctx.path))) {
      if (wantsPage(ctx)) {
        ctx.redirect(ctx.get('Cookie').includes(COOKIE) ? '/login?error=expired' : '/login');
        return;
      }
      throw new ApiError(
        401,
        'login_required',
        'Log in first: POST /login with username and password, and send the cookie it sets. An idle login expires.',
      );
    }
    await next();
  };
}

function tokenUser(header: string, apiToken: string): string | undefined {
  const [, given] = /^Bearer (.+)$/.exec(header) ?? [];
  return given !== undefined && sameText(given, apiToken) ? 'api-token' : undefined;
}

/** Compares in a time that doesn't tell how much was right. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
