/** WebSockets on the ports that serve everybody else too: whose page, whose login, and who gets none. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { cookieName } from '../../api/middleware/login';
import { loadConfig } from '../../config';
import { openEngineDoor } from '../../server/hosts/engine-door';
import { UPGRADE_PATHS } from '../../server/upgrade-paths';
import { openUpgrades, type Upgrade, type UpgradeDeps } from '../../server/upgrades';
import type { Store } from '../../store';
import { silentLog } from '../../telemetry/log';
import type { Scope } from '../../workflows/contracts/access';
import { projectFiles, ROOT } from '../project/sources';
import { openRecord } from '../support/record';

const SETTINGS = { ARCHITECT_PASSWORD: 'one of my own', ARCHITECT_BASE_PATH: '/architect' };
/** One of each kind, beside those of the product. */
const TRIED: Readonly<Record<string, Scope | 'host'>> = {
  ...UPGRADE_PATHS,
  '/api/tried/:name/keys': 'terminals:type',
};

let dir: string;
let store: Store;
let server: Server;
let opened: Upgrade[];
let sockets: WebSocketServer;

async function start(settings: Record<string, string>, change: Partial<UpgradeDeps> = {}): Promise<void> {
  const config = loadConfig(settings);
  const deps = { config, store, log: silentLog, cookieKey: 'key', apiToken: 'machine', ...change };
  const upgrades = openUpgrades(server, deps, TRIED);
  openEngineDoor(upgrades, {
    ...{
      ...deps,
      engine: () => undefined,
      hosts: { heard: () => () => undefined, link: () => () => undefined },
    },
  });
  upgrades.serve('/api/tried/:name/keys', (upgrade) => {
    opened.push(upgrade);
    sockets.handleUpgrade(upgrade.request, upgrade.socket, upgrade.head, (link) => link.send('open'));
  });
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'architect-upgrades-'));
  store = openRecord({ dataDir: dir });
  opened = [];
  sockets = new WebSocketServer({ noServer: true });
  server = createServer((req, res) => {
    let body = '';
    req.on('data', (data) => (body += String(data)));
    req.on('end', () => res.end(`${req.method} ${req.url} ${String(req.headers['x-own'])} ${body}`));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const link of sockets.clients) link.terminate();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  store.close();
  rmSync(dir, { recursive: true });
});

type Headers = Readonly<Record<string, string>>;
const port = (): number => (server.address() as AddressInfo).port;
const origin = (): string => `http://127.0.0.1:${port()}`;
const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

/** Asks as somebody who would like another protocol. */
function offers(
  upgrade: string,
  { path, body = '', headers = {} }: { path: string; body?: string; headers?: Headers },
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({
      ...{ host: '127.0.0.1', port: port(), path, method: body === '' ? 'GET' : 'POST' },
      headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: upgrade, ...headers },
    });
    sent.once('error', reject);
    sent.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, text: '' });
    });
    sent.once('response', (response: IncomingMessage) => {
      let text = '';
      response.on('data', (data) => (text += String(data)));
      response.once('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.end(body);
  });
}

/** As a browser or program opens one: its first message, or the status it was refused with. */
function opens(path: string, headers: Headers): Promise<string | number | undefined> {
  return new Promise((resolve, reject) => {
    const link = new WebSocket(origin().replace('http', 'ws') + path, { headers });
    link.once('message', (data: Buffer) => resolve(data.toString()));
    link.once('unexpected-response', (_request, { statusCode }) => {
      link.terminate();
      resolve(statusCode);
    });
    // Whoever is refused gets an error as well, which comes later.
    link.once('error', (error) => setImmediate(reject, error));
  });
}

const paths = Object.keys(TRIED).map((path) => path.replace(':name', 'reviewer'));

describe.each(paths)('%s', (path) => {
  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'file://'])(
    'is not opened by a page of %s, whatever its browser is logged in with',
    async (from) => {
      await start(SETTINGS);
      expect(await opens(path, { ...bearer('machine'), Origin: from })).toBe(403);
      expect(opened).toEqual([]);
    },
  );

  it('is not opened by a browser that does not say whose page asks', async () => {
    await start(SETTINGS);
    const cookie = { Cookie: 'a=b', 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64)' };
    expect(await opens(path, { ...bearer('machine'), ...cookie })).toBe(403);
    expect(await opens(path, { ...bearer('machine'), 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  });

  it('is not opened under a name that is not ours, as of a rebound one', async () => {
    await start(SETTINGS);
    const Host = `evil.example:${port()}`;
    const own = { ...bearer('machine'), Host, Origin: `http://${Host}` };
    expect(await opens(path, own)).toBe(403);
  });

  it('is not opened without a login', async () => {
    await start(SETTINGS);
    for (const headers of [{}, bearer('wrong'), { Origin: origin() }, { Cookie: 'x.session=y' }])
      expect(await opens(path, headers)).toBe(401);
    expect(opened).toEqual([]);
  });

  it('is not opened by a link to the monitor, by its token or by the cookie that it gave', async () => {
    await start(SETTINGS);
    const scopes = ['monitor:read'] as const;
    const made = store.access.tokens.create(
      { name: 'hall', kind: 'monitor', scopes, expiresAt: null },
      'test',
    );
    const value = `${cookieName('machine')}.monitor=${made?.row.id}.${made?.row.token_hash.slice(0, 16)}`;
    const signed = value
      .replace('=', '.sig=')
      .replace(/(?<=\.sig=).*/, createHmac('sha1', 'key').update(value).digest('base64url'));
    for (const headers of [bearer(made?.token ?? ''), { Cookie: `${value}; ${signed}`, Origin: origin() }])
      expect(await opens(path, headers)).toBe(401);
    expect(opened).toEqual([]);
  });

  it('is not opened through a tunnel while the default password stands', async () => {
    await start({});
    expect(await opens(path, { ...bearer('machine'), 'X-Forwarded-For': '203.0.113.7' })).toBe(403);
  });

  it('is not opened in the clear where HTTPS is served', async () => {
    await start({ ...SETTINGS, ARCHITECT_TLS: 'true' });
    expect(await opens(path, bearer('machine'))).toBe(403);
  });
});

describe('one that needs a scope', () => {
  const token = (...scopes: Scope[]): Headers => {
    const made = store.access.tokens.create({ name: scopes.join(), scopes, expiresAt: null }, 'test');
    return bearer(made?.token ?? '');
  };
  const path = '/api/tried/a%2Fb/keys';

  it('is opened by who has it, from our own page or a program, under the path of the proxy or not', async () => {
    await start(SETTINGS);
    const headers = token('terminals:type');
    expect(await opens(path, headers)).toBe('open');
    expect(await opens(`/architect${path}?cols=80`, { ...headers, Origin: origin() })).toBe('open');
    expect(opened.map(({ params, principal }) => [params, principal?.actor])).toEqual([
      [{ name: 'a/b' }, 'token:terminals:type'],
      [{ name: 'a/b' }, 'token:terminals:type'],
    ]);
  });

  it('is refused to who has another one', async () => {
    await start(SETTINGS);
    expect(await opens(path, token('read'))).toBe(403);
  });

  it('says while it lasts whether they still may', async () => {
    await start(SETTINGS);
    expect(await opens(path, token('terminals:type'))).toBe('open');
    const [{ stands } = { stands: () => false }] = opened;
    expect(stands()).toBe(true);
    store.access.tokens.revoke(1, 'test');
    expect(stands()).toBe(false);
  });
});

it('nobody else takes upgrades: each goes through these checks', () => {
  const listens =
    /\.(?:on|once|addListener|prependListener)\(\s*'upgrade'|WebSocketServer\(\{(?![^}]*noServer: true)/;
  const sources = projectFiles().filter((file) => /^(?!test|scripts|web|bench).*\.ts$/.test(file));
  const takers = sources.filter((file) => listens.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(takers).toEqual(['server/upgrades.ts']);
});

it('there is none elsewhere', async () => {
  await start(SETTINGS);
  for (const path of ['/', '/api/events', '/api/tried/keys', '/api/tried//keys', '/api/tried/../a/keys'])
    expect((await offers('websocket', { path, headers: bearer('machine') })).status).toBe(404);
});

it.each(['', '/architect'])('a host is found with %j before the path', async (left) => {
  await start(SETTINGS);
  const { status, text } = await offers('websocket', { path: `${left}/api/host/engine` });
  expect([status, text]).toEqual([401, expect.stringContaining('no token of a host')]);
});

it('a token that can not be looked at is refused, and the server goes on', async () => {
  const fails = (): never => {
    throw new Error('the disk is gone');
  };
  await start(SETTINGS, { store: { ...store, hosts: { ...store.hosts, byToken: fails } } });
  const headers = bearer('ahost_x');
  expect(await offers('websocket', { path: '/api/host/engine', headers })).toMatchObject({ status: 503 });
  expect(await offers('h2c', { path: '/x' })).toMatchObject({ status: 200 });
});

it.each(['', 'a body that is read'])(
  'who offers HTTP/2, as curl and Java do, is answered in HTTP/1.1 (%j)',
  async (body) => {
    await start(SETTINGS);
    const headers = { 'HTTP2-Settings': 'AAMAAABk', 'X-Own': 'kept' };
    const method = body === '' ? 'GET' : 'POST';
    expect(await offers('h2c', { path: '/api/stats?x=1', body, headers })).toEqual({
      ...{ status: 200, text: `${method} /api/stats?x=1 kept ${body}` },
    });
  },
);
