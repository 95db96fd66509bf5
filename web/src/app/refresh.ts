/** How pages read again: those that no event tells of a change while they are looked at, others when one does. */
import { effect } from '@preact/signals';

const REFRESH_MS = 15_000;

/** Reads now, from time to time, and at once when a signal changes that the reading begins with. */
export function keepReading(read: () => Promise<void>): void {
  effect(() => void read());
  setInterval(() => {
    if (!document.hidden) void read();
  }, REFRESH_MS);
}

/**
 * Answers may overtake each other: what was asked for last counts, and what was kept since it was asked counts more.
 * `begin` gives whether the answer still counts.
 */
export class Turns {
  #turn = 0;

  begin(): () => boolean {
    const own = (this.#turn += 1);
    return () => own === this.#turn;
  }

  /** What is known now is newer than whatever was asked before. */
  outdate(): void {
    this.#turn += 1;
  }
}

/** Whoever asks for it while it is read gets one more reading, together with all who ask until then. */
export function oneAfterAnother(read: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => (underWay = read().finally(() => (underWay = undefined)));
  return () => {
    if (!underWay) return begin();
    return (next ??= underWay
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return begin();
      }));
  };
}
