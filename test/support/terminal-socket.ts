/** A program that watches a terminal over its WebSocket, as a page does. */
import { WebSocket } from 'ws';
import type { TerminalMessage, TerminalRequest } from '../../workflows/contracts/terminal-messages';
import type { Dashboard } from './dashboard';
import { terminalViewer, type TestViewer } from './terminal-viewer';
import { until } from './tmux-server';

export interface TestSocket {
  readonly messages: TerminalMessage[];
  readonly viewer: TestViewer;
  say(request: TerminalRequest): void;
  /** The next message of that type, or the first one there was. */
  hears<Type extends TerminalMessage['type']>(
    type: Type,
    count?: number,
  ): Promise<Extract<TerminalMessage, { type: Type }>>;
  shows(text: string | RegExp): Promise<void>;
  /** Types, and waits until it is said that it was typed. */
  types(data: string): Promise<TerminalMessage>;
  closed(): number | undefined;
  close(): void;
  /** Cut, as a network does it. */
  cut(): void;
}

interface Who {
  readonly headers?: Readonly<Record<string, string>>;
}

const urlOf = (dashboard: Dashboard, session: string): string =>
  `${dashboard.url.replace(/^http/, 'ws')}/api/sessions/${encodeURIComponent(session)}/terminal`;

/** @param who default: this machine's token */
export function terminalSocket(dashboard: Dashboard, session: string, who: Who = {}): TestSocket {
  const headers = who.headers ?? { authorization: `Bearer ${dashboard.token()}` };
  const socket = new WebSocket(urlOf(dashboard, session), { headers });
  const messages: TerminalMessage[] = [];
  const viewer = terminalViewer();
  let closed: number | undefined;
  let nextId = 1;
  const say = (request: TerminalRequest): void => socket.send(JSON.stringify(request));
  viewer.watch({
    acknowledge: (bytes) => socket.readyState === WebSocket.OPEN && say({ type: 'ack', bytes }),
    refresh: () => say({ type: 'refresh' }),
    close: () => socket.close(),
  });
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return viewer.output(data);
    const message = JSON.parse(data.toString()) as TerminalMessage;
    messages.push(message);
    if (message.type === 'snapshot') viewer.snapshot(message);
  });
  socket.on('error', () => undefined);
  socket.once('close', (code) => (closed = code));

  const hears: TestSocket['hears'] = async (type, count = 1) => {
    const found = () => messages.filter((one) => one.type === type)[count - 1];
    await until(() => found() !== undefined, `a message ${type} came`);
    return found() as never;
  };
  return {
    ...{ messages, viewer, say, hears },
    shows: (text) =>
      until(
        () => {
          const shown = viewer.rows().join('\n');
          return typeof text === 'string' ? shown.includes(text) : text.test(shown);
        },
        `it shows ${String(text)}`,
      ),
    async types(data) {
      const id = nextId++;
      say({ type: 'keys', id, data });
      const found = () => messages.find((one) => 'id' in one && one.id === id);
      await until(() => found() !== undefined, 'it is said what became of the keys');
      return found() as TerminalMessage;
    },
    closed: () => closed,
    close: () => socket.close(),
    cut: () => socket.terminate(),
  };
}

/** How a server answers who asks for a terminal; 101: it is opened. */
export function statusOfUpgrade(
  dashboard: Dashboard,
  session: string,
  headers: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(urlOf(dashboard, session), { headers });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode);
    });
    socket.on('error', () => undefined);
  });
}
