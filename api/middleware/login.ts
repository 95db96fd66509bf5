/** Who may ask: the login cookie (koa-session, kept in the record) or the API token of this machine. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Middleware, ParameterizedContext } from 'koa';
import session from 'koa-session';
import { type AppDeps, type Login, type RequestState, loginOf } from '../context';
import { HttpError } from '../http/errors';
import { localPath, loginPage } from '../http/local-path';
import { wantsPage } from './pages';
import { isOpen } from './open-paths';
import { routePath } from './paths';

const MS_A_SECOND = 1_000;

/** What reads or ends the login of a browser whoever asks. */
const CHANGES_LOGIN = /^\/log(in|out)$/;

type LoginDeps = Pick<AppDeps, 'config' | 'store' | 'cookieKey' | 'apiToken'>;

/**
 * Browsers keep one set of cookies for all ports of a host: each installation has a name of its own. It comes from the
 * token, which no other has, and which it doesn't tell.
 */
export function cookieName(apiToken: string): string {
  return `architect.${createHmac('sha256', apiToken).update('cookie').digest('hex').slice(0, 8)}.session`;
}

/** Tells one user name and password from others; without the key it tells nothing of them. */
export function loginProof({ config, cookieKey }: Pick<LoginDeps, 'config' | 'cookieKey'>): string {
  return createHmac('sha256', cookieKey).update(`${config.user}\0${config.password}`).digest('hex');
}

/** The login that the record has under that id, if it was made with today's password. */
function standingLogin(deps: LoginDeps): (id: string) => Login | undefined {
  const proof = loginProof(deps);
  return (id) => {
    const login = deps.store.loginSessions.get(id) as Login | undefined;
    return login === undefined || login.user === undefined || login.proof === proof ? login : undefined;
  };
}

/** Who asks, by the token or by a login that stands; renews none. */
export function loginReader(app: Koa, deps: LoginDeps) {
  const { cookieKey, apiToken } = deps;
  const standing = standingLogin(deps);
  const isToken = tokenCheck(apiToken);
  const name = cookieName(apiToken);
  app.keys = [cookieKey];
  return {
    isProgram: (ctx: ParameterizedContext) => isToken(ctx.get('Authorization')),
    read(ctx: ParameterizedContext): void {
      if (isToken(ctx.get('Authorization'))) ctx.state['user'] = 'api-token';
      const id = ctx.cookies.get(name, { signed: true });
      const login = id === undefined ? undefined : standing(id);
      if (id === undefined || login?.user === undefined) return;
      ctx.state['user'] ??= login.user;
      ctx.state['loginStands'] = () => standing(id) !== undefined;
    },
  };
}

export function loginSessions(app: Koa, deps: LoginDeps): Middleware {
  const { config, store, apiToken } = deps;
  const reader = loginReader(app, deps);
  const standing = standingLogin(deps);
  const sessions = session(
    {
      key: cookieName(apiToken),
      maxAge: config.sessionTimeoutSeconds * MS_A_SECOND,
      rolling: true,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.cookieSecure,
      store: {
        get: async (id: string) => standing(id) ?? null,
        set: async (id: string, data: unknown, maxAgeMs: unknown, { changed }: { changed: boolean }) =>
          store.loginSessions.set(id, data, Number(maxAgeMs), changed),
        destroy: async (id: string) => store.loginSessions.remove(id),
      },
    },
    app as unknown as Parameters<typeof session>[1],
  ) as Middleware;
  // A page that is left open asks for health by itself: that is no sign of a person.
  return async (ctx, next) => {
    // The proxy before us speaks HTTPS, we speak HTTP: without this Koa refuses to send a cookie that is for HTTPS only.
    if (config.cookieSecure) ctx.cookies.secure = true;
    const path = routePath(ctx.path);
    const isProgram = reader.isProgram(ctx);
    if (isProgram) ctx.state['user'] = 'api-token';
    // A program has no login to read or to renew.
    if (path === '/health' || (isProgram && !CHANGES_LOGIN.test(path))) await next();
    else if (path === '/api/events') {
      // The stream begins before koa-session could renew the cookie, and it is no sign of a person either.
      reader.read(ctx);
      await next();
    } else await sessions(ctx, next);
  };
}

export function loginRequired({ apiToken }: Pick<AppDeps, 'apiToken'>): Middleware<RequestState> {
  const name = cookieName(apiToken);
  return async (ctx, next) => {
    const user = ctx.state.user ?? loginOf(ctx)?.user;
    if (user !== undefined) ctx.state.user = user;
    else if (!isOpen(ctx.method, ctx.path)) {
      if (wantsPage(ctx)) {
        const error = ctx.get('Cookie').includes(name) ? 'expired' : undefined;
        const isRead = ['GET', 'HEAD'].includes(ctx.method);
        ctx.redirect(loginPage(isRead ? localPath(ctx.url) : '/', error));
        return;
      }
      throw notLoggedIn();
    }
    await next();
  };
}

export function notLoggedIn(): HttpError {
  return new HttpError(
    401,
    'login_required',
    'Log in first: POST /login with username and password, and send the cookie it sets. An idle login expires.',
  );
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
