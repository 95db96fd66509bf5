/** First in the chain: every error of every source leaves as the one envelope; what isn't meant for callers is logged. */
import { randomUUID } from 'node:crypto';
import type { Middleware, ParameterizedContext } from 'koa';
import type { Logger } from 'pino';
import { ApiError, type FieldError } from '../errors';
import type { RequestState } from '../context';

interface HttpError extends Error {
  status?: number;
  type?: string;
  code?: string;
}

export function errorEnvelope(log: Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    ctx.state.requestId = randomUUID();
    ctx.set('X-Request-Id', ctx.state.requestId);
    try {
      await next();
      if (ctx.body == null) refuseUnanswered(ctx);
    } catch (error) {
      const known = visible(error as HttpError);
      if (known.status >= 500 && !(error instanceof ApiError)) {
        log.error(
          { err: error, requestId: ctx.state.requestId, method: ctx.method, path: ctx.path },
          'request failed',
        );
      }
      ctx.status = known.status;
      ctx.body = envelope(known.code, known.message, known.details, ctx.state.requestId);
    }
  };
}

/** What the router left without a body. */
function refuseUnanswered(ctx: ParameterizedContext): void {
  const { method, path, status } = ctx;
  if (status === 404) throw new ApiError(404, 'not_found', `There is nothing at ${method} ${path}.`);
  if (status === 405) {
    const allowed = ctx.response.get('Allow');
    throw new ApiError(405, 'method_not_allowed', `${path} doesn't take ${method}, but ${allowed}.`);
  }
  if (status === 501) throw new ApiError(501, 'not_implemented', `The method ${method} is not known here.`);
}

export function envelope(code: string, message: string, details: readonly FieldError[], requestId: string) {
  return { error: { code, message, details, requestId } };
}

function visible(error: HttpError): Pick<ApiError, 'status' | 'code' | 'message' | 'details'> {
  if (error instanceof ApiError) return error;
  const of = (status: number, code: string, message: string) => ({ status, code, message, details: [] });
  if (error.status === 413)
    return of(413, 'too_large', 'The body is too large: at most 1 MiB, for a login 16 KiB.');
  if (error.status === 415) return of(415, 'unsupported_media_type', 'The body must be application/json.');
  // zlib's errors have codes only: a body that says it is compressed and isn't.
  if (error.status === 400 || error.code?.startsWith('Z_')) {
    return of(400, 'malformed_json', 'The body is no well-formed JSON object.');
  }
  if (error.code === 'SQLITE_FULL' || error.code === 'ENOSPC') {
    return of(507, 'disk_full', 'The disk is full: nothing was saved. Free some space and try again.');
  }
  if (error.code === 'SQLITE_BUSY') {
    return of(
      503,
      'database_busy',
      'Another program holds the database: nothing was saved. Try again in a moment.',
    );
  }
  return of(500, 'internal_error', 'Something went wrong here; the log of the server has the details.');
}
