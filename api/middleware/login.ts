/** Who asks: by the login cookie (koa-session, kept in the record), a token, or the API token of this machine. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type Koa from 'koa';
import type { Middleware, ParameterizedContext } from 'koa';
import session from 'koa-session';
import {
  machinePrincipal,
  may,
  type Principal,
  storedUser,
  tokenPrincipal,
  userPrincipal,
} from '../access/principal';
import { hashOfToken } from '../../store/db/token';
import { type SignedIn, signIn, wordsOf } from '../access/sign-in';
import { type AppDeps, type Login, type RequestState, loginOf } from '../context';
import { HttpError, notLoggedIn } from '../http/errors';
import { localPath, loginPage } from '../http/local-path';
import { wantsPage } from './pages';
import { isEngineUi } from '../engine-ui/under-path';
import { MONITOR_EVENTS, MONITOR_READS } from '../monitor/places';
import { visitors } from '../monitor/visitors';
import { isOpen } from './open-paths';
import { routePath } from './paths';

const MS_A_SECOND = 1_000;

/** What reads or ends the login of a browser whoever asks. */
const CHANGES_LOGIN = /^\/log(in|out)$/;

type LoginDeps = Pick<AppDeps, 'config' | 'store' | 'log' | 'cookieKey' | 'apiToken'>;

/**
 * Browsers keep one set of cookies for all ports of a host: each installation has a name of its own. It comes from the
 * token, which no other has, and which it doesn't tell.
 */
export function cookieName(apiToken: string): string {
  return `architect.${createHmac('sha256', apiToken).update('cookie').digest('hex').slice(0, 8)}.session`;
}

/** The key of the login that a request came with, as the record has it; undefined: it came with none. */
export function loginKey({ apiToken }: Pick<LoginDeps, 'apiToken'>) {
  const name = cookieName(apiToken);
  return (ctx: Pick<ParameterizedContext, 'cookies'>): string | undefined => {
    const id = ctx.cookies.get(name, { signed: true });
    return id === undefined ? undefined : hashOfToken(id);
  };
}

/** Tells one user name and password from others; without the key it tells nothing of them. */
export function loginProof({ config, cookieKey }: Pick<LoginDeps, 'config' | 'cookieKey'>): string {
  return createHmac('sha256', cookieKey).update(`${config.user}\0${config.password}`).digest('hex');
}

/** Who a login is of, if it stands: made with today's password, by a user who may still log in. */
export function principalOf(
  login: Login,
  deps: Pick<LoginDeps, 'config' | 'store'>,
  proof: string,
): Principal | undefined {
  if (login.user === undefined) return undefined;
  if (login.userId === undefined)
    return login.proof === proof ? userPrincipal(deps.config.user, 'admin', null) : undefined;
  const row = deps.store.access.users.get(login.userId);
  if (!row || row.disabled_at !== null || row.login_key !== login.proof) return undefined;
  return storedUser(row);
}

/** The login that the record has under that id, if it stands; one of nobody yet does. */
function standingLogin(deps: LoginDeps) {
  const proof = loginProof(deps);
  return (id: string): { readonly login: Login; readonly principal: Principal | undefined } | undefined => {
    const login = deps.store.loginSessions.get(id) as Login | undefined;
    if (login === undefined) return undefined;
    const principal = principalOf(login, deps, proof);
    return principal === undefined && login.user !== undefined ? undefined : { login, principal };
  };
}

/** Who asks, by a token or by a login that stands; renews none. `read` throws where a proxy names somebody who is refused. */
export function loginReader(app: Koa, deps: LoginDeps) {
  const { cookieKey, apiToken } = deps;
  const { tokens } = deps.store.access;
  const standing = standingLogin(deps);
  const isMachine = tokenCheck(apiToken);
  const name = cookieName(apiToken);
  app.keys = [cookieKey];

  /** Whom a trusted proxy has signed in. */
  const readHeader = (ctx: ParameterizedContext<RequestState>): void => {
    const { userHeader, groupsHeader } = deps.config.signIn;
    const user = userHeader === undefined || !ctx.state.way.isProxied ? '' : ctx.get(userHeader).trim();
    if (user === '') return;
    const groups = groupsHeader === undefined ? [] : wordsOf(ctx.get(groupsHeader));
    const id = signedIn(ctx, { name: user, groups, source: 'proxy' });
    if (id === undefined) return;
    const now = (): Principal | undefined => {
      const row = deps.store.access.users.get(id);
      return row && row.disabled_at === null ? storedUser(row) : undefined;
    };
    const principal = now();
    if (principal) ctx.state.principal = principal;
    ctx.state.principalNow = now;
    ctx.state.loginStands = () => may(now() ?? NOBODY, 'read');
  };

  /** Who is refused may have a password here all the same. */
  const signedIn = (ctx: ParameterizedContext<RequestState>, who: SignedIn): number | undefined => {
    try {
      return signIn(deps, who).id;
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      ctx.state.refusal = error;
      return undefined;
    }
  };

  const readToken = (ctx: ParameterizedContext<RequestState>): boolean => {
    const header = ctx.get('Authorization');
    if (isMachine(header)) {
      ctx.state.principal = machinePrincipal;
      return true;
    }
    const [, token] = BEARER.exec(header) ?? [];
    const row = token === undefined ? undefined : tokens.authenticate(token);
    if (!row) return false;
    ctx.state.principal = tokenPrincipal(row);
    const now = (): Principal | undefined => {
      const kept = tokens.get(row.id);
      return kept !== undefined && tokens.isGood(kept) ? tokenPrincipal(kept) : undefined;
    };
    ctx.state.principalNow = now;
    ctx.state.loginStands = () => now() !== undefined;
    return true;
  };
  return {
    /** True if it is a program that asks. */
    readToken,
    readHeader,
    read(ctx: ParameterizedContext<RequestState>): void {
      if (readToken(ctx)) return;
      readHeader(ctx);
      if (ctx.state.principal) return;
      const principal = byCookie(ctx);
      if (principal !== undefined) ctx.state.principal = principal;
      else if (ctx.state.refusal) throw ctx.state.refusal;
      ctx.state.loginStands = () => stands(ctx);
    },
    /** Whether the login that the request came with still may read. */
    stands,
    /** Who asks, by the login that the request came with. */
    byCookie,
  };

  function byCookie(ctx: ParameterizedContext<RequestState>): Principal | undefined {
    const id = ctx.cookies.get(name, { signed: true });
    return id === undefined ? undefined : standing(id)?.principal;
  }

  function stands(ctx: ParameterizedContext<RequestState>): boolean {
    return may(byCookie(ctx) ?? NOBODY, 'read');
  }
}

/** Pages that are left open ask for these. */
const ASKS_BY_ITSELF: ReadonlySet<string> = new Set(['/api/events', MONITOR_READS, MONITOR_EVENTS]);

/** What koa-session tells with a login that is to be kept. */
interface Saved {
  readonly changed: boolean;
  readonly ctx: Pick<ParameterizedContext, 'cookies'>;
}
/** When it ends, as koa-session keeps that: names with `_` are its own. */
const timesOf = (data: object): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name.startsWith('_')));

const NOBODY = { scopes: new Set<never>() };
const BEARER = /^Bearer (\S+)$/i;

export function loginSessions(app: Koa, deps: LoginDeps): Middleware<RequestState> {
  const { config, store, apiToken } = deps;
  const name = cookieName(apiToken);
  const reader = loginReader(app, deps);
  const standing = standingLogin(deps);
  const sessions = session(
    {
      key: name,
      maxAge: config.sessionTimeoutSeconds * MS_A_SECOND,
      rolling: true,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.cookieSecure,
      store: {
        get: async (id: string) => standing(id)?.login ?? null,
        set: async (id: string, data: object, maxAgeMs: unknown, { changed, ctx }: Saved) => {
          const kept = store.loginSessions.get(id) as object | undefined;
          // It has ended while this request was on its way: nothing brings it back.
          if (kept === undefined && ctx.cookies.get(name, { signed: true }) === id) return;
          // Another request may have changed it meanwhile: this one gives it more time and no more.
          const next = changed || kept === undefined ? data : { ...kept, ...timesOf(data) };
          store.loginSessions.set(id, next, Number(maxAgeMs), changed);
        },
        destroy: async (id: string) => store.loginSessions.remove(id),
      },
    },
    app as unknown as Parameters<typeof session>[1],
  ) as Middleware<RequestState>;
  // A page that is left open asks for health by itself: that is no sign of a person.
  return async (ctx, next) => {
    // The proxy before us speaks HTTPS, we speak HTTP: without this Koa refuses to send a cookie that is for HTTPS only.
    if (config.cookieSecure) ctx.cookies.secure = true;
    const path = routePath(ctx.path);
    const isProgram = reader.readToken(ctx);
    // A program has no login to read or to renew.
    if (path === '/health' || (isProgram && !CHANGES_LOGIN.test(path))) await next();
    else if (ASKS_BY_ITSELF.has(path)) {
      // A stream begins before koa-session could renew the cookie, and none of these is a sign of a person either.
      reader.read(ctx);
      await next();
    } else if (isEngineUi(ctx.path)) {
      // They ask for news by themselves as well.
      reader.readHeader(ctx);
      const principal = ctx.state.principal ?? reader.byCookie(ctx);
      if (principal) ctx.state.principal = principal;
      await next();
    } else {
      if (!isProgram) reader.readHeader(ctx);
      // Other streams begin after the cookie was renewed.
      ctx.state.loginStands ??= () => reader.stands(ctx);
      ctx.state.principalNow ??= () => reader.byCookie(ctx);
      await sessions(ctx, next);
    }
  };
}

export function loginRequired(deps: LoginDeps): Middleware<RequestState> {
  const name = cookieName(deps.apiToken);
  const proof = loginProof(deps);
  const { visitor } = visitors(deps, name);
  return async (ctx, next) => {
    const login = loginOf(ctx);
    const principal =
      ctx.state.principal ?? (login ? principalOf(login, deps, proof) : undefined) ?? visitor(ctx);
    if (principal) ctx.state.principal = principal;
    if (principal === undefined && !isOpen(ctx.method, ctx.path)) {
      if (BEARER.test(ctx.get('Authorization'))) throw tokenRefused();
      const { refusal } = ctx.state;
      if (wantsPage(ctx)) {
        const hadLogin = ctx.get('Cookie').includes(name);
        const error = refusal?.code ?? (hadLogin ? 'expired' : undefined);
        const isRead = ['GET', 'HEAD'].includes(ctx.method);
        ctx.redirect(loginPage(isRead ? localPath(ctx.url) : '/', error));
        return;
      }
      throw refusal ?? notLoggedIn();
    }
    await next();
  };
}

export function tokenRefused(): HttpError {
  return new HttpError(
    401,
    'login_required',
    'This token is unknown here, was revoked or has expired: have an admin make another one (architect tokens add).',
  );
}

/** Whether a header `Authorization` has the API token of this machine. */
export function tokenCheck(apiToken: string): (header: string) => boolean {
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
