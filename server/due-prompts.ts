/** Queues the prompts whose time has come: one look a second by the clock on the wall, however many wait. */
import type { Logger } from 'pino';
import type { Store } from '../store';

const EVERY_MS = 1_000;

/** @returns what ends it */
export function releaseDuePrompts({ chains }: Pick<Store, 'chains'>, log: Logger): () => void {
  const timer = setInterval(() => {
    try {
      chains.releaseDue();
    } catch (error) {
      // The database is held by somebody, or the disk is full: the next look comes soon.
      log.warn({ err: error }, 'prompts whose time has come are queued later');
    }
  }, EVERY_MS);
  return () => clearInterval(timer);
}
