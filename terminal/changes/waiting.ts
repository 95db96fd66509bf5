/** Work that is waited for no longer than it may be, and not too much of it at once. */
import { setTimeout as pause } from 'node:timers/promises';

/** Waits for it, but not longer; however it ends. */
export async function within(work: Promise<unknown> | undefined, ms: number): Promise<void> {
  if (!work) return;
  const over = new AbortController();
  const done = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([done, pause(ms, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
}

/** So many pieces of work at once; the others wait their turn. */
export function slots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
