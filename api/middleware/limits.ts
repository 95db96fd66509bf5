import ipaddr from 'ipaddr.js';
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
        await memory.consume(addressOf(ctx));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        refuse(ctx, error.msBeforeNext);
      }
    },
    /** @throws HttpError 429 where no point is left; takes none */
    async check(ctx: ParameterizedContext, key = addressOf(ctx)): Promise<void> {
      const state = await memory.get(key);
      if (state && state.consumedPoints >= points) refuse(ctx, state.msBeforeNext);
    },
    note: async (key: string): Promise<void> => void (await memory.penalty(key)),
    forgive: async (key: string): Promise<void> => void (await memory.delete(key)),
  };
}

/** What is longer is nobody's name. */
const NAME_CHARS = 64;

/**
 * Tries of a secret. Those of an address come one after the other, so that many at once are no more than a few. A right
 * one forgives the wrong ones for its name, and for the address; those for another name stay, or who has a login of
 * their own could try those of others for ever.
 */
export function triesLimiter(limit: Limit) {
  const ofAddress = limiter(limit);
  const ofName = limiter(limit);
  const last = new Map<string, Promise<unknown>>();

  /** @param attempt gives undefined where it was wrong */
  async function one<T>(ctx: ParameterizedContext, name: string, attempt: () => Promise<T | undefined>) {
    const address = addressOf(ctx);
    const named = `${address} ${name.toLowerCase().slice(0, NAME_CHARS)}`;
    await ofAddress.check(ctx, address);
    await ofName.check(ctx, named);
    const found = await attempt();
    const count = found === undefined ? 'note' : 'forgive';
    await ofAddress[count](address);
    await ofName[count](named);
    return found;
  }

  /** @throws HttpError 429 where there were too many wrong ones */
  return async <T>(
    ctx: ParameterizedContext,
    name: string,
    attempt: () => Promise<T | undefined>,
  ): Promise<T | undefined> => {
    const address = addressOf(ctx);
    const before = last.get(address) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => one(ctx, name, attempt));
    last.set(address, mine);
    try {
      return await mine;
    } finally {
      if (last.get(address) === mine) last.delete(address);
    }
  };
}

/** Groups of an IPv6 address that a provider gives to one customer. */
const NETWORK_GROUPS = 4;

/** Who has one address of IPv6 has as many as they like: their network counts. */
function addressOf({ ip }: Pick<ParameterizedContext, 'ip'>): string {
  if (!ipaddr.IPv6.isValid(ip)) return ip;
  const address = ipaddr.IPv6.parse(ip);
  return address.range() === 'unicast' ? address.parts.slice(0, NETWORK_GROUPS).join(':') : ip;
}
