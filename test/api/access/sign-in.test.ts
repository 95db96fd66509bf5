/** Signing in by others: an OpenID provider, and the header of a trusted proxy. */
import { type Dashboard, startDashboard } from '../../support/dashboard';
import { type OpenIdProvider, startOpenIdProvider } from '../../support/openid-provider';
import { type TestApi, startApi } from '../../support/api';
import { launchBrowser } from '../../web/browser';
import { cookieOf, expectError, PAGE, request } from '../http';

const UNVERIFIED = { sub: '4', email: 'b@example.com', email_verified: false, groups: ['ops'] };
const ROBIN = { sub: '1', email: 'robin@example.com', email_verified: true };

describe('by an OpenID provider', () => {
  let provider: OpenIdProvider;
  let dashboard: Dashboard;
  beforeAll(async () => {
    provider = await startOpenIdProvider('architect');
    dashboard = await startDashboard({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'architect',
      ARCHITECT_ROLE_GROUPS: 'admin=ops, operator=dev, operator=ops',
      ARCHITECT_SIGN_IN_ROLE: 'none',
    });
  }, 90_000);
  afterAll(async () => {
    await dashboard.close();
    await provider.close();
  });
  const ask = (path: string, cookie = '') =>
    request(dashboard.url, path, { headers: { ...PAGE, ...(cookie && { Cookie: cookie }) } });
  /** As a browser would go; `tamper` changes the address that it comes back by. */
  async function signIn(next = '/', tamper = (search: string) => search) {
    const begun = await ask(`/login/oidc?next=${encodeURIComponent(next)}`);
    const cookie = cookieOf(begun);
    const there = await fetch(String(begun.headers.location), { redirect: 'manual' });
    const back = new URL(String(there.headers.get('location')));
    const end = await ask(back.pathname + tamper(back.search), cookie);
    return { end, back, cookie, place: end.headers.location, now: cookieOf(end) || cookie };
  }
  const me = async (cookie: string) =>
    (await request(dashboard.url, '/api/me', { headers: { Cookie: cookie } })).body;

  it('makes a user of the claim with the role of the highest group, and leads where the person was going', async () => {
    provider.claims = { ...ROBIN, groups: ['dev', 'ops', 'others'] };
    const { place, now } = await signIn('/work.html?x=1');
    expect(place).toBe('/work.html?x=1');
    expect(await me(now)).toMatchObject({
      name: 'robin@example.com',
      role: 'admin',
      can_change_password: false,
    });
    const users = (await dashboard.call('/api/users')).body.items;
    expect(users).toMatchObject([{}, { name: 'robin@example.com', source: 'oidc', created_by: 'oidc' }]);
  });

  it('knows the same person by the subject, with the role of the groups of now; one that an admin set stays', async () => {
    provider.claims = { ...ROBIN, email: 'new@example.com', groups: ['dev'] };
    expect(await me((await signIn()).now)).toMatchObject({ name: 'robin@example.com', role: 'operator' });
    const { id } = (await dashboard.call('/api/users')).body.items[1];
    await dashboard.call(`/api/users/${id}`, { method: 'PATCH', body: { role: 'viewer' } });
    expect(await me((await signIn()).now)).toMatchObject({ role: 'viewer' });
  });

  it.each([
    ['who is in no group', { sub: '2', email: 'a@example.com' }, 'sign_in_refused'],
    [
      'whose name the user of the settings has',
      { sub: '3', email: 'Architect', groups: ['ops'] },
      'sign_in_refused',
    ],
    ['whose address was not verified', UNVERIFIED, 'sign_in_failed'],
    ['whose address was not verified, as text', { ...UNVERIFIED, email_verified: 'false' }, 'sign_in_failed'],
    ['who has no such claim', { sub: '5', groups: ['ops'] }, 'sign_in_failed'],
    [
      'whom the record would call the machine',
      { sub: '7', email: 'api-token', groups: ['ops'] },
      'sign_in_refused',
    ],
    ['whose token is for another', { ...ROBIN, aud: 'someone-else', groups: ['ops'] }, 'sign_in_failed'],
    ['whose token is of another sign-in', { ...ROBIN, nonce: 'x', groups: ['ops'] }, 'sign_in_failed'],
    ['whose token has expired', { ...ROBIN, exp: 1, groups: ['ops'] }, 'sign_in_failed'],
  ])('lets nobody in %s', async (_who, claims, code) => {
    provider.claims = claims;
    const { place, now } = await signIn();
    expect(place).toBe(`/login?error=${code}`);
    expect((await me(now)).error.code).toBe('login_required');
  });

  it('lets nobody in by an end that this browser did not begin, of another state, or a second time', async () => {
    provider.claims = { ...ROBIN, groups: ['ops'] };
    const { back, cookie, place } = await signIn();
    expect(place).toBe('/');
    const planted = await ask(back.pathname + back.search);
    expect(planted.headers.location).toBe('/login?error=sign_in_failed');
    const again = await ask(back.pathname + back.search, cookie);
    expect(again.headers.location).toBe('/login?error=sign_in_failed');
    const other = await signIn('/', (search) => search.replace(/state=[^&]+/, 'state=x'));
    expect(other.place).toBe('/login?error=sign_in_failed');
  });

  it('lets in no more who has left the groups', async () => {
    provider.claims = { sub: '6', email: 'sam@example.com', groups: ['dev'] };
    expect((await signIn()).place).toBe('/');
    provider.claims = { sub: '6', email: 'sam@example.com' };
    expect((await signIn()).place).toBe('/login?error=sign_in_refused');
  });

  it('is offered on the login page, and a person comes in by it', async () => {
    provider.claims = { ...ROBIN, groups: ['ops'] };
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(`${dashboard.url}/work.html`);
      await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
      await page.waitForURL(`${dashboard.url}/work.html`);
      await page.locator('html[data-role=viewer]').waitFor();
    } finally {
      await browser.close();
    }
  }, 30_000);
});

describe('by the header of a proxy', () => {
  const SETTINGS = {
    ARCHITECT_PASSWORD: 'of my own',
    ARCHITECT_PROXY_USER_HEADER: 'Tailscale-User-Login',
    ARCHITECT_PROXY_GROUPS_HEADER: 'X-Groups',
    ARCHITECT_ROLE_GROUPS: 'operator=dev',
  };
  let api: TestApi;
  const start = async (settings: Record<string, string> = {}) =>
    void (api = await startApi(undefined, undefined, { ...SETTINGS, ...settings }));
  afterEach(() => api.close());
  /** As `tailscale serve` passes it on. */
  const ask = (path: string, headers: Record<string, string> = {}) =>
    request(api.url, path, {
      headers: { 'X-Forwarded-For': '100.64.0.7', 'Tailscale-User-Login': 'robin@example.com', ...headers },
    });

  it('a user is who the proxy says, with the role of the groups or the default one', async () => {
    await start({ ARCHITECT_TRUSTED_PROXIES: '127.0.0.1' });
    expect((await ask('/api/me')).body).toMatchObject({
      name: 'robin@example.com',
      role: 'viewer',
      kind: 'user',
    });
    expect((await ask('/api/me', { 'X-Groups': 'x, dev' })).body).toMatchObject({ role: 'operator' });
    expect((await ask('/', PAGE)).status).toBe(200);
    const row = api.store.access.users.byName('robin@example.com');
    api.store.access.users.change(row?.id ?? 0, { disabled: true });
    expectError(await ask('/api/stats'), 403, 'sign_in_refused');
  });

  it('who is refused is led to a page that says who they are, why, and what to do', async () => {
    await start({ ARCHITECT_TRUSTED_PROXIES: '127.0.0.1', ARCHITECT_SIGN_IN_ROLE: 'none' });
    const refused = 'robin@example.com is in no group that may come in (ARCHITECT_ROLE_GROUPS).';
    const led = await ask('/work.html', PAGE);
    expect([led.status, led.headers.location]).toEqual([
      302,
      '/login?error=sign_in_refused&next=%2Fwork.html',
    ]);
    for (const path of ['/login', '/favicon.svg', '/health'])
      expect((await ask(path, PAGE)).status).toBe(200);
    expect((await ask('/login/methods')).body.refused).toContain(refused);
    expectError(await ask('/api/me'), 403, 'sign_in_refused');
    expectError(await ask('/api/events'), 403, 'sign_in_refused');
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({
        extraHTTPHeaders: { 'X-Forwarded-For': '100.64.0.7', 'Tailscale-User-Login': 'robin@example.com' },
      });
      const page = await context.newPage();
      await page.goto(`${api.url}/work.html`);
      await page.getByRole('alert').filter({ hasText: refused }).waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('Ask an admin of the dashboard.');
      // With a password of their own they come in all the same.
      await page.getByLabel('Username').fill('architect');
      await page.getByLabel('Password').fill('of my own');
      await page.getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL(`${api.url}/work.html`);
      await page.locator('html[data-role=admin]').waitFor();
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('nobody is let in by it from elsewhere, or where it is not set up', async () => {
    await start({ ARCHITECT_TRUSTED_PROXIES: '10.0.0.1' });
    expectError(await ask('/api/me'), 401, 'login_required');
    await api.close();
    await start({ ARCHITECT_TRUSTED_PROXIES: '127.0.0.1', ARCHITECT_PROXY_USER_HEADER: '' });
    expectError(await ask('/api/me'), 401, 'login_required');
    expect(api.store.access.users.list()).toEqual([]);
  });

  it('nobody becomes a user who has a password here, or the one of the settings', async () => {
    await start({ ARCHITECT_TRUSTED_PROXIES: '127.0.0.1' });
    api.store.access.users.add(
      { name: 'alex', role: 'admin', source: 'password', passwordHash: 'x' },
      'test',
    );
    for (const name of ['alex', 'ALEX', 'architect', 'token:ci', 'a b', 'api-token', 'API-Token', 'github'])
      expectError(await ask('/api/me', { 'Tailscale-User-Login': name }), 403, 'sign_in_refused');
  });
});
