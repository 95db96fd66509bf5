import { createServer } from 'node:net';
import { once } from 'node:events';
import { hostname } from 'node:os';
import type { AddressInfo } from 'node:net';
import { apiToken, serverUrl } from '../../cli/locate';
import { COOKIE, FakeApi, problem, refusal, TOKEN } from './fake-api';
import { dataDirectory, run, runWith, type Outcome } from './helpers';

const QUEUE = { paused: false, reason: null, changed_by: null, changed_at: null };
const loggedIn = { body: { success: true }, headers: { 'Set-Cookie': `${COOKIE}; Path=/; HttpOnly` } };

let api: FakeApi;
beforeEach(async () => {
  api = await new FakeApi({ 'POST /login': loggedIn, 'GET /api/assigner/queue': { body: QUEUE } }).start();
});
afterEach(() => api.stop());

/** Runs `architect queue --json`, which asks once, on a data directory with these files. */
async function queue(files: Record<string, string>, more: string[] = []): Promise<Outcome> {
  const data = dataDirectory(files);
  const config = { dataDir: data.dir, user: 'ann', password: 'sesame', port: Number(new URL(api.url).port) };
  try {
    return await run(['queue', '--json', ...more], { config });
  } finally {
    data.remove();
  }
}

test('the token of the data directory is used as a bearer token', async () => {
  expect(await queue({ 'api-token': `${TOKEN}\n` })).toMatchObject({ code: 0 });
  expect(api.requests).toHaveLength(1);
  expect(api.last().headers.authorization).toBe(`Bearer ${TOKEN}`);
});

test('without a token the command logs in once and keeps the cookie', async () => {
  expect(await queue({})).toMatchObject({ code: 0 });
  expect(api.requests.map(({ path }) => path)).toEqual(['/login', '/api/assigner/queue']);
  expect(api.requests[0]?.body).toEqual({ username: 'ann', password: 'sesame' });
  expect(api.last().headers.cookie).toBe(COOKIE);
});

test('a token that is refused is followed by a login', async () => {
  expect(await queue({ 'api-token': 'of an older server' })).toMatchObject({ code: 0 });
  expect(api.requests.map(({ path }) => path)).toEqual([
    '/api/assigner/queue',
    '/login',
    '/api/assigner/queue',
  ]);
  expect(api.last().headers.authorization).toBeUndefined();
});

test('a change with a cookie names the server itself as its origin', async () => {
  api.routes['POST /api/assigner/send'] = { body: { prompt_id: 1, success: true } };
  const data = dataDirectory();
  await run(['send', 'x', '--url', `${api.url}/`], { config: { dataDir: data.dir } });
  data.remove();
  expect(api.last()).toMatchObject({
    path: '/api/assigner/send',
    headers: { origin: api.url, cookie: COOKIE },
  });
});

test('a login that is refused tells which settings to look at', async () => {
  api.routes['POST /login'] = refusal('login_failed');
  const { code, stderr } = await queue({});
  expect(code).toBe(1);
  expect(stderr).toContain('refuses the login of "ann". Set ARCHITECT_USER and ARCHITECT_PASSWORD');
});

test("a refusal of the default password is told in the API's words", async () => {
  api.routes['POST /login'] = problem(403, 'default_password', 'Set a password first.');
  expect(await queue({})).toMatchObject({ code: 1, stderr: 'architect: Set a password first.\n' });
});

test('the address in server.json goes before the port of the settings, --url before both', async () => {
  const elsewhere = JSON.stringify({ url: 'http://127.0.0.1:9', pid: 1 });
  expect(await queue({ 'server.json': elsewhere })).toMatchObject({ code: 69 });
  expect(await queue({ 'server.json': elsewhere }, ['--url', api.url])).toMatchObject({ code: 0 });
});

test('a damaged server.json counts as none', () => {
  const data = dataDirectory({ 'server.json': '{"url": "http' });
  expect(serverUrl({ dataDir: data.dir, port: 8099 })).toBe('http://127.0.0.1:8099');
  data.remove();
});

test('the token is shown to this machine only', () => {
  const data = dataDirectory({ 'api-token': TOKEN });
  const tokenFor = (url: string): string | undefined =>
    apiToken({ dataDir: data.dir, hostName: hostname() }, url);
  expect(['http://127.0.0.1:1', 'http://localhost', 'http://[::1]:1'].map(tokenFor)).toEqual([
    TOKEN,
    TOKEN,
    TOKEN,
  ]);
  expect(tokenFor('http://dashboard.example:8080')).toBeUndefined();
  data.remove();
});

test('a server that is not running is told with what to do', async () => {
  const { url } = api;
  await api.stop();
  expect(await run(['status', '--url', url])).toEqual({
    code: 69,
    stdout: '',
    stderr: `architect: The dashboard doesn't answer at ${url}: start it with \`npm start\`.\n`,
  });
});

test('a connection that breaks while something is changed warns before a repeat', async () => {
  const broken = createServer((socket) => socket.once('data', () => socket.destroy())).listen(0, '127.0.0.1');
  await once(broken, 'listening');
  const url = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
  const data = dataDirectory({ 'api-token': TOKEN });
  const config = { dataDir: data.dir };
  expect((await run(['retry', '1', '--url', url], { config })).stderr).toContain('look before you repeat it');
  expect((await run(['status', '--url', url], { config })).stderr).not.toContain('repeat');
  data.remove();
  broken.close();
});

test('another program at that address is called by its name', async () => {
  api.routes['GET /api/assigner/queue'] = { body: '<html>', headers: { 'Content-Type': 'text/html' } };
  const { code, stderr } = await runWith(api, ['queue']);
  expect(code).toBe(1);
  expect(stderr).toContain(`What answers at ${api.url} is no Architect Dashboard (status 200, text/html)`);
});
