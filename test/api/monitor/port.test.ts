/** The port of the monitor: nothing of the dashboard is there but the monitor, what it reads, and the ways in. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../../config';
import type { Store } from '../../../store';
import { builtAsset } from '../../support/built-pages';
import { openRecord } from '../../support/record';
import { appOn, TOKEN } from '../../support/routes';
import { ask, nameOf, OPERATIONS } from '../access/support';
import { cookieOf, expectError, logIn, PAGE, request } from '../http';

jest.setTimeout(60_000);
const PASSWORD = 'of my own';
let dir: string;
let store: Store;
let server: Server;
let url: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-monitor-'));
  store = openRecord({ dataDir: dir });
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = { PORT: '1', MONITOR_PORT: String(port), ARCHITECT_PASSWORD: PASSWORD };
  const handler = appOn(store, undefined, loadConfig(settings)).callback();
  server.on('request', (req, res) => void handler(req, res));
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const MACHINE = { authorization: `Bearer ${TOKEN}` };
const SERVED = [
  ...['GET /api/monitor', 'GET /api/monitor/events', 'GET /health', 'GET /login/methods'],
  ...['GET /login/oidc', 'GET /login/oidc/callback', 'POST /login/link'],
];

test('of all operations it has those of the monitor and the ways in, even for who may everything', async () => {
  const served: string[] = [];
  for (const operation of OPERATIONS) {
    const { status, code } = await ask(url, operation, MACHINE);
    if (code !== 'monitor_only') served.push(nameOf(operation));
    else expect(status).toBe(404);
  }
  expect(served.sort()).toEqual([...SERVED].sort());
});

test('of all pages it has the monitor and the login, with the files of both', async () => {
  const open = ['/monitor.html', '/login', builtAsset('monitor', 'js'), builtAsset('login', 'css')];
  for (const path of open)
    expect([path, (await request(url, path, { headers: { ...PAGE, ...MACHINE } })).status]).toEqual([
      path,
      200,
    ]);
  for (const path of ['/queue.html', '/access.html', '/index.html', '/api/docs', '/temporal-ui/', '/x'])
    expectError(await request(url, path, { headers: { ...PAGE, ...MACHINE } }), 404, 'monitor_only');
});

test('its first page is the monitor, and the login leads back to it', async () => {
  const first = await request(url, '/', { headers: PAGE });
  expect([first.status, first.headers.location]).toEqual([302, '/monitor.html']);
  const closed = await request(url, '/monitor.html', { headers: PAGE });
  expect([closed.status, closed.headers.location]).toEqual([302, '/login?next=%2Fmonitor.html']);
  const login = await logIn(url, PASSWORD, { headers: { ...PAGE, Origin: url } });
  expect([login.status, login.headers.location]).toEqual([303, '/']);
  const headers = { ...PAGE, Cookie: cookieOf(login) };
  expect((await request(url, '/monitor.html', { headers })).status).toBe(200);
  const board = await request(url, '/api/monitor', { headers });
  expect([board.status, board.body.sessions_total]).toEqual([200, 0]);
  expect(
    (await request(url, '/logout', { method: 'POST', headers: { ...headers, Origin: url } })).status,
  ).toBe(303);
});

test('what is refused there says where the dashboard is', async () => {
  const reply = await request(url, '/api/assigner/send', { body: '{}', headers: MACHINE });
  expect(expectError(reply, 404, 'monitor_only')).toContain('port 1 of this machine');
});
