/** Notes when nobody watched the sessions: the machine slept, or this process was stopped. */
import type { Logger } from 'pino';
import type { HostStore } from '../../workflows/contracts/host-store';

export interface AwakeDeps {
  readonly hostStore: Pick<HostStore, 'watched' | 'watchEnded'>;
  readonly log: Logger;
  readonly everyMs?: number;
}

/** Returns what ends it. */
export function stayAwake({ hostStore, log, everyMs = 1_000 }: AwakeDeps): () => Promise<void> {
  let telling: Promise<void> | undefined;
  const tell = async (): Promise<void> => {
    try {
      const passedMs = await hostStore.watched();
      if (passedMs > 0) log.info({ passedMs }, 'nobody watched meanwhile; it does not count as working time');
    } catch (error) {
      log.warn({ err: error }, 'what passed unwatched could not be noted; tried again');
    }
  };
  const look = (): void => {
    telling ??= tell().finally(() => (telling = undefined));
  };
  look();
  const timer = setInterval(look, everyMs);
  return async () => {
    clearInterval(timer);
    await telling;
    await hostStore.watchEnded();
  };
}
