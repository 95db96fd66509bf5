/** Answers kept as they were sent while nothing changes: pages and scripts ask far more often than anything does. */
import { JsonText } from './route';

const MOST_KEPT = 200;

/**
 * @param version differs as soon as any of the answers could
 * @returns the JSON of `view`, which is made only if this `key` wasn't asked for at this version
 */
export function responseCache(version: () => string) {
  const kept = new Map<string, string>();
  let at: string | undefined;
  return <Body extends object>(key: string, view: () => Body): JsonText<Body> => {
    const now = version();
    if (now !== at || kept.size >= MOST_KEPT) kept.clear();
    at = now;
    let text = kept.get(key);
    if (text === undefined) {
      text = JSON.stringify(view());
      kept.set(key, text);
    }
    return new JsonText(text);
  };
}
