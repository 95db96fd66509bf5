/** A WebSocket that comes back when it is lost. A login that has ended leads to the page for it. */
import { CLOSED } from '../../../workflows/contracts/terminal-messages';
import { call, goToLogin } from './api';
import { at } from './root';

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

export interface SocketEvents {
  onOpen(): void;
  onMessage(data: string | ArrayBuffer): void;
  /** It is tried again. */
  onLost(): void;
  /** How long that takes after an end with such a code; undefined: as long as after others. */
  pauseMsAfter?(code: number): number | undefined;
}

export interface LastingSocket {
  /** The newest, whatever its state; undefined after the end. */
  current(): WebSocket | undefined;
  /** @returns false: it isn't open */
  send(words: string): boolean;
  /** For good. */
  close(): void;
}

export function lastingSocket(path: `/${string}`, events: SocketEvents): LastingSocket {
  let socket: WebSocket | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    const address = new URL(at(path), document.baseURI);
    address.protocol = address.protocol.replace('http', 'ws');
    const next = new WebSocket(address);
    next.binaryType = 'arraybuffer';
    socket = next;
    let wasOpen = false;
    next.addEventListener('open', () => {
      if (socket !== next) return;
      wasOpen = true;
      pauseMs = FIRST_PAUSE_MS;
      events.onOpen();
    });
    next.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket === next) events.onMessage(data);
    });
    next.addEventListener('close', ({ code }) => {
      if (socket !== next) return;
      events.onLost();
      if (code === CLOSED.login) {
        goToLogin();
        return;
      }
      // A browser doesn't tell why it was refused; any call does, and a 401 there leads to the login.
      if (!wasOpen) call('GET /api/me').catch(() => undefined);
      timer = setTimeout(open, events.pauseMsAfter?.(code) ?? pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
  }

  open();
  return {
    current: () => socket,
    send(words) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(words);
      return true;
    },
    close() {
      const last = socket;
      socket = undefined;
      clearTimeout(timer);
      last?.close();
    },
  };
}
