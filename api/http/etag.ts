/** Optimistic locking: the tag of an answer is a digest of it, and a change may ask that the tag still holds. */
import { createHash } from 'node:crypto';
import type { Context } from '../context';
import { HttpError } from './errors';
import { ANSWERED } from './route';

const TAG_CHARS = 27;

/** A strong tag of what the API shows. */
export function etagOf(view: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(view)).digest('base64url');
  return `"${digest.slice(0, TAG_CHARS)}"`;
}

/**
 * An answer with the tag of `view`; 304 where the caller has it already.
 * @param besides what is told with it and may change by itself: the tag is not of that
 */
export function tagged<View extends object, Besides extends object>(
  ctx: Context,
  view: View,
  besides: Besides,
): (View & Besides) | typeof ANSWERED {
  return isKnown(ctx, etagOf(view)) ? ANSWERED : { ...view, ...besides };
}

/** Gives the answer its tag. @returns whether the caller has it already: then 304 is answered */
export function isKnown(ctx: Context, tag: string): boolean {
  ctx.set('ETag', tag);
  if (!['GET', 'HEAD'].includes(ctx.method)) return false;
  ctx.status = 200;
  // Said of a 200 only.
  const { fresh } = ctx;
  if (fresh) ctx.status = 304;
  return fresh;
}

/**
 * Call it inside the transaction of the change. Most requests have no If-Match: what it takes is worked out only then.
 * @param tagOf the tag of what the store holds now
 * @param current what is told of it
 * @throws HttpError 412 with the current state, where the request has an If-Match that names another one
 */
export function requireMatch(ctx: Context, tagOf: () => string, current: () => object): void {
  const wanted = ctx.get('If-Match');
  if (wanted === '' || wanted.trim() === '*') return;
  const tag = tagOf();
  // Weak tags never match here (RFC 9110, 13.1.1).
  if (wanted.match(/(?:W\/)?"[^"]*"/g)?.some((one) => one === tag)) return;
  ctx.set('ETag', tag);
  throw new HttpError(
    412,
    'changed_meanwhile',
    'It was changed since you read it. The current state is in "current": apply your change to that and send it with its ETag.',
    [],
    { current: current() },
  );
}
