/** Logging in and out, over HTTP, with the settings a new installation has. */
import { builtAsset } from '../../support/built-pages';
import type { Dashboard } from '../../support/dashboard';
import { BROWSER, JSON_BODY, PAGE, cookieOf, expectError, logIn, request } from '../http';
import { served } from './dashboard';

const PASSWORD = 'peace5';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

const login = (options?: Parameters<typeof logIn>[2], password = PASSWORD) =>
  logIn(dashboard.url, password, options);
const status = (headers: Record<string, string> = {}) =>
  request(dashboard.url, '/api/assigner/status', { headers });

describe('a login', () => {
  it('by the form leads to the dashboard with a cookie that opens the API', async () => {
    const reply = await login();
    expect(reply.status).toBe(303);
    expect(reply.headers.location).toBe('/');
    expect((await status({ Cookie: cookieOf(reply) })).status).toBe(200);
  });

  it('gives a cookie out of reach for scripts and other sites, over plain HTTP, for an hour', async () => {
    const { headers } = await login();
    for (const cookie of headers['set-cookie'] ?? []) {
      expect(cookie).toMatch(/; path=\/; expires=[^;]+; samesite=lax; httponly$/);
      const expires = Date.parse(/expires=([^;]+)/.exec(cookie)?.[1] ?? '');
      expect(Math.abs(expires - Date.now() - 3_600_000)).toBeLessThan(10_000);
    }
    expect(headers['set-cookie']).toHaveLength(2);
  });

  it.each([
    ['/monitor.html?x=a&y=%26#/here?q=1', '/monitor.html?x=a&y=%26#/here?q=1'],
    ['/work.html#/bugs?status=all', '/work.html#/bugs?status=all'],
    ...['//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/.//evil.example'].map(
      (one) => [one, '/'],
    ),
    ...['https://evil.example', 'javascript:alert(1)', '%2F%2Fevil.example', 'evil', ''].map((one) => [
      one,
      '/',
    ]),
    ...['/login?next=/x', '/logout', '/x/../login'].map((one) => [one, '/']),
  ])('that was asked for on the way to %j leads to %s, and keeps it where it fails', async (next, place) => {
    const body = (password: string) =>
      String(new URLSearchParams({ username: 'architect', password, next: next }));
    const headers = { ...PAGE, Origin: dashboard.url, 'Content-Type': 'application/x-www-form-urlencoded' };
    const right = await request(dashboard.url, '/login', { body: body(PASSWORD), headers });
    expect([right.status, right.headers.location]).toEqual([303, place]);
    const wrong = await request(dashboard.url, '/login', { body: body('wrong'), headers });
    const query = new URL(wrong.headers.location as string, dashboard.url).searchParams;
    expect([query.get('error'), query.get('next')]).toEqual(['failed', place === '/' ? null : place]);
    await login();
  });

  it('takes the user name in any case', async () => {
    expect((await login({ user: 'aRCHITECT' })).status).toBe(303);
  });

  it('by JSON answers with JSON, and so does the form of a program that asks for JSON', async () => {
    const headers = { Accept: 'application/json' };
    const json = await request(dashboard.url, '/login', {
      body: JSON.stringify({ username: 'architect', password: PASSWORD }),
      headers: { ...headers, ...JSON_BODY },
    });
    for (const reply of [json, await login({ headers })]) {
      expect(reply.status).toBe(200);
      expect(reply.body).toEqual({ success: true });
      expect((await status({ Cookie: cookieOf(reply) })).status).toBe(200);
    }
  });

  it('is refused with 401 for a wrong name or password, without a cookie, and as a page for browsers', async () => {
    for (const reply of [await login({}, 'peace6'), await login({ user: 'root' }), await login({}, '')]) {
      expectError(reply, 401, 'login_failed');
      expect(reply.headers['set-cookie']).toBeUndefined();
    }
    const page = await login({ headers: { ...PAGE, Origin: dashboard.url } }, 'wrong');
    expect(page.headers.location).toBe('/login?error=failed');
    await login();
  });

  it.each(['[]', '{}', '{"username":["architect"],"password":{"length":6}}'])(
    'by a body of another shape is a wrong one: %s',
    async (body) => {
      expectError(await request(dashboard.url, '/login', { body, headers: JSON_BODY }), 401, 'login_failed');
      await login();
    },
  );

  it('gets a new id and ends the login whose cookie was sent along', async () => {
    const first = cookieOf(await login());
    const second = cookieOf(await login({ headers: { Cookie: first } }));
    expect(second).not.toBe(first);
    expectError(await status({ Cookie: first }), 401, 'login_required');
    expect((await status({ Cookie: second })).status).toBe(200);
  });

  it('is not opened by a cookie that was changed', async () => {
    const cookie = cookieOf(await login());
    const changed = cookie.replace(/session=../, 'session=00');
    expectError(await status({ Cookie: changed }), 401, 'login_required');
    expectError(await status({ Cookie: cookie.split('; ')[0] ?? '' }), 401, 'login_required');
  });

  it('with the default password is refused where the request came through a proxy', async () => {
    for (const header of ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Real-IP', 'Via']) {
      const message = expectError(
        await login({ headers: { [header]: '127.0.0.1' } }),
        403,
        'default_password',
      );
      expect(message).toContain('set ARCHITECT_PASSWORD');
    }
    const page = await login({ headers: { ...PAGE, Origin: dashboard.url, 'X-Forwarded-For': '10.0.0.1' } });
    expect(page.headers.location).toBe('/login?error=default_password');
    expect((await dashboard.call('/api/system')).body.default_password).toBe(true);
  });
});

describe('without a login', () => {
  it.each([
    ['GET', '/api/assigner/status'],
    ['GET', '/api/assigner/prompts'],
    ['POST', '/api/assigner/send'],
    ['GET', '/api/sessions'],
    ['GET', '/api/assigner/sessions'],
    ['GET', '/api/assigner/lost-and-found'],
    ['GET', '/api/system'],
    ['GET', '/api/events'],
    ['POST', '/api/tmux/send'],
    ['DELETE', '/api/sessions/demo'],
    ['GET', '/api/no-such-thing'],
    ['GET', '/monitor.html'],
    ['GET', '/package.json'],
  ])('%s %s is answered with 401', async (method, path) => {
    expectError(await request(dashboard.url, path, { method }), 401, 'login_required');
  });

  it('a browser is led to the login page, a script in it gets 401', async () => {
    const places = [
      ['/', '/login'],
      ['/dashboard', '/login?next=%2Fdashboard'],
      ['/monitor.html?x=a&y=%26', '/login?next=%2Fmonitor.html%3Fx%3Da%26y%3D%2526'],
      ['/nowhere', '/login?next=%2Fnowhere'],
      ['//evil.example/x', '/login'],
    ] as const;
    for (const [path, location] of places) {
      const reply = await request(dashboard.url, path, { headers: PAGE });
      expect([path, reply.status, reply.headers.location]).toEqual([path, 302, location]);
    }
    expectError(await status(PAGE), 401, 'login_required');
  });

  it('health, the login page and its files are there', async () => {
    for (const path of [
      '/health',
      '/login',
      builtAsset('login', 'css'),
      builtAsset('login', 'js'),
      '/favicon.svg',
    ]) {
      expect((await request(dashboard.url, path)).status).toBe(200);
    }
  });
});

describe('the token of this machine', () => {
  it('opens the API; a wrong one does not, nor does it spoil the login beside it', async () => {
    expect((await dashboard.call('/api/assigner/status')).status).toBe(200);
    const wrong = { Authorization: 'Bearer wrong' };
    expectError(await status(wrong), 401, 'login_required');
    expectError(await status({ Authorization: 'Bearer ' }), 401, 'login_required');
    const cookie = cookieOf(await login());
    expect((await status({ ...wrong, Cookie: cookie })).status).toBe(200);
  });
});

describe('a logout', () => {
  it('ends the login on the server, so that the old cookie opens nothing', async () => {
    const cookie = cookieOf(await login());
    const headers = { ...PAGE, Origin: dashboard.url, Cookie: cookie };
    const reply = await request(dashboard.url, '/logout', { method: 'POST', headers });
    expect([reply.status, reply.headers.location]).toEqual([303, '/login']);
    expectError(await status({ Cookie: cookie }), 401, 'login_required');
  });

  it('answers a program with JSON', async () => {
    const headers = { Accept: 'application/json', Cookie: cookieOf(await login()) };
    const reply = await request(dashboard.url, '/logout', { method: 'POST', headers });
    expect([reply.status, reply.body]).toEqual([200, { success: true }]);
  });

  it('is not done for another site', async () => {
    const cookie = cookieOf(await login());
    const headers = { ...BROWSER, Origin: 'http://evil.example', Cookie: cookie };
    expectError(
      await request(dashboard.url, '/logout', { method: 'POST', headers }),
      403,
      'forbidden_origin',
    );
    expect((await status({ Cookie: cookie })).status).toBe(200);
  });
});

// Last: from here on this address is locked out for a minute.
describe('five wrong passwords', () => {
  it('lock the address out, for the right password too, with the time to wait', async () => {
    for (let tries = 0; tries < 5; tries++) {
      // A forged header must not make it another address.
      const headers = { 'X-Forwarded-For': `10.0.0.${tries}` };
      expectError(await login({ headers }, 'wrong'), 401, 'login_failed');
    }
    const reply = await login();
    expectError(reply, 429, 'too_many_requests');
    const seconds = Number(reply.headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    const page = await login({ headers: { ...PAGE, Origin: dashboard.url } });
    expect(page.headers.location).toBe('/login?error=limited');
    expect((await dashboard.call('/api/assigner/status')).status).toBe(200);
  });
});
