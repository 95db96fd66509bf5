/** Answers are compressed on their way; the pages' files were when they were built, and the event stream never is. */
import compress from 'koa-compress';
import type { Middleware } from 'koa';

/** What a person chose beside a secret in one compressed answer would let its length tell of the secret. */
const SECRETS = /^\/api\/secrets\b/i;
const THRESHOLD_BYTES = 1024;

export function compression(): Middleware {
  const compressed: Middleware = compress({
    filter: (type) => type === 'application/json',
    threshold: THRESHOLD_BYTES,
    // For what is compressed anew with each answer it costs up to three times as much as gzip.
    br: false,
    // Not in every Node that we run on: the same request has the same answer everywhere.
    zstd: false,
  });
  return async (ctx, next) => {
    await (SECRETS.test(ctx.path) ? next() : compressed(ctx, next));
  };
}
