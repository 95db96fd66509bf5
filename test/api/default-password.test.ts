/** With the password that everybody knows the dashboard is for its own machine: what was forwarded here is refused. */
import { hostname, networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { builtAsset } from '../support/built-pages';
import { type Dashboard, freePorts, startDashboard } from '../support/dashboard';
import { type Forwarder, forwardTo } from '../support/forwarder';
import { PAGE, cookieOf, expectError, logIn, request } from './http';

const PASSWORD = 'peace5';
/** Of this machine, and reached from others. */
const ADDRESSES = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .filter(({ family, internal }) => family === 'IPv4' && !internal)
  .map(({ address }) => address);

let dashboard: Dashboard;
let forwarder: Forwarder;
let monitorPort: number;
let cookie: string;
beforeAll(async () => {
  [monitorPort] = (await freePorts(1)) as [number];
  // Unset: what a new installation has.
  dashboard = await startDashboard({ HOST: '', MONITOR_PORT: String(monitorPort) });
  forwarder = await forwardTo(Number(new URL(dashboard.url).port));
  cookie = cookieOf(await logIn(dashboard.url, PASSWORD));
}, 90_000);
afterAll(async () => {
  await forwarder.close();
  await dashboard.close();
});

const port = (): string => new URL(dashboard.url).port;
const there = (): string => `http://127.0.0.1:${forwarder.port}`;

it('is told at the start, with what to set', () => {
  expect(dashboard.output()).toMatch(/default password.*this machine only.*set ARCHITECT_PASSWORD/);
});

it('listens on 127.0.0.1 alone, with both ports', async () => {
  // The second one is there without a network too.
  for (const address of [...ADDRESSES, '127.0.0.2'])
    for (const closed of [Number(port()), monitorPort])
      expect([address, closed, await answers(address, closed)]).toEqual([address, closed, false]);
  expect(await answers('127.0.0.1', monitorPort)).toBe(true);
});

function answers(host: string, to: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(to, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('through something that forwards', () => {
  it.each(['203.0.113.7:9000', 'box.example', '192.168.1.5:8080', '172.17.0.2:80'])(
    'a foreign name gets nothing, be it with the cookie, the token or the password: %s',
    async (host) => {
      const token = { Authorization: `Bearer ${dashboard.token()}` };
      for (const headers of [{ Cookie: cookie }, token]) {
        const reply = await request(there(), '/api/sessions', { headers: { ...headers, Host: host } });
        expect(expectError(reply, 403, 'forbidden_host')).toContain('set ARCHITECT_PASSWORD');
      }
      expectError(await logIn(there(), PASSWORD, { headers: { Host: host } }), 403, 'forbidden_host');
      expectError(await request(there(), '/health', { headers: { Host: host } }), 403, 'forbidden_host');
    },
  );

  it('addresses and the name of this machine are foreign too', async () => {
    const names = [...ADDRESSES, hostname()].filter((name) => name !== 'localhost');
    expect(names).not.toEqual([]);
    for (const name of names) {
      const headers = { Host: `${name}:${port()}`, Cookie: cookie };
      expectError(await request(dashboard.url, '/api/sessions', { headers }), 403, 'forbidden_host');
    }
  });

  it('the name of loopback with the other port is refused, with what to do', async () => {
    const headers = { Cookie: cookie };
    const reply = await request(there(), '/api/sessions', { headers });
    expect(expectError(reply, 403, 'default_password')).toContain('set ARCHITECT_PASSWORD');
    expectError(await logIn(there(), PASSWORD), 403, 'default_password');
    expectError(await request(there(), '/health', { headers }), 403, 'default_password');
  });

  it.each(['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Real-IP', 'Via'])(
    'a header of a proxy is refused, on both ports: %s',
    async (name) => {
      for (const url of [dashboard.url, `http://127.0.0.1:${monitorPort}`]) {
        const headers = { Cookie: cookie, [name]: '127.0.0.1' };
        expectError(await request(url, '/api/sessions', { headers }), 403, 'default_password');
        expectError(await request(url, '/api/events', { headers }), 403, 'default_password');
      }
    },
  );

  it('a browser is shown why', async () => {
    const reply = await request(there(), '/', { headers: { ...PAGE, Cookie: cookie } });
    expect([reply.status, reply.headers.location]).toEqual([302, '/login?error=default_password']);
    for (const path of ['/login', builtAsset('login', 'css'), builtAsset('login', 'js'), '/favicon.svg'])
      expect([path, (await request(there(), path)).status]).toEqual([path, 200]);
    expectError(await request(there(), '/assets/../index.html'), 403, 'default_password');
  });
});

it.each(['localhost', '127.0.0.1', '[::1]'])('this machine’s own name is served: %s', async (name) => {
  for (const [to, path] of [
    [port(), '/api/sessions'],
    [String(monitorPort), '/api/monitor'],
  ] as const) {
    const headers = { Host: `${name}:${to}`, Cookie: cookie };
    expect((await request(`http://127.0.0.1:${to}`, path, { headers })).status).toBe(200);
  }
});
