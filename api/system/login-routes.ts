/** Login and logout, for pages and for programs. */
import { beginLogin, passwordCheck, storedLogin } from '../access/logins';
import { openIdProvider } from '../access/oidc';
import { signIn } from '../access/sign-in';
import type { Context } from '../context';
import { HttpError, notFound } from '../http/errors';
import { localPath, loginPage } from '../http/local-path';
import { ANSWERED, routes } from '../http/route';
import { limiter, triesLimiter } from '../middleware/limits';
import { wantsPage } from '../middleware/pages';
import { requireThisMachine } from '../middleware/this-machine';
import type { Services } from '../services';
import { loginOperations } from './operations';

export const loginRoutes = routes(loginOperations)((services) => {
  const authenticate = authentication(services);
  const { log, config } = services;
  // Each is kept, and asks the provider.
  const signIns = limiter({ points: 60, seconds: 60, message: 'Too many sign-ins from this address.' });
  const provider = config.signIn.oidc && openIdProvider(config.signIn.oidc);

  const unavailable = (error: unknown): never => {
    if (error instanceof HttpError) throw error;
    log.warn({ err: error }, 'the OpenID provider can not be asked');
    throw new HttpError(
      502,
      'provider_unavailable',
      'The OpenID provider gave no usable answer: the log has the details. Log in with a password meanwhile.',
    );
  };

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

    methods: ({ ctx }) => ({
      password: true,
      oidc: provider !== undefined,
      refused: ctx.state.refusal?.message ?? null,
    }),

    async signIn({ query: { next }, ctx }) {
      await signIns.take(ctx);
      ctx.redirect(await there(provider).begin(ctx, next).catch(unavailable));
      return ANSWERED;
    },

    async signedIn({ ctx }) {
      await signIns.take(ctx);
      requireThisMachine(ctx, services.config);
      try {
        const { next, ...who } = await there(provider).end(ctx).catch(unavailable);
        await beginLogin(ctx, services, storedLogin(signIn(services, who)));
        ctx.redirect(next);
      } catch (error) {
        if (!(error instanceof HttpError) || error.status !== 403) throw error;
        log.warn({ ip: ctx.ip, reason: error.message }, 'failed sign-in');
        if (!wantsPage(ctx)) throw error;
        ctx.redirect(loginPage('/', error.code));
      }
      return ANSWERED;
    },

    logout({ ctx }) {
      ctx['session'] = null;
      return wantsPage(ctx) ? seeOther(ctx, '/login') : { success: true };
    },
  };
});

function there<T>(provider: T | undefined): T {
  if (provider === undefined)
    throw notFound('sign-in by an OpenID provider here: OIDC_ISSUER and OIDC_CLIENT_ID are not set');
  return provider;
}

type Fields = Readonly<Record<string, unknown>>;

function seeOther(ctx: Context, path: string): typeof ANSWERED {
  ctx.redirect(path);
  ctx.status = 303;
  return ANSWERED;
}

/** Makes the request's session that of the user. @throws HttpError where the name or the password is wrong, or too often was */
function authentication(services: Services) {
  const { config, log } = services;
  const tries = triesLimiter({
    points: 5,
    seconds: 60,
    message: 'Too many failed logins from this address.',
  });
  const verify = passwordCheck(services);

  return async (ctx: Context, { username, password }: Fields): Promise<void> => {
    const [name, given] = [username, password].map((field) =>
      typeof field === 'string' ? field : undefined,
    );
    const login = await tries(ctx, name ?? '', async () => {
      const right = name === undefined || given === undefined ? undefined : await verify(name, given);
      if (right) requireThisMachine(ctx, config);
      return right;
    });
    if (!login) {
      log.warn({ ip: ctx.ip }, 'failed login');
      throw new HttpError(401, 'login_failed', 'The user name or the password is wrong.');
    }
    await beginLogin(ctx, services, login);
  };
}

const PAGE_ERRORS: Record<string, string> = {
  login_failed: 'failed',
  too_many_requests: 'limited',
  default_password: 'default_password',
};
