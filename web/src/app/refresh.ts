/** Pages that no event tells of a change: they read again while they are looked at. */
import { effect } from '@preact/signals';

const REFRESH_MS = 15_000;

/** Reads now, from time to time, and at once when a signal changes that the reading begins with. */
export function keepReading(read: () => Promise<void>): void {
  effect(() => void read());
  setInterval(() => {
    if (!document.hidden) void read();
  }, REFRESH_MS);
}
