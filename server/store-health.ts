/** Watches the health of the store and writes into the log when trouble begins and when it is over. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/log';
import type { Store } from '../store';
import { KEEP_MS, type Trouble } from '../store/db/health';

/** Looks every few seconds until the returned function is called, whether anyone asks for the health or not. */
export function watchRecord({ health }: Pick<Store, 'health'>, log: Logger): () => Promise<void> {
  const halt = new AbortController();
  const { signal } = halt;
  let known = new Map<string, Trouble>();
  const watch = (async () => {
    while (!signal.aborted) {
      const now = new Map((await health()).trouble.map((trouble) => [trouble.key, trouble]));
      for (const [key, { message, detail }] of now) if (!known.has(key)) log.error({ detail }, message);
      for (const [key, { message }] of known)
        if (!now.has(key)) log.warn({ trouble: message }, 'this is over');
      known = now;
      await pause(KEEP_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return async () => {
    halt.abort();
    await watch;
  };
}
