/** Optimistic locking: the tag of an answer is a digest of it, and a change may ask that the tag still holds. */
import { createHash } from 'node:crypto';
import type { Context } from '../context';
import { ApiError } from './errors';

const TAG_CHARS = 27;

/** A strong tag of what the API shows. */
export function etagOf(view: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
  return `"${digest.slice(0, TAG_CHARS)}"`;
}

/**
 * Answers with `view` and its tag; 304 where the caller has it already.
 * @param besides what is told with it and may change by itself: the tag is not of that
 */
export function answerTagged(ctx: Context, view: object, besides: object = {}): void {
  ctx.set('ETag', etagOf(view));
  if (['GET', 'HEAD'].includes(ctx.method)) {
    ctx.status = 200;
    if (ctx.fresh) {
      ctx.status = 304;
      return;
    }
  }
  ctx.body = { ...view, ...besides };
}

/**
 * Call it with what the record holds now, inside the transaction of the change.
 * @param tag of `current`
 * @throws ApiError 412 with the current state, where the request has an If-Match that names another one
 */
export function requireMatch(ctx: Context, current: object, tag = etagOf(current)): void {
  const wanted = ctx.get('If-Match');
  if (wanted === '' || wanted.trim() === '*') return;
  // Weak tags never match here (RFC 9110, 13.1.1).
  if (wanted.match(/(?:W\/)?"[^"]*"/g)?.some((one) => one === tag)) return;
  ctx.set('ETag', tag);
  throw new ApiError(
    412,
    'changed_meanwhile',
    'It was changed since you read it. The current state is in "current": apply your change to that and send it with its ETag.',
    [],
    { current },
  );
}
