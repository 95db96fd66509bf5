/** HTTPS on a real socket: who speaks what, with which certificate, and what is plain. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest, type Server } from 'node:http';
import { connect as connectPlain, createServer as createMute, type AddressInfo } from 'node:net';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { connect, type ConnectionOptions } from 'node:tls';
import { promisify } from 'node:util';
import { loadConfig, PROJECT_ROOT } from '../../../config';
import { ownCertificateOf, send, servedCertificateOf } from '../../../server/http-client';
import { closeServer, listen, TIMEOUTS } from '../../../server/listen';
import { startTls, type Tls } from '../../../server/tls';
import { ownCertificate } from '../../../server/tls/own-certificate';
import { openStore, type Store } from '../../../store';
import { silentLog } from '../../../telemetry/log';
import { appOn } from '../../support/routes';

const DAY_MS = 86_400_000;
let dir: string;
let store: Store;
const servers: Server[] = [];
const started: Tls[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-tls-'));
  store = openStore({ dataDir: dir });
});
afterEach(async () => {
  for (const server of servers.splice(0)) await closeServer(server);
  for (const tls of started.splice(0)) tls.stop();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function serve(settings: NodeJS.ProcessEnv = {}): Promise<{ port: number; tls: Tls }> {
  const env = { ARCHITECT_DATA_DIR: dir, ARCHITECT_TLS: 'true', ...settings };
  const config = loadConfig(env);
  const tls = (await startTls(config, silentLog)) as Tls;
  started.push(tls);
  const handler = appOn(store, undefined, config).callback();
  const timeouts = { ...TIMEOUTS, headersTimeout: 300 };
  const server = await listen((req, res) => void handler(req, res), '127.0.0.1', 0, 'PORT', timeouts, tls);
  servers.push(server);
  return { port: (server.address() as AddressInfo).port, tls };
}

const health = (address: string) =>
  send(`${address}/health`, {
    method: 'GET',
    headers: {},
    signal: AbortSignal.timeout(5_000),
    certificate: ownCertificateOf(dir),
  });

interface Plain {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly body: string;
}
async function plain(port: number, method: string, path: string, host?: string): Promise<Plain> {
  const request = plainRequest({ port, method, path, host: '127.0.0.1', headers: host ? { host } : {} });
  request.end();
  const [response] = await once(request, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, location: response.headers.location, body };
}

async function handshake(port: number, options: ConnectionOptions = {}) {
  const socket = connect({ port, host: '127.0.0.1', ca: ownCertificateOf(dir), ...options });
  await once(socket, 'secureConnect');
  const { fingerprint256: fingerprint } = socket.getPeerCertificate();
  const found = { fingerprint, protocol: socket.getProtocol() };
  socket.destroy();
  return found;
}

test.each(['localhost', '127.0.0.1'])(
  'who trusts its own certificate gets an answer from https://%s',
  async (name) => {
    const { port } = await serve();
    const answer = await health(`https://${name}:${port}`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(await answer.text())).toHaveProperty('checks');
    expect(statSync(join(dir, 'tls', 'key.pem')).mode & 0o777).toBe(0o600);
  },
);

test('plain HTTP on the port is led to HTTPS, and changes are refused', async () => {
  const { port } = await serve();
  expect(await plain(port, 'GET', '/work.html?a=b')).toMatchObject({
    status: 308,
    location: `https://127.0.0.1:${port}/work.html?a=b`,
  });
  expect(await plain(port, 'POST', '/login')).toMatchObject({
    status: 403,
    body: expect.stringContaining('https_required'),
  });
  // A name that isn't ours is led nowhere.
  expect(await plain(port, 'GET', '/', 'evil.example')).toMatchObject({ status: 403, location: undefined });
});

test('TLS 1.2 and 1.3 are spoken, older ones are not', async () => {
  const { port } = await serve();
  expect(await handshake(port)).toMatchObject({ protocol: 'TLSv1.3' });
  expect(await handshake(port, { maxVersion: 'TLSv1.2' })).toMatchObject({ protocol: 'TLSv1.2' });
  await expect(
    handshake(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  ).rejects.toThrow();
});

test('who connects and says nothing is put out, and none holds up the end', async () => {
  const { port } = await serve();
  const silent = connectPlain(port, '127.0.0.1');
  await once(silent, 'close');
  const another = connectPlain(port, '127.0.0.1');
  await once(another, 'connect');
  await closeServer(servers.pop() as Server);
});

test.each([
  ['a plain request', 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow:'],
  ['a handshake', '\x16\x03\x01'],
])('who begins %s and sends no more is put out', async (_what, begin) => {
  const { port } = await serve();
  const slow = connectPlain(port, '127.0.0.1', () => slow.write(begin, 'latin1'));
  slow.on('error', () => undefined);
  slow.resume();
  await once(slow, 'close');
});

test('its own certificate is kept, and renewed before it ends while the server runs', async () => {
  const { port, tls } = await serve();
  const first = await handshake(port);
  await tls.look();
  expect(await handshake(port)).toEqual(first);
  // As if it had been made a year ago.
  rmSync(join(dir, 'tls'), { recursive: true });
  const old = await ownCertificate(dir, ['localhost', '127.0.0.1', '::1'], Date.now() - 370 * DAY_MS);
  await tls.look();
  expect(ownCertificateOf(dir)).not.toBe(old.cert);
  const next = await handshake(port);
  expect(next.fingerprint).not.toBe(first.fingerprint);
  expect(await health(`https://localhost:${port}`)).toMatchObject({ status: 200 });
});

test('addresses that nobody listens on make no other one', async () => {
  const found = jest.spyOn(os, 'networkInterfaces');
  const has = (address: string) =>
    found.mockReturnValue({
      eth0: [
        { ...{ address, family: 'IPv6', scopeid: 0, internal: false }, netmask: '', mac: '', cidr: null },
      ],
    });
  try {
    has('2600::1');
    const { tls } = await serve({ HOST: '0.0.0.0', ARCHITECT_PASSWORD: 'of my own' });
    const first = ownCertificateOf(dir);
    has('2600::2');
    await tls.look();
    expect(ownCertificateOf(dir)).toBe(first);
  } finally {
    found.mockRestore();
  }
});

test('one that lacks a name or whose key is another is made anew', async () => {
  const now = Date.now();
  const first = await ownCertificate(dir, ['localhost'], now);
  expect(await ownCertificate(dir, ['localhost'], now)).toEqual(first);
  const wider = await ownCertificate(dir, ['localhost', '10.1.2.3', 'box.example'], now);
  expect(wider.cert).not.toBe(first.cert);
  writeFileSync(join(dir, 'tls', 'key.pem'), first.key);
  expect((await ownCertificate(dir, ['localhost'], now)).cert).not.toBe(wider.cert);
});

describe('a certificate that a person gives', () => {
  let cert: string;
  let key: string;
  async function give(home: string, names = ['localhost', '127.0.0.1']): Promise<void> {
    const other = join(dir, home);
    await ownCertificate(other, names);
    copyFileSync(join(other, 'tls', 'certificate.pem'), cert);
    copyFileSync(join(other, 'tls', 'key.pem'), key);
  }
  beforeEach(async () => {
    [cert, key] = [join(dir, 'cert.pem'), join(dir, 'key.pem')];
    await give('a');
  });
  const settings = (): NodeJS.ProcessEnv => ({ ARCHITECT_TLS_CERT: cert, ARCHITECT_TLS_KEY: key });

  test('is served without a further setting, and read anew when it is another', async () => {
    const { port, tls } = await serve({ ...settings(), ARCHITECT_TLS: '' });
    const ca = readFileSync(cert);
    const first = await handshake(port, { ca });
    await give('b');
    await tls.look();
    const next = await handshake(port, { ca: readFileSync(cert) });
    expect(next.fingerprint).not.toBe(first.fingerprint);
    // Half of a new pair is not taken.
    writeFileSync(key, 'nothing');
    await tls.look();
    expect(await handshake(port, { ca: readFileSync(cert) })).toEqual(next);
  });

  test('that can not be used is told with the setting', async () => {
    const start = (more: NodeJS.ProcessEnv) =>
      startTls(loadConfig({ ARCHITECT_DATA_DIR: dir, ...settings(), ...more }), silentLog);
    await expect(start({ ARCHITECT_TLS_CERT: join(dir, 'none') })).rejects.toThrow(
      /ARCHITECT_TLS_CERT=.*ENOENT/,
    );
    writeFileSync(cert, 'nothing');
    await expect(start({})).rejects.toThrow(/ARCHITECT_TLS_CERT=.*no PEM file/);
    await give('a');
    await ownCertificate(join(dir, 'b'), ['localhost']);
    copyFileSync(join(dir, 'b', 'tls', 'key.pem'), key);
    await expect(start({})).rejects.toThrow(/ARCHITECT_TLS_KEY=.*not the key of the certificate/);
    expect(() => loadConfig({ ARCHITECT_TLS_CERT: cert })).toThrow('set both of them, or neither');
  });

  test('for another name is good for the commands of this machine, also when it is another', async () => {
    await give('a', ['dashboard.example.com']);
    const { port, tls } = await serve(settings());
    const ask = async (certificate: string | undefined): Promise<number> =>
      (
        await send(`https://localhost:${port}/health`, {
          ...{ method: 'GET', headers: {}, signal: AbortSignal.timeout(5_000), certificate },
        })
      ).status;
    const first = servedCertificateOf(dir);
    expect(await ask(first)).toBe(200);
    await expect(ask(undefined)).rejects.toThrow(/self.signed/);
    await give('b', ['dashboard.example.com']);
    await tls.look();
    expect(await ask(servedCertificateOf(dir))).toBe(200);
    await expect(ask(first)).rejects.toThrow(/certificate can't be trusted/);
    await expect(ask('nothing')).rejects.toThrow(/certificate can't be trusted/);
  });

  test('a request that is given up while the connection is made ends with the reason', async () => {
    const mute = createMute();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    const sent = send(`https://127.0.0.1:${port}/health`, {
      ...{ method: 'GET', headers: {}, certificate: readFileSync(cert, 'utf8') },
      signal: AbortSignal.timeout(100),
    });
    const ended = await sent.catch((error: unknown) => error);
    mute.close();
    expect(ended).toMatchObject({ name: 'TimeoutError' });
  });
});

test('the health check of a container follows to HTTPS', async () => {
  const { port } = await serve();
  const check = [join(PROJECT_ROOT, 'deploy/container/healthcheck.mjs')];
  const { stdout } = await promisify(execFile)(process.execPath, check, { env: { PORT: String(port) } });
  // Nothing but the web server is there.
  expect(stdout).toBe('degraded\n');
});
