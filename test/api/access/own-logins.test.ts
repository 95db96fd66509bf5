/** Logins in browsers: their owner sees them and ends them, an admin ends those of others. */
import { type TestApi, startApi } from '../../support/api';
import { cookieOf, expectError, expectFieldError, logIn, request } from '../http';
import { loggedIn, PASSWORD, withToken } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

type Headers = Readonly<Record<string, string>>;
const as = (headers: Headers, path: string, options: object = {}) =>
  api.call(path, { ...options, headers: { authorization: '', ...headers } });
const again = async (user: string, password = PASSWORD, browser = 'Firefox'): Promise<Headers> => ({
  cookie: cookieOf(await logIn(api.url, password, { user, headers: { 'User-Agent': browser } })),
});
const own = async (headers: Headers) => (await as(headers, '/api/me/logins')).body.items;
const stands = async (headers: Headers): Promise<boolean> =>
  (await request(api.url, '/api/stats', { headers })).status === 200;
const idOf = (name: string): number => api.store.access.users.byName(name)?.id ?? 0;

describe('the own logins', () => {
  it('are those of nobody else, with when, where from and by what; nothing opens with what is told', async () => {
    const here = await loggedIn(api, 'robin', 'viewer');
    await again('robin');
    await loggedIn(api, 'alex', 'admin');
    await again('architect', 'peace5');
    const items = await own(here);
    expect(items).toHaveLength(2);
    expect(items.filter((one: { current: boolean }) => one.current)).toHaveLength(1);
    const other = items.find((one: { current: boolean }) => !one.current);
    expect(other).toMatchObject({ browser: 'Firefox', address: '127.0.0.1' });
    for (const { since, last_used_at: used, ends_at: ends } of items) {
      expect(Date.now() - Date.parse(since)).toBeLessThan(60_000);
      expect(Date.parse(ends) - Date.parse(used)).toBe(3_600_000);
    }
    const told = JSON.stringify(items);
    for (const part of (here['cookie'] ?? '').split('; ').map((pair) => pair.split('=')[1] ?? ''))
      expect(told).not.toContain(part);
    const keys = api.store.loginSessions.list().map(({ key }) => key);
    expect(keys.some((key) => told.includes(key))).toBe(false);
  });

  it('end one by one, at once', async () => {
    const here = await loggedIn(api, 'robin', 'viewer');
    const there = await again('robin');
    const { id } = (await own(here)).find((one: { current: boolean }) => !one.current);
    expect((await as(here, `/api/me/logins/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect([await stands(here), await stands(there)]).toEqual([true, false]);
    expectError(await as(here, `/api/me/logins/${id}`, { method: 'DELETE' }), 404, 'not_found');
    expectFieldError(await as(here, '/api/me/logins/x', { method: 'DELETE' }), 'id');
  });

  it('end all but this one, also those of the user of the settings', async () => {
    for (const [user, password] of [
      ['robin', PASSWORD],
      ['architect', 'peace5'],
    ] as const) {
      const here = user === 'robin' ? await loggedIn(api, user, 'viewer') : await again(user, password);
      const there = [await again(user, password), await again(user, password)];
      expect((await as(here, '/api/me/logins', { method: 'DELETE' })).body).toEqual({ ended: 2 });
      expect(await stands(here)).toBe(true);
      for (const one of there) expect(await stands(one)).toBe(false);
    }
  });

  it('of others are none of one’s own', async () => {
    const robin = await loggedIn(api, 'robin', 'viewer');
    const alex = await loggedIn(api, 'alex', 'admin');
    const [{ id }] = await own(robin);
    expectError(await as(alex, `/api/me/logins/${id}`, { method: 'DELETE' }), 404, 'not_found');
    expect(await stands(robin)).toBe(true);
  });

  it('a program has none', async () => {
    await loggedIn(api, 'robin', 'viewer');
    expect(await own(withToken(api, 'ci', ['read']))).toEqual([]);
    expect((await api.call('/api/me/logins')).body.items).toEqual([]);
    expect((await api.call('/api/me/logins', { method: 'DELETE' })).body).toEqual({ ended: 0 });
  });
});

describe('an admin', () => {
  it('sees how many logins each has, and ends those of one user everywhere', async () => {
    const robin = await loggedIn(api, 'robin', 'operator');
    const other = await again('robin');
    const alex = await loggedIn(api, 'alex', 'admin');
    const counts = async () =>
      Object.fromEntries(
        (await as(alex, '/api/users')).body.items.map((user: { name: string; logins: number }) => [
          user.name,
          user.logins,
        ]),
      );
    expect(await counts()).toEqual({ alex: 1, architect: 0, robin: 2 });
    const end = () => as(alex, `/api/users/${idOf('robin')}/logins`, { method: 'DELETE' });
    expect((await end()).body).toEqual({ ended: 2 });
    expect([await stands(robin), await stands(other), await stands(alex)]).toEqual([false, false, true]);
    expect(await counts()).toEqual({ alex: 1, architect: 0, robin: 0 });
    expect(await stands(await again('robin'))).toBe(true);
    expectError(await as(alex, '/api/users/999/logins', { method: 'DELETE' }), 404, 'not_found');
  });

  it('is needed for that', async () => {
    const robin = await loggedIn(api, 'robin', 'operator');
    await loggedIn(api, 'alex', 'admin');
    const path = `/api/users/${idOf('alex')}/logins`;
    expectError(await as(robin, path, { method: 'DELETE' }), 403, 'forbidden');
  });
});

describe('the list of who asked for what', () => {
  const list = async (query: object) =>
    (await api.call(`/api/audit/requests?${new URLSearchParams({ ...query }).toString()}`)).body;

  it('is narrowed down to a time, to what was refused, and to a kind of request', async () => {
    const robin = await loggedIn(api, 'robin', 'viewer');
    await as(robin, '/api/projects', { body: { name: 'x' } });
    await api.call('/api/projects', { body: { name: 'x' } });
    const { items } = await list({});
    expect(items.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Make a project',
      'Make a project',
      'Log in; sets the session cookie',
    ]);
    expect((await list({ refused: 'true' })).items).toMatchObject([{ actor: 'robin', status: 403 }]);
    expect((await list({ refused: 'false' })).total).toBe(2);
    expect((await list({ method: 'POST', route: '/login' })).total).toBe(1);
    const [newest] = items;
    expect((await list({ since: newest.at })).items).toMatchObject([{ id: newest.id }]);
    const earlier = await list({ until: newest.at });
    expect([earlier.total, earlier.items[0].id]).toEqual([2, items[1].id]);
    expect(expectFieldError(await api.call('/api/audit/requests?since=yesterday'), 'since')).toContain(
      '2026',
    );
  });

  it('tells which kinds stand in it', async () => {
    await loggedIn(api, 'robin', 'viewer');
    for (const name of ['x', 'y']) await api.call('/api/projects', { body: { name } });
    api.store.access.requests.note({
      ...{ actor: 'x', method: 'POST', route: '/api/of-an-older-release', path: '/', status: 200 },
      ...{ address: null, request_id: 'r' },
    });
    expect((await api.call('/api/audit/requests/kinds')).body.items).toEqual([
      { method: 'POST', route: '/api/projects', count: 2, summary: 'Make a project' },
      { method: 'POST', route: '/api/of-an-older-release', count: 1, summary: null },
      { method: 'POST', route: '/login', count: 1, summary: 'Log in; sets the session cookie' },
    ]);
  });
});
