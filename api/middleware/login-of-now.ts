import type { Middleware } from 'koa';
import type { RequestState } from '../context';
import { notLoggedIn } from '../http/errors';
import { isOpen } from './open-paths';
import { hasBody } from './utf8';

/**
 * After the body has come, which may take a while: whose role was taken away meanwhile, or whose login was ended, does
 * nothing with it any more.
 */
export function loginOfNow(): Middleware<RequestState> {
  return async (ctx, next) => {
    const { principal, principalNow } = ctx.state;
    if (principal && principalNow && hasBody(ctx) && !isOpen(ctx.method, ctx.path)) {
      const now = principalNow();
      if (now === undefined) throw notLoggedIn();
      ctx.state.principal = now;
    }
    await next();
  };
}
