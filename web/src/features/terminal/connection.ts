/** The WebSocket of a terminal: it comes back when it is lost, and takes up the hold that it had. */
import {
  CLOSED,
  MAX_KEYS,
  type TerminalMessage,
  type TerminalRequest,
} from '../../../../workflows/contracts/terminal-messages';
import { call } from '../../app/api';
import { lastingSocket } from '../../app/lasting-socket';

export interface ConnectionEvents {
  onMessage(message: TerminalMessage): void;
  onOutput(bytes: Uint8Array): void;
  /** False: it is lost, and tried again. */
  onConnected(isOpen: boolean): void;
}

/** What ended is looked for again after so long: a session may be made anew. */
const ENDED_PAUSE_MS = 3_000;
/** What was drawn is acknowledged in pieces of that, or after a moment. */
const ACK_BYTES = 16 * 1024;
const ACK_MS = 20;
/** Who types is there: their login goes on. */
const ACTIVE_EVERY_MS = 60_000;

const keyPlace = (session: string): string => `architect.terminal.${session}`;

export type Connection = ReturnType<typeof connectTerminal>;

export function connectTerminal(session: string, events: ConnectionEvents) {
  let drawn = 0;
  let acked = 0;
  let acking: ReturnType<typeof setTimeout> | undefined;
  let nextId = 1;
  let activeMs = 0;

  const socket = lastingSocket(`/api/sessions/${encodeURIComponent(session)}/terminal`, {
    onOpen() {
      drawn = 0;
      acked = 0;
      events.onConnected(true);
      const key = sessionStorage.getItem(keyPlace(session));
      if (key !== null) send({ type: 'resume', key });
    },
    onMessage(data) {
      if (typeof data === 'string') hear(JSON.parse(data) as TerminalMessage);
      else events.onOutput(new Uint8Array(data));
    },
    onLost: () => events.onConnected(false),
    pauseMsAfter: (code) => (code === CLOSED.gone ? ENDED_PAUSE_MS : undefined),
  });
  const send = (request: TerminalRequest): boolean => socket.send(JSON.stringify(request));

  function hear(message: TerminalMessage): void {
    if (message.type === 'taken') sessionStorage.setItem(keyPlace(session), message.key);
    if (message.type === 'given_back') sessionStorage.removeItem(keyPlace(session));
    events.onMessage(message);
  }

  function acknowledge(): void {
    clearTimeout(acking);
    acking = undefined;
    if (acked === drawn) return;
    acked = drawn;
    send({ type: 'ack', bytes: drawn });
  }

  function stayLoggedIn(): void {
    const nowMs = performance.now();
    if (nowMs - activeMs < ACTIVE_EVERY_MS && activeMs > 0) return;
    activeMs = nowMs;
    call('GET /api/me').catch(() => undefined);
  }

  return {
    send,
    /** So many bytes more were drawn, of this connection's. */
    drawn(bytes: number): void {
      drawn += bytes;
      if (drawn - acked >= ACK_BYTES) acknowledge();
      else acking ??= setTimeout(acknowledge, ACK_MS);
    },
    /** Which connection it is: what was drawn of one before doesn't count. */
    current: (): unknown => socket.current(),
    /** @returns the number under which it is answered; undefined where it can't be sent */
    keys(data: string): number | undefined {
      stayLoggedIn();
      const id = nextId++;
      const isSent =
        data.length > MAX_KEYS
          ? send({ type: 'paste', id, text: data, enter: false })
          : send({ type: 'keys', id, data });
      return isSent ? id : undefined;
    },
    paste(text: string, enter: boolean): number | undefined {
      stayLoggedIn();
      const id = nextId++;
      return send({ type: 'paste', id, text, enter }) ? id : undefined;
    },
  };
}
