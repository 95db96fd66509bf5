/** First in the chain: every error of every source leaves as the one envelope; what isn't meant for callers is logged. */
import { randomUUID } from 'node:crypto';
import type { Middleware, ParameterizedContext } from 'koa';
import type { Logger } from 'pino';
import { EngineUnavailableError } from '../../temporal/errors';
import { HttpError } from '../http/errors';
import { type ForeignError, type Visible, visible } from '../http/visible';
import type { RequestState } from '../context';

/** What a locked database or an engine that starts again needs at most, usually. */
const RETRY_AFTER_SECONDS = '5';

/** @param logOf of what is logged of a request: each port has one */
export function errorEnvelope(logOf: (port: number | undefined) => Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    const { requestId = randomUUID() } = ctx.state as Partial<RequestState>;
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', ctx.state.requestId);
    try {
      await next();
      if (ctx.body == null) refuseUnanswered(ctx);
    } catch (error) {
      const known = visible(error as ForeignError);
      if (known.status >= 500 && !isMeant(error)) {
        logOf(ctx.socket.localPort).error(
          { err: error, requestId: ctx.state.requestId, method: ctx.method, path: ctx.path },
          'request failed',
        );
      }
      ctx.status = known.status;
      if (known.status === 503) ctx.set('Retry-After', RETRY_AFTER_SECONDS);
      ctx.body = envelope(known, ctx.state.requestId);
    }
  };
}

/** Errors that say to the caller what they have to say. */
function isMeant(error: unknown): boolean {
  return error instanceof HttpError || error instanceof EngineUnavailableError;
}

/** What the router left without a body. */
function refuseUnanswered(ctx: ParameterizedContext): void {
  const { method, path, status } = ctx;
  if (status === 404) throw new HttpError(404, 'not_found', `There is nothing at ${method} ${path}.`);
  if (status === 405) {
    const allowed = ctx.response.get('Allow');
    throw new HttpError(405, 'method_not_allowed', `${path} doesn't take ${method}, but ${allowed}.`);
  }
}

export function envelope({ code, message, details, current }: Omit<Visible, 'status'>, requestId: string) {
  return { error: { code, message, details, requestId, ...(current && { current }) } };
}
