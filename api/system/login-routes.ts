/** Login and logout, for pages and for programs. */
import { beginLogin, passwordCheck } from '../access/logins';
import type { Context } from '../context';
import { HttpError } from '../http/errors';
import { localPath, loginPage } from '../http/local-path';
import { ANSWERED, routes } from '../http/route';
import { limiter } from '../middleware/limits';
import { wantsPage } from '../middleware/pages';
import { requireThisMachine } from '../middleware/this-machine';
import type { Services } from '../services';
import { loginOperations } from './operations';

export const loginRoutes = routes(loginOperations)((services) => {
  const authenticate = authentication(services);

  return {
    async login({ body, ctx }) {
      const fields = (body ?? {}) as Fields;
      const isForm = ctx.request.is('urlencoded') !== false;
      // A form whose sender takes anything (curl) is a person's; only one that asks for JSON first gets it.
      const page = isForm ? ctx.accepts('html', 'json') === 'html' : wantsPage(ctx);
      const next = localPath(fields['next']);
      try {
        await authenticate(ctx, fields);
      } catch (error) {
        if (!(error instanceof HttpError) || !wantsPage(ctx)) throw error;
        ctx.redirect(loginPage(next, PAGE_ERRORS[error.code] ?? 'failed'));
        return ANSWERED;
      }
      return page ? seeOther(ctx, next) : { success: true };
    },

    logout({ ctx }) {
      ctx['session'] = null;
      return wantsPage(ctx) ? seeOther(ctx, '/login') : { success: true };
    },
  };
});

type Fields = Readonly<Record<string, unknown>>;

function seeOther(ctx: Context, path: string): typeof ANSWERED {
  ctx.redirect(path);
  ctx.status = 303;
  return ANSWERED;
}

/** Makes the request's session that of the user. @throws HttpError where the name or the password is wrong, or too often was */
function authentication(services: Services) {
  const { config, log } = services;
  const failures = limiter({ points: 5, seconds: 60, message: 'Too many failed logins from this address.' });
  const verify = passwordCheck(services);

  return async (ctx: Context, { username, password }: Fields): Promise<void> => {
    await failures.check(ctx);
    const login =
      typeof username === 'string' && typeof password === 'string'
        ? await verify(username, password)
        : undefined;
    if (!login) {
      await failures.take(ctx);
      log.warn({ ip: ctx.ip }, 'failed login');
      throw new HttpError(401, 'login_failed', 'The user name or the password is wrong.');
    }
    requireThisMachine(ctx, config);
    await failures.forgive(ctx);
    await beginLogin(ctx, services, login);
  };
}

const PAGE_ERRORS: Record<string, string> = {
  login_failed: 'failed',
  too_many_requests: 'limited',
  default_password: 'default_password',
};
