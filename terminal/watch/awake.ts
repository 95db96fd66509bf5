/** Notes in the record when nobody watched the sessions: the machine slept, or this process was stopped. */
import type { Logger } from 'pino';
import type { Store } from '../../store';

export interface AwakeDeps {
  readonly store: Pick<Store, 'unwatched'>;
  readonly log: Logger;
  readonly everyMs?: number;
}

/** Returns what ends it. */
export function stayAwake({ store: { unwatched }, log, everyMs = 1_000 }: AwakeDeps): () => void {
  const look = (): void => {
    try {
      const passedMs = unwatched.look();
      if (passedMs > 0) log.info({ passedMs }, 'nobody watched meanwhile; it does not count as working time');
    } catch (error) {
      log.warn({ err: error }, 'what passed unwatched could not be noted; tried again');
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  return () => {
    clearInterval(timer);
    unwatched.end();
  };
}
