/** What the monitor shows: by events as it changes, and read every ten seconds, whatever is between here and the server. */
import { signal } from '@preact/signals';
import type { MonitorBoard } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { eventSource } from '../../app/event-source';
import { at } from '../../app/root';
import { apply, setLive } from '../../app/state';

const EVERY_MS = 10_000;

/** Null until it has come. */
export const board = signal<MonitorBoard | null>(null);

/** @param known told once whether who looks sees the monitor alone */
export function followBoard(known: (alone: boolean) => void): void {
  let isKnown = false;
  const read = async (): Promise<void> => {
    const { alone, ...read } = await call('GET /api/monitor');
    take(read);
    if (!isKnown) known(alone);
    isKnown = true;
  };
  // What is wrong is said in the header; where the login has ended, the call leads to it.
  const readOrWait = (): void => void read().catch(() => undefined);
  const stream = eventSource<{ board: MonitorBoard }>(at('/api/monitor/events'), ['board'], {
    onEvent(_name, data) {
      take(data);
      setLive(true);
    },
    onLost() {
      setLive(false);
      readOrWait();
    },
  });
  readOrWait();
  stream.open();
  setInterval(() => {
    if (!document.hidden) readOrWait();
  }, EVERY_MS);
}

/** Parts that all pages have read it from the state of all pages. */
function take(next: MonitorBoard): void {
  board.value = next;
  apply('status', next.counts);
  apply('queue', next.queue);
  apply('needs', { items: [], total: next.needs, counts: {} });
}
