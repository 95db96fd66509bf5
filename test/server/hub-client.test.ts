/** What a host asks of its hub over a network that loses answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHubClient, type HubClient, type HubRefusedError } from '../../server/host/hub-client';

type Reply = (body: any, res: ServerResponse) => void;
let server: Server;
let client: HubClient;
let replies: Reply[];
let seen: any[];
let refused: HubRefusedError[];

const results: Reply = ({ calls }, res) =>
  res.end(JSON.stringify({ results: calls.map(({ id, method }: any) => ({ id, value: method })) }));
const read = async (req: IncomingMessage): Promise<any> => {
  let text = '';
  for await (const part of req) text += String(part);
  return JSON.parse(text);
};

beforeEach(async () => {
  [replies, seen, refused] = [[], [], []];
  server = createServer((req, res) => {
    void read(req).then((body) => {
      seen.push(body);
      (replies.shift() ?? results)(body, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = createHubClient({ url, token: 't', patienceMs: 2_000, onRefused: (error) => refused.push(error) });
});
afterEach(async () => {
  client.end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('calls of one moment go in one request', async () => {
  const answers = await Promise.all([client.call('watched'), client.call('standingDialogs')]);
  expect(answers).toEqual(['watched', 'standingDialogs']);
  expect(seen).toHaveLength(1);
});

test('no request has more calls than the hub takes', async () => {
  await Promise.all(Array.from({ length: 1_001 }, () => client.call('watched')));
  expect(seen.map(({ calls }) => calls.length)).toEqual([500, 500, 1]);
});

test('a call whose answer was lost is asked again under its id, and says so', async () => {
  replies.push((_body, res) => res.destroy());
  expect(await client.call('watched')).toBe('watched');
  const [first, second] = seen.map(({ calls }) => calls[0]);
  expect(second).toEqual({ ...first, again: true });
});

test('a hub that hangs up before it was asked is asked again, and not waited for', async () => {
  server.once('connection', (socket) => socket.end());
  const startMs = performance.now();
  expect(await client.call('watched')).toBe('watched');
  // A request may take 10 s.
  expect(performance.now() - startMs).toBeLessThan(5_000);
});

test('one that always hangs up is given up once the patience is at its end', async () => {
  let tries = 0;
  server.on('connection', (socket) => {
    tries += 1;
    socket.end();
  });
  await expect(client.call('watched')).rejects.toThrow('socket hang up');
  expect(tries).toBeGreaterThan(2);
});

test('a hub that starts again is waited for', async () => {
  replies.push((_body, res) => void res.writeHead(502).end('<html>no upstream</html>'));
  expect(await client.call('watched')).toBe('watched');
});

test('what the hub refuses for good ends the host, and nothing more is asked', async () => {
  const error = { code: 'host_replaced', message: 'Another process has joined.' };
  replies.push((_body, res) => void res.writeHead(409).end(JSON.stringify({ error })));
  await expect(client.call('watched')).rejects.toThrow('Another process has joined.');
  expect(refused.map(({ code }) => code)).toEqual(['host_replaced']);
  await expect(client.call('watched')).rejects.toThrow('Another process has joined.');
  expect(seen).toHaveLength(1);
});

test('what the store refuses a person is said to that person', async () => {
  replies.push(
    ({ calls }, res) =>
      void res.end(
        JSON.stringify({
          results: [{ id: calls[0].id, error: { code: 'refused', message: 'no such secret' } }],
        }),
      ),
  );
  await expect(client.call('secretValues', ['A'], 'session:a')).rejects.toMatchObject({
    code: 'host_store_refusal',
    message: 'no such secret',
  });
});
