/** Browsers with notifications and quiet hours over the API: of people only, each their own. */
import { createHash } from 'node:crypto';
import { type TestApi, startApi } from '../../support/api';
import { loggedIn, PASSWORD, withToken } from '../access/support';
import { cookieOf, expectError, expectFieldError, logIn } from '../http';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

type Headers = Readonly<Record<string, string>>;
const as = (headers: Headers, path: string, options: object = {}) =>
  api.call(path, { ...options, headers: { authorization: '', ...headers } });

const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const ENDPOINT = 'https://push.example.com/secret-of-robin';
const subscribe = (headers: Headers, body: object = {}) =>
  as(headers, '/api/me/browsers', { method: 'PUT', body: { endpoint: ENDPOINT, keys: KEYS, ...body } });
const own = async (headers: Headers) => (await as(headers, '/api/me/notifications')).body;

it('a browser subscribes, is shown without its address and keys, and unsubscribes', async () => {
  const robin = await loggedIn(api, 'robin', 'viewer');
  const { status, body } = await subscribe({
    ...robin,
    origin: api.url,
    'user-agent': 'Mozilla/5.0 Firefox/140.0',
  });
  expect([status, body]).toMatchObject([
    200,
    { id: 1, browser: 'Mozilla/5.0 Firefox/140.0', service: 'push.example.com', waiting: 0, last: null },
  ]);
  expect(body.mark).toBe(createHash('sha256').update(ENDPOINT).digest('hex'));
  const all = await own(robin);
  expect(all).toEqual({ public_key: 'public-key', quiet_hours: null, quiet_until: null, browsers: [body] });
  expect(JSON.stringify(all)).not.toMatch(/secret-of-robin|BCVxsr7N|BTBZMqHH/);
  expect(await as(robin, '/api/me/browsers/1', { method: 'DELETE' })).toMatchObject({ status: 204 });
  expect((await own(robin)).browsers).toEqual([]);
  expectError(await as(robin, '/api/me/browsers/1', { method: 'DELETE' }), 404, 'not_found');
});

it('nobody sees, tries or removes those of others', async () => {
  const robin = await loggedIn(api, 'robin', 'operator');
  const alex = await loggedIn(api, 'alex', 'admin');
  await subscribe(robin);
  expect((await own(alex)).browsers).toEqual([]);
  expectError(await as(alex, '/api/me/browsers/1', { method: 'DELETE' }), 404, 'not_found');
  expectError(await as(alex, '/api/me/browsers/1/test', { method: 'POST' }), 404, 'not_found');
  expect((await own(robin)).browsers).toHaveLength(1);
});

it('a log-out ends that of its browser, not those of the others', async () => {
  const robin = await loggedIn(api, 'robin', 'operator');
  const second = { cookie: cookieOf(await logIn(api.url, PASSWORD, { user: 'robin' })) };
  await subscribe(robin);
  await subscribe(second, { endpoint: 'https://push.example.com/second' });
  await as(robin, '/logout', { method: 'POST' });
  expect((await own(second)).browsers).toMatchObject([{ id: 2 }]);
});

it('programs have no browsers', async () => {
  expectError(await api.call('/api/me/notifications'), 409, 'conflict');
  expectError(await subscribe(withToken(api, 'robot', ['read'])), 409, 'conflict');
  expectError(await subscribe({}), 401, 'login_required');
});

test.each([
  ['endpoint', { endpoint: 'http://push.example.com/a' }],
  ['endpoint', { endpoint: 'https://127.0.0.1:9/a' }],
  ['endpoint', { endpoint: 'https://169.254.169.254/latest' }],
  ['endpoint', { endpoint: 'https://localhost:8080/api' }],
  ['endpoint', { endpoint: 'javascript:alert(1)' }],
  ['keys.p256dh', { keys: { ...KEYS, p256dh: 'A'.repeat(87) } }],
  ['keys.p256dh', { keys: { ...KEYS, p256dh: `B${KEYS.p256dh}` } }],
  ['keys.auth', { keys: { ...KEYS, auth: 'short' } }],
])('%s is refused: %j', async (field, body) => {
  expectFieldError(await subscribe(await loggedIn(api, 'robin', 'operator'), body), field);
  expect(api.store.push.browsers.ids()).toEqual([]);
});

it('a test needs the engine, and says so', async () => {
  const robin = await loggedIn(api, 'robin', 'viewer');
  await subscribe(robin);
  expectError(await as(robin, '/api/me/browsers/1/test', { method: 'POST' }), 503, 'engine_unavailable');
});

describe('quiet hours', () => {
  const HOURS = {
    ...{ zone: 'Europe/Berlin', passes: ['health'] },
    spans: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }],
  };
  const set = (headers: Headers, body: object) =>
    as(headers, '/api/me/quiet-hours', { method: 'PUT', body: { ...HOURS, ...body } });

  it('are of each person, and say until when it is quiet', async () => {
    const robin = await loggedIn(api, 'robin', 'viewer');
    const { body } = await set(robin, {});
    expect(body).toMatchObject({ quiet_hours: HOURS, quiet_until: expect.stringMatching(/Z$/) });
    expect(await own(robin)).toEqual(body);
    expect(await own(await loggedIn(api, 'alex', 'viewer'))).toMatchObject({ quiet_hours: null });
    expect((await set(robin, { spans: [] })).body).toMatchObject({ quiet_until: null });
  });

  test.each([
    ['zone', { zone: 'Berlin' }],
    ['zone', { zone: '+01:00' }],
    ['spans.0.from', { spans: [{ days: [1], from: '24:00', to: '07:00' }] }],
    ['spans.0.to', { spans: [{ days: [1], from: '22:00', to: '7' }] }],
    ['spans.0.days', { spans: [{ days: [], from: '22:00', to: '07:00' }] }],
    ['spans.0.days', { spans: [{ days: [1, 1], from: '22:00', to: '07:00' }] }],
    ['passes.0', { passes: ['approval'] }],
    ['passes', { passes: ['health', 'health'] }],
  ])('%s is refused: %j', async (field, body) => {
    expectFieldError(await set(await loggedIn(api, 'robin', 'viewer'), body), field);
  });
});
