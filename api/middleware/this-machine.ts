/**
 * While the default password stands, the dashboard is for this machine only: what was forwarded here, by a proxy, an SSH
 * tunnel or a published port, looks as if it came from here, unless it gives itself away.
 */
import type { Middleware, ParameterizedContext } from 'koa';
import { type Config, isLoopback } from '../../config';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { HttpError } from '../http/errors';
import { loginPage } from '../http/local-path';
import { wantsPage } from './pages';
import { LOGIN_FILES } from './open-paths';
import { isPlain, routePath } from './paths';

const FORWARDED = /^(forwarded|via|x-real-ip|x-forwarded-.+|x-original-.+|cf-connecting-ip|true-client-ip)$/;

export function thisMachineOnly({ password }: Pick<Config, 'password'>): Middleware {
  return async (ctx, next) => {
    if (password !== DEFAULT_PASSWORD || !isForwarded(ctx) || showsWhy(ctx)) {
      await next();
      return;
    }
    if (!wantsPage(ctx)) throw refusal();
    ctx.redirect(loginPage('/', 'default_password'));
    if (ctx.method !== 'GET') ctx.status = 303;
  };
}

/** @throws HttpError where who knows the password may be anybody */
export function requireThisMachine(
  asked: Pick<ParameterizedContext, 'req'>,
  { password }: Pick<Config, 'password'>,
): void {
  if (password === DEFAULT_PASSWORD && isForwarded(asked)) throw refusal();
}

function refusal(): HttpError {
  return new HttpError(
    403,
    'default_password',
    'The default password works from this machine only, and this request was forwarded here: set ARCHITECT_PASSWORD to a password of your own and restart to use the dashboard from elsewhere.',
  );
}

/** A browser is shown the reason on the login page. Where somebody logs in it is the password that counts first: wrong ones are counted. */
function showsWhy({ method, path }: ParameterizedContext): boolean {
  if (method === 'POST') return routePath(path) === '/login';
  return method === 'GET' && isPlain(path) && LOGIN_FILES.test(path);
}

function isForwarded({ req }: Pick<ParameterizedContext, 'req'>): boolean {
  const { remoteAddress = '', localPort } = req.socket;
  if (!isLoopback(remoteAddress)) return true;
  // The port that the client meant is another than the one it came to.
  const port = /:(\d+)$/.exec(req.headers.host ?? '')?.[1];
  if (port !== undefined && Number(port) !== localPort) return true;
  return Object.keys(req.headers).some((name) => FORWARDED.test(name));
}
