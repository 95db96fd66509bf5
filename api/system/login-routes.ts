/** Login and logout, for pages and for programs. */
import type Router from '@koa/router';
import { type AppDeps, type Context, type RequestState, loginOf } from '../context';
import { ApiError } from '../http/errors';
import { localPath, loginPage } from '../http/local-path';
import { limiter } from '../middleware/limits';
import { loginProof, sameText } from '../middleware/login';
import { wantsPage } from '../middleware/pages';
import { requireThisMachine } from '../middleware/this-machine';

export function loginRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { config, log } = deps;
  const proof = loginProof(deps);
  const failures = limiter({ points: 5, seconds: 60, message: 'Too many failed logins from this address.' });

  router.post('/login', async (ctx) => {
    const isForm = ctx.request.is('urlencoded') !== false;
    // A form whose sender takes anything (curl) is a person's; only one that asks for JSON first gets it.
    const page = isForm ? ctx.accepts('html', 'json') === 'html' : wantsPage(ctx);
    const next = localPath((ctx.request.body as Record<string, unknown> | undefined)?.['next']);
    try {
      await failures.check(ctx);
      await authenticate(ctx);
    } catch (error) {
      if (!(error instanceof ApiError) || !wantsPage(ctx)) throw error;
      ctx.redirect(loginPage(next, PAGE_ERRORS[error.code] ?? 'failed'));
      return;
    }
    if (page) {
      ctx.redirect(next);
      ctx.status = 303;
    } else ctx.body = { success: true };
  });

  router.post('/logout', (ctx) => {
    ctx['session'] = null;
    if (wantsPage(ctx)) {
      ctx.redirect('/login');
      ctx.status = 303;
    } else ctx.body = { success: true };
  });

  async function authenticate(ctx: Context): Promise<void> {
    const { username, password } = (ctx.request.body ?? {}) as Record<string, unknown>;
    const right =
      typeof username === 'string' &&
      typeof password === 'string' &&
      // Both are compared always, so that the time tells nothing.
      [
        sameText(username.toLowerCase(), config.user.toLowerCase()),
        sameText(password, config.password),
      ].every(Boolean);
    if (!right) {
      await failures.take(ctx);
      log.warn({ ip: ctx.ip }, 'failed login');
      throw new ApiError(401, 'login_failed', 'The user name or the password is wrong.');
    }
    requireThisMachine(ctx, config);
    await failures.forgive(ctx);
    // A new id, so that one planted before the login opens nothing.
    const login = loginOf(ctx);
    await login?.regenerate();
    const renewed = loginOf(ctx);
    if (renewed) Object.assign(renewed, { user: config.user, proof });
  }
}

const PAGE_ERRORS: Record<string, string> = {
  login_failed: 'failed',
  too_many_requests: 'limited',
  default_password: 'default_password',
};
