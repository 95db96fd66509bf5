/** Watches the condition of the record and writes into the log when trouble begins and when it is over. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/log';
import type { Store } from '../store';
import { KEEP_MS, type Trouble } from '../store/db/health';

/** Looks every few seconds until the returned function is called, whether anyone asks for the health or not. */
export function watchRecord({ condition }: Pick<Store, 'condition'>, log: Logger): () => Promise<void> {
  const halt = new AbortController();
  const { signal } = halt;
  let known = new Map<string, Trouble>();
  const watch = (async () => {
    while (!signal.aborted) {
      const now = new Map((await condition()).trouble.map((trouble) => [trouble.key, trouble]));
      for (const [key, { told, detail }] of now) if (!known.has(key)) log.error({ detail }, told);
      for (const [key, { told }] of known) if (!now.has(key)) log.warn({ trouble: told }, 'this is over');
      known = now;
      await pause(KEEP_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return async () => {
    halt.abort();
    await watch;
  };
}
