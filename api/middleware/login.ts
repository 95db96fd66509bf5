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

/** What reads or ends the login of a browser whoever asks. */
const CHANGES_LOGIN = /^\/log(in|out)$/;

export function loginSessions(app: Koa, { config, store, cookieKey, apiToken }: AppDeps): Middleware {
  const isToken = tokenCheck(apiToken);
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
        set: async (id: string, data: unknown, maxAgeMs: unknown, { changed }: { changed: boolean }) =>
          store.webSessions.set(id, data, Number(maxAgeMs), changed),
        destroy: async (id: string) => store.webSessions.remove(id),
      },
    },
    app as unknown as Parameters<typeof session>[1],
  ) as Middleware;
  // A page that is left open asks for health by itself: that is no sign of a person.
  return async (ctx, next) => {
    // The proxy before us speaks HTTPS, we speak HTTP: without this Koa refuses to send a cookie that is for HTTPS only.
    if (config.cookieSecure) ctx.cookies.secure = true;
    const isProgram = isToken(ctx.get('Authorization'));
    if (isProgram) ctx.state['user'] = 'api-token';
    // A program has no login to read or to renew.
    if (ctx.path === '/health' || (isProgram && !CHANGES_LOGIN.test(ctx.path))) await next();
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

export function loginRequired(): Middleware<RequestState> {
  return async (ctx, next) => {
    const user = ctx.state.user ?? loginOf(ctx)?.user;
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

function tokenCheck(apiToken: string): (header: string) => boolean {
  const wanted = Buffer.from(`Bearer ${apiToken}`);
  // How long a token is isn't secret: there is no need to hide it behind a digest.
  return (header) => {
    const given = Buffer.from(header);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
}

/** Compares in a time that doesn't tell how much was right. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
