import type { ParameterizedContext } from 'koa';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpError } from '../http/errors';

export interface Limit {
  readonly points: number;
  readonly seconds: number;
  readonly message: string;
}

/** Counts what an address does; refuses with 429 and Retry-After when it is too much. */
export function limiter({ points, seconds, message }: Limit) {
  const memory = new RateLimiterMemory({ points, duration: seconds });
  const refuse = (ctx: ParameterizedContext, msBeforeNext: number): never => {
    const retryAfter = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    ctx.set('Retry-After', String(retryAfter));
    throw new HttpError(429, 'too_many_requests', `${message} Try again in ${retryAfter} s.`);
  };
  return {
    /** Takes a point. @throws HttpError 429 where none is left */
    async take(ctx: ParameterizedContext): Promise<void> {
      try {
        await memory.consume(ctx.ip);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        refuse(ctx, error.msBeforeNext);
      }
    },
    /** @throws HttpError 429 where no point is left; takes none */
    async check(ctx: ParameterizedContext): Promise<void> {
      const state = await memory.get(ctx.ip);
      if (state && state.consumedPoints >= points) refuse(ctx, state.msBeforeNext);
    },
    async forgive(ctx: ParameterizedContext): Promise<void> {
      await memory.delete(ctx.ip);
    },
  };
}
