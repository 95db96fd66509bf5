/** Logins where the settings are not those of a new installation: short, over HTTPS only, a password of one's own. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { PAGE, cookieOf, expectError, logIn, request } from './http';

const PASSWORD = 'pässword of my own';
const PROXY = { 'X-Forwarded-For': '10.0.0.1', 'X-Forwarded-Proto': 'https' };
const TIMEOUT_MS = 1_000;

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard({
    SESSION_TIMEOUT: '1',
    SESSION_COOKIE_SECURE: 'true',
    ARCHITECT_USER: 'Jordan',
    ARCHITECT_PASSWORD: PASSWORD,
    ARCHITECT_ALLOWED_HOSTS: 'dashboard.example, other.example',
  });
}, 90_000);
afterAll(() => dashboard.close());

const login = (headers: Record<string, string> = {}) =>
  logIn(dashboard.url, PASSWORD, { user: 'jordan', headers });
const status = (cookie: string, headers: Record<string, string> = {}) =>
  request(dashboard.url, '/api/assigner/status', { headers: { Cookie: cookie, ...headers } });

it('a password of one’s own works through a proxy; the default one does not work any more', async () => {
  expect((await login(PROXY)).status).toBe(303);
  expectError(await logIn(dashboard.url, 'peace5', { user: 'jordan' }), 401, 'login_failed');
  expect((await dashboard.call('/api/system')).body).toMatchObject({
    default_password: false,
    user: 'Jordan',
  });
});

it('the cookie is for HTTPS only where that is set', async () => {
  const { headers } = await login(PROXY);
  expect(headers['set-cookie']).toHaveLength(2);
  for (const cookie of headers['set-cookie'] ?? []) expect(cookie).toMatch(/; secure/);
});

it('a login that is used goes on, in the cookie and on the server', async () => {
  const reply = await login();
  const db = new Database(join(dashboard.dir, 'data/architect.db'), { readonly: true });
  const until = db.prepare<[], number>('SELECT max(expires_at) FROM web_sessions').pluck();
  const before = until.get() as number;
  const deadline = Date.now() + TIMEOUT_MS + 100;
  while (Date.now() < deadline) {
    const used = await status(cookieOf(reply));
    expect(used.status).toBe(200);
    expect(cookieOf(used)).toBe(cookieOf(reply));
    await pause(TIMEOUT_MS / 10);
  }
  expect(until.get()).toBeGreaterThan(before);
  db.close();
});

it('a login that is idle for too long ends: 401 for programs, the login page with the reason for browsers', async () => {
  const cookie = cookieOf(await login());
  await pause(TIMEOUT_MS + 100);
  expectError(await status(cookie), 401, 'login_required');
  const page = await request(dashboard.url, '/', { headers: { ...PAGE, Cookie: cookie } });
  expect([page.status, page.headers.location]).toEqual([302, '/login?error=expired']);
});

it('health checks of a page that was left open keep no login alive', async () => {
  const cookie = cookieOf(await login());
  const deadline = Date.now() + TIMEOUT_MS + 100;
  while (Date.now() < deadline) {
    expect((await request(dashboard.url, '/health', { headers: { Cookie: cookie } })).status).toBe(200);
    await pause(100);
  }
  expectError(await status(cookie), 401, 'login_required');
});

it('the hosts that are allowed reach it, with their own origin', async () => {
  for (const host of ['dashboard.example', 'OTHER.example:8443']) {
    expect((await request(dashboard.url, '/health', { headers: { Host: host } })).status).toBe(200);
    const reply = await login({ ...PROXY, Host: host, Origin: `https://${host.toLowerCase()}` });
    expect(reply.status).toBe(303);
  }
});
