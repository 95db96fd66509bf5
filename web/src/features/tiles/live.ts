/** What the tiles show: asked for those that are in view, over a WebSocket that comes back when it is lost. */
import { effect, signal, type Signal } from '@preact/signals';
import { MOST_TILES, type TileMessage, type TilesRequest } from '../../../../workflows/contracts/tiles';
import { CLOSED } from '../../../../workflows/contracts/terminal-messages';
import { call, goToLogin } from '../../app/api';
import { at } from '../../app/root';

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

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
  let socket: WebSocket | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = '';

  function open(): void {
    const address = new URL(at('/api/tiles'), document.baseURI);
    address.protocol = address.protocol.replace('http', 'ws');
    const next = new WebSocket(address);
    let wasOpen = false;
    socket = next;
    next.addEventListener('open', () => {
      wasOpen = true;
      pauseMs = FIRST_PAUSE_MS;
      asked = '';
      ask(next);
      isConnected.value = true;
    });
    next.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { session, rows } = JSON.parse(data) as TileMessage;
      rowsOf(session).value = rows;
    });
    next.addEventListener('close', ({ code }) => {
      isConnected.value = false;
      if (socket !== next) return;
      if (code === CLOSED.login) {
        goToLogin();
        return;
      }
      // A browser doesn't tell why it was refused; any call does, and a 401 there leads to the login.
      if (!wasOpen) call('GET /api/me').catch(() => undefined);
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  }

  /** A page that nobody looks at wants none. */
  function ask(to: WebSocket | undefined): void {
    const sessions = isHidden.value ? [] : [...inView.value].sort().slice(0, MOST_TILES);
    const words = JSON.stringify({ type: 'show', sessions } satisfies TilesRequest);
    if (to?.readyState !== WebSocket.OPEN || words === asked) return;
    asked = words;
    to.send(words);
  }

  open();
  const stop = effect(() => ask(socket));
  return () => {
    const last = socket;
    socket = undefined;
    clearTimeout(timer);
    stop();
    last?.close();
    inView.value = new Set();
    shown.clear();
  };
}
