/** Many clients at once, slow ones, and ones that don't read: none of them is in the way of the others. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { closeServer, listen } from '../../server/listen';
import { openStore, type Store } from '../../store';
import { PLAIN } from '../store/support';
import { until } from '../support/dashboard';
import { appOn } from '../support/routes';
import { expectError, request } from './http';

/** Far more than it takes, and far less than what all others take together. */
const SOON_MS = 1_500;
const CLIENTS = 200;
/** Longer than a proxy leaves a connection alone between two requests, and than Node would by itself. */
const IDLE_MS = 6_500;
const TIMEOUTS = {
  headersTimeout: 400,
  requestTimeout: 800,
  connectionsCheckingInterval: 50,
  keepAliveTimeout: 125_000,
};

let dir: string;
let store: Store;
let server: Server;
let port: number;
const sockets: Socket[] = [];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-connections-'));
  store = openStore({ dataDir: dir });
  // What a busy site has: the state of a page is 1.5 MB.
  for (let count = 0; count < 500; count += 1) store.prompts.insert({ ...PLAIN, content: 'x'.repeat(3_000) });
  const handler = appOn(store).callback();
  server = await listen((req, res) => void handler(req, res), '127.0.0.1', 0, 'PORT', TIMEOUTS);
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(async () => {
  await closeServer(server);
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const url = (): string => `http://127.0.0.1:${port}`;
interface Client {
  readonly socket: Socket;
  text(): string;
  /** In milliseconds, after which the server ended the connection. */
  readonly closedMs: Promise<number>;
}
function client(head: string, to = port): Client {
  const beganMs = performance.now();
  const socket = connect(to, '127.0.0.1');
  // Not once it is connected: what a test writes meanwhile would go in front of it.
  socket.write(head.replaceAll('\n', '\r\n'));
  sockets.push(socket);
  let text = '';
  socket.on('data', (data) => (text += String(data)));
  socket.on('error', () => undefined);
  const closedMs = once(socket, 'close').then(() => performance.now() - beganMs);
  return { socket, text: () => text, closedMs };
}
const stream = (): Client =>
  client('GET /api/events HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer token\n\n');
const replyIn = (text: string) => ({
  status: Number(/^HTTP\/1.1 (\d+)/.exec(text)?.[1]),
  body: JSON.parse(text.slice(text.indexOf('\r\n\r\n'))) as { error: { message: string } },
});

describe('many clients at once', () => {
  it.each([
    ['open the event stream', '/api/events'],
    ['read large lists', '/api/assigner/prompts?limit=200'],
    ['search', '/api/search?q=xxy'],
  ])('%s: all are served, and /health is answered meanwhile', async (_what, path) => {
    const crowd = new Worker(join(__dirname, 'crowd.cjs'), {
      workerData: { url: url(), token: 'token', path, clients: CLIENTS },
    });
    const [{ healthMs, served }] = (await once(crowd, 'message')) as [{ healthMs: number[]; served: number }];
    await crowd.terminate();
    expect(served).toBe(CLIENTS);
    expect(Math.max(...healthMs)).toBeLessThan(SOON_MS);
  });

  it('get the same state once: what it holds is read from the record for all together', async () => {
    const list = jest.spyOn(store.sessions, 'list');
    const streams = Array.from({ length: 20 }, stream);
    await until(
      async () => streams.filter(({ text }) => text().includes('event:state')).length,
      (count) => count === 20,
      'all have the state',
    );
    expect(list.mock.calls.length).toBeLessThan(5);
    list.mockRestore();
  });
});

describe('a listener', () => {
  it('that doesn’t read is let go, and the others hear of everything', async () => {
    const deaf = stream();
    await once(deaf.socket, 'connect');
    deaf.socket.pause();
    const other = stream();
    const gone = once(deaf.socket, 'close');
    // Before that there may be one connection because the other one has not come yet.
    await until(
      async () => other.text(),
      (text) => text.includes('event:state'),
      'the other has the state',
    );
    const { id } = store.prompts.insert({ ...PLAIN, content: 'x'.repeat(3_000) });
    let round = 0;
    await until(
      async () => {
        for (let count = 0; count < 500; count += 1)
          store.queue.setPriority(id - count, (round += 1) % 1_000, 'ann');
        return [...(await connections())].length;
      },
      (count) => count <= 1,
      'the one that does not read is let go',
    );
    deaf.socket.resume();
    await gone;
    store.queue.setPriority(id, 77, 'ann');
    await until(
      async () => other.text(),
      (text) => text.includes('"priority":77'),
      'the other hears of it',
    );
    // What the system keeps for a socket takes long to fill on a busy machine.
  }, 180_000);
});

/** Ports of the clients that the server still has a connection to. */
function connections(): Promise<number[]> {
  return new Promise((resolve) => {
    server.getConnections((_error, count) => resolve(Array.from({ length: count }, (_, index) => index)));
  });
}

describe('a request that takes its time', () => {
  const AUTH = 'Authorization: Bearer token\n';
  const body = (auth: string, path = '/api/assigner/send'): string =>
    `POST ${path} HTTP/1.1\nHost: 127.0.0.1\n${auth}Content-Type: application/json\nContent-Length: 500\n\n{"con`;

  it.each([
    ['its head', 'GET /api/sessions HTTP/1.1\nHost: 127.0.0.1\nX-'],
    ['its body', body(AUTH)],
    ['the body of a login', body('', '/login')],
  ])('with %s is refused in the end', async (_what, text) => {
    const slow = client(text);
    const drip = setInterval(() => slow.socket.write('a'), 50);
    const closedMs = await slow.closedMs;
    clearInterval(drip);
    expect(closedMs).toBeLessThan(TIMEOUTS.requestTimeout + 2_000);
    const message = expectError(replyIn(slow.text()), 408, 'request_timeout');
    expect(message).toMatch(/too long.*Send it again/);
  });

  it('of a stranger is refused at once, and its connection ends', async () => {
    const slow = client(body(''));
    const drip = setInterval(() => slow.socket.write('a'), 50);
    await until(
      async () => slow.text(),
      (text) => text.startsWith('HTTP/1.1 401'),
      'it is refused',
    );
    expect(await slow.closedMs).toBeLessThan(TIMEOUTS.requestTimeout + 2_000);
    clearInterval(drip);
  });

  it('is no stream that has begun: that goes on', async () => {
    const open = stream();
    const ended = await Promise.race([
      open.closedMs.then(() => true),
      new Promise((resolve) => setTimeout(resolve, TIMEOUTS.requestTimeout * 2, false)),
    ]);
    expect(ended).toBe(false);
  });
});

describe('what is no request', () => {
  it('is refused with the envelope of all errors', async () => {
    const odd = client('HELLO\n\n');
    await odd.closedMs;
    expectError(replyIn(odd.text()), 400, 'malformed_request');
  });

  it('by the size of its head is refused', async () => {
    const large = client(`GET / HTTP/1.1\nHost: 127.0.0.1\nX-Long: ${'x'.repeat(20_000)}\n\n`);
    await large.closedMs;
    expectError(replyIn(large.text()), 431, 'too_large');
  });
});

describe('an idle connection', () => {
  const ASKS = 'GET /health HTTP/1.1\nHost: 127.0.0.1\n\n';
  const answers = (text: string): number => text.match(/HTTP\/1.1 200/g)?.length ?? 0;

  it('stays open for longer than proxies keep theirs', async () => {
    const idle = client(ASKS);
    await until(
      async () => answers(idle.text()),
      (count) => count === 1,
      'it is answered',
    );
    expect(idle.text()).toContain('Keep-Alive: timeout=125');
  });

  it('is used again where a proxy sends the next request after more than Node’s own 5 s', async () => {
    // As the server has it, not as this test's does.
    const handler = appOn(store).callback();
    const own = await listen((req, res) => void handler(req, res), '127.0.0.1', 0, 'PORT');
    const idle = client(ASKS, (own.address() as AddressInfo).port);
    await until(
      async () => answers(idle.text()),
      (count) => count === 1,
      'it is answered',
    );
    let closed = false;
    void idle.closedMs.then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    idle.socket.write(ASKS.replaceAll('\n', '\r\n'));
    await until(
      async () => answers(idle.text()),
      (count) => count === 2 || closed,
      'it is answered again',
    );
    expect(closed).toBe(false);
    await closeServer(own);
  });
});

it('a stranger’s error report is refused where it is large', async () => {
  const reply = await request(url(), '/api/errors', {
    body: JSON.stringify({ message: 'x'.repeat(70_000) }),
    headers: { 'Content-Type': 'application/json' },
  });
  expectError(reply, 413, 'too_large');
});
