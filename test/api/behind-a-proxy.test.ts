/** Behind a proxy that has the dashboard under a path and is trusted: cookies, redirects, limits, origins, the document. */
import { type TestApi, startApi } from '../support/api';
import { cookieOf, expectError, JSON_BODY, logIn, PAGE, request, type RequestOptions } from './http';

const PASSWORD = 'of my own';
const HOST = 'dash.example';
const SETTINGS = {
  ARCHITECT_PASSWORD: PASSWORD,
  ARCHITECT_ALLOWED_HOSTS: HOST,
  ARCHITECT_BASE_PATH: '/architect',
};
/** As `tailscale serve` and others pass it on: the path is taken off. */
const through = (client = '203.0.113.9'): Record<string, string> => ({
  'X-Forwarded-For': client,
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': HOST,
});

describe('one that is trusted', () => {
  let api: TestApi;
  beforeEach(async () => {
    api = await startApi(undefined, undefined, { ...SETTINGS, ARCHITECT_TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterEach(() => api.close());
  const ask = (path: string, { headers, ...options }: RequestOptions = {}) =>
    request(api.url, path, { ...options, headers: { ...through(), ...headers } });
  const cookies = (reply: Awaited<ReturnType<typeof logIn>>) => reply.headers['set-cookie'] ?? [];

  it.each(['', '/architect'])(
    'logs in with a cookie of that path, for HTTPS only, with %j before the path',
    async (left) => {
      const reply = await request(api.url, `${left}/login`, {
        body: new URLSearchParams({
          username: 'architect',
          password: PASSWORD,
          next: '/work.html',
        }).toString(),
        headers: {
          ...through(),
          ...PAGE,
          'Content-Type': 'application/x-www-form-urlencoded',
          Origin: `https://${HOST}`,
        },
      });
      expect([reply.status, reply.headers.location]).toEqual([303, '/architect/work.html']);
      for (const cookie of cookies(reply)) expect(cookie).toMatch(/; path=\/architect; .*secure; /);
      const stats = await ask(`${left}/api/stats`, { headers: { Cookie: cookieOf(reply) } });
      expect(stats.status).toBe(200);
      const out = await ask(`${left}/logout`, {
        ...{ method: 'POST', headers: { Cookie: cookieOf(reply), Origin: `https://${HOST}`, ...PAGE } },
      });
      expect(out.headers.location).toBe('/architect/login');
      expect(cookies(out).every((cookie) => cookie.includes('path=/architect'))).toBe(true);
    },
  );

  it('leads who is not logged in to the login under the path, and back to the page without it', async () => {
    for (const left of ['', '/architect']) {
      const { headers } = await ask(`${left}/work.html?x=1`, { headers: PAGE });
      expect(headers.location).toBe('/architect/login?next=%2Fwork.html%3Fx%3D1');
    }
    expect((await ask('/architect', { headers: PAGE })).headers.location).toBe('/architect/');
  });

  it('counts wrong passwords by the client, not by the proxy, and not by what the client made up', async () => {
    const fail = (client: string) =>
      logIn(api.url, 'wrong', { headers: { ...through(client), ...JSON_ONLY } });
    for (let tries = 0; tries < 5; tries += 1)
      expect((await fail(`198.51.100.${tries}, 203.0.113.9`)).status).toBe(401);
    expect((await fail('198.51.100.77, 203.0.113.9')).status).toBe(429);
    expect((await fail('203.0.113.10')).status).toBe(401);
    const { items } = (await api.call('/api/audit/requests?route=/login')).body;
    expect(items[0].address).toBe('203.0.113.10');
  });

  it('takes a change from the page of the name that the client called only', async () => {
    const cookie = cookieOf(await logIn(api.url, PASSWORD, { headers: through() }));
    const change = (headers: Record<string, string>) =>
      ask('/api/projects', { body: '{"name":"x"}', headers: { ...JSON_BODY, Cookie: cookie, ...headers } });
    expect((await change({ Origin: `https://${HOST}` })).status).toBe(201);
    for (const origin of ['https://evil.example', api.url])
      expectError(await change({ Origin: origin }), 403, 'forbidden_origin');
    expectError(
      await ask('/api/stats', { headers: { 'X-Forwarded-Host': 'evil.example' } }),
      403,
      'forbidden_host',
    );
  });

  it('gives addresses under the path: of what was made, of other pages of a list, of the API', async () => {
    const headers = { authorization: `Bearer ${api.token}` };
    const made = await ask('/api/projects', { body: '{"name":"x"}', headers: { ...JSON_BODY, ...headers } });
    expect(made.headers.location).toBe('/architect/api/projects/1');
    const list = await ask('/api/projects?limit=1&offset=0', { headers });
    expect(list.headers['link']).toContain('</architect/api/projects?limit=1&offset=0>; rel="first"');
    const { servers } = (await ask('/api/openapi.json', { headers })).body;
    expect(servers).toEqual([{ url: '/architect' }]);
    const named = await ask('/api/openapi.json', {
      headers: { ...headers, 'X-Forwarded-Prefix': '/elsewhere' },
    });
    expect(named.body.servers).toEqual([{ url: '/elsewhere' }]);
    const host = await ask('/api/hosts', {
      body: '{"name":"build-1"}',
      headers: { ...JSON_BODY, ...headers },
    });
    // What is copied from there carries a token: it must not go in the clear.
    expect(host.body.command).toMatch(`architect host join https://${HOST}/architect --token ahost_`);
  });

  it('is not needed on the machine itself', async () => {
    const cookie = cookieOf(await logIn(api.url, PASSWORD));
    expect((await request(api.url, '/api/stats', { headers: { Cookie: cookie } })).status).toBe(200);
    expect((await request(api.url, '/', { headers: PAGE })).headers.location).toBe('/login');
  });
});

test('one that is not trusted says nothing that counts', async () => {
  const api = await startApi(undefined, undefined, SETTINGS);
  try {
    const fail = (client: string) =>
      logIn(api.url, 'wrong', { headers: { ...through(client), ...JSON_ONLY } });
    for (let tries = 0; tries < 5; tries += 1) expect((await fail(`203.0.113.${tries}`)).status).toBe(401);
    expect((await fail('203.0.113.99')).status).toBe(429);
    const headers = { ...PAGE, ...through(), 'X-Forwarded-Prefix': '/elsewhere' };
    expect((await request(api.url, '/', { headers })).headers.location).toBe('/login');
    // It may leave the path on: that is not a matter of trust.
    expect((await request(api.url, '/architect/', { headers })).headers.location).toBe('/architect/login');
  } finally {
    await api.close();
  }
});

const JSON_ONLY = { Accept: 'application/json' };
