/** Answers kept as they were sent while nothing changes: pages and scripts ask far more often than anything does. */
import type { Context } from '../context';

const MOST_KEPT = 200;

/**
 * @param version differs as soon as any of the answers could
 * @returns answers with the JSON of `view`, which is made only if this `key` wasn't asked for at this version
 */
export function keptAnswers(version: () => string) {
  const kept = new Map<string, string>();
  let at: string | undefined;
  return (ctx: Context, key: string, view: () => object): void => {
    const now = version();
    if (now !== at || kept.size >= MOST_KEPT) kept.clear();
    at = now;
    let body = kept.get(key);
    if (body === undefined) {
      body = JSON.stringify(view());
      kept.set(key, body);
    }
    ctx.type = 'json';
    ctx.body = body;
  };
}
