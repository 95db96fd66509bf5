/** What the tiles show: asked for those that are in view, over a WebSocket that comes back when it is lost. */
import { effect, signal, type Signal } from '@preact/signals';
import { MOST_TILES, type TileMessage, type TilesRequest } from '../../../../workflows/contracts/tiles';
import { lastingSocket } from '../../app/lasting-socket';

/** The rows of each session; null: not told yet. */
const shown = new Map<string, Signal<readonly string[] | null>>();
const inView = signal<ReadonlySet<string>>(new Set());
const isHidden = signal(document.hidden);
document.addEventListener('visibilitychange', () => (isHidden.value = document.hidden));
/** Whether what is shown is what there is now. */
export const isConnected = signal(false);

export function rowsOf(session: string): Signal<readonly string[] | null> {
  const known = shown.get(session) ?? signal(null);
  shown.set(session, known);
  return known;
}

export function setInView(session: string, isThere: boolean): void {
  const next = new Set(inView.peek());
  if (isThere) next.add(session);
  else next.delete(session);
  inView.value = next;
}

/** @returns what ends it */
export function connectTiles(): () => void {
  let asked = '';
  const socket = lastingSocket('/api/tiles', {
    onOpen() {
      asked = '';
      ask();
      isConnected.value = true;
    },
    onMessage(data) {
      if (typeof data !== 'string') return;
      const { session, rows } = JSON.parse(data) as TileMessage;
      rowsOf(session).value = rows;
    },
    onLost: () => void (isConnected.value = false),
  });

  /** A page that nobody looks at wants none. */
  function ask(): void {
    const sessions = isHidden.value ? [] : [...inView.value].sort().slice(0, MOST_TILES);
    const words = JSON.stringify({ type: 'show', sessions } satisfies TilesRequest);
    if (words !== asked && socket.send(words)) asked = words;
  }

  const stop = effect(ask);
  return () => {
    stop();
    socket.close();
    isConnected.value = false;
    inView.value = new Set();
    shown.clear();
  };
}
