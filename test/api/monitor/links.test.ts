/** A link to the monitor opens the monitor and what it reads. Every other operation, page and WebSocket is closed to it. */
import { startApi, type TestApi } from '../../support/api';
import { SCOPES } from '../../../workflows/contracts/access';
import { readStream } from '../stream';
import { ask, loggedIn, nameOf, OPERATIONS, withToken } from '../access/support';
import { cookieOf, expectError, JSON_BODY, PAGE, request } from '../http';

jest.setTimeout(120_000);
let api: TestApi;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.close());

interface Link {
  readonly id: number;
  readonly token: string;
  readonly addresses: readonly string[];
}

let made = 0;
async function link(expiresAt: string | null = null): Promise<Link> {
  const body = { name: `hall ${++made}`, expires_at: expiresAt };
  const answer = await api.call('/api/monitor-links', { body });
  expect(answer.status).toBe(201);
  return answer.body as Link;
}
const exchange = (token: string, headers: Record<string, string> = {}) =>
  request(api.url, '/login/link', { body: JSON.stringify({ token }), headers: { ...JSON_BODY, ...headers } });
async function opened(token: string): Promise<{ readonly cookie: string }> {
  const reply = await exchange(token);
  expect([reply.status, reply.text]).toEqual([204, '']);
  return { cookie: cookieOf(reply) };
}

/** As what a stranger gets, but for what the monitor reads. */
const isOfTheMonitor = (name: string): boolean => /^GET \/api\/monitor(\/events)?$/.test(name);
async function outcomes(headers: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const operation of OPERATIONS) {
    const { status, code } = await ask(api.url, operation, headers);
    found[nameOf(operation)] = [401, 403].includes(status) ? String(code) : 'let in';
  }
  return found;
}
const closedBut = (isOpen: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(
    OPERATIONS.map((operation) => {
      const name = nameOf(operation);
      if (operation.access === 'host') return [name, 'host_token'];
      return [name, operation.access === 'open' || isOpen(name) ? 'let in' : 'login_required'];
    }),
  );

test('the browser that it let in gets the monitor and nothing else, whatever it asks for', async () => {
  const headers = await opened((await link()).token);
  expect(await outcomes(headers)).toEqual(closedBut(isOfTheMonitor));
});

test('its token opens nothing where it is sent as that of a program, nor as a cookie', async () => {
  const { token } = await link();
  const { cookie } = await opened(token);
  const [name] = cookie.split('=', 1);
  for (const headers of [
    { authorization: `Bearer ${token}` },
    { cookie: `${name}=${token}` },
    // Unsigned, and that of another link.
    { cookie: cookie.split('; ')[0] ?? '' },
    { cookie: cookie.replace(/=\d+\./, '=999999.') },
  ])
    expect(await outcomes(headers)).toEqual(closedBut(() => false));
});

test('pages are closed to it but the one, and lead to the login', async () => {
  const headers = { ...PAGE, ...(await opened((await link()).token)) };
  expect((await request(api.url, '/monitor.html', { headers })).status).toBe(200);
  for (const path of ['/', '/health.html', '/access.html', '/api/docs', '/monitor.html.map', '/nothing']) {
    const { status, headers: answer } = await request(api.url, path, { headers });
    expect([path, status, answer.location]).toEqual([path, 302, expect.stringMatching(/^\/login/)]);
  }
});

test('its cookie goes to the monitor only, is for no script, and ends with it', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
  const { headers } = await exchange((await link(inAnHour)).token);
  const cookies = headers['set-cookie'] ?? [];
  expect(cookies.map((cookie) => /path=([^;]+)/.exec(cookie)?.[1])).toEqual([
    ...['/monitor.html', '/monitor.html', '/api/monitor', '/api/monitor'],
  ]);
  for (const cookie of cookies) expect(cookie).toMatch(/; samesite=lax; httponly$/);
  const ends = cookies.map((cookie) => Date.parse(/expires=([^;]+)/.exec(cookie)?.[1] ?? ''));
  for (const end of ends) expect(Math.abs(end - Date.parse(inAnHour))).toBeLessThan(10_000);
});

test('the address that it is given out with keeps the token behind the #, where no server or log sees it', async () => {
  const { token, addresses } = await link();
  expect(token).toMatch(/^archm_[\w-]{40,}$/);
  expect(addresses).toEqual([`${api.url}/login#${token}`]);
  const { body } = await api.call('/api/tokens');
  expect(JSON.stringify(body)).not.toContain(token);
  expect(body.items.at(-1)).toMatchObject({ kind: 'monitor', scopes: ['monitor:read'], state: 'valid' });
  await opened(token);
  const log = await api.call('/api/audit/requests?limit=500');
  expect(log.body.items).toContainEqual(
    expect.objectContaining({ path: '/login/link', status: 204, actor: null }),
  );
  expect(JSON.stringify(log.body)).not.toContain(token);
});

test('a revoked one closes the screens that it has opened, streams too', async () => {
  const { id, token } = await link();
  const headers = await opened(token);
  const stream = await readStream(`${api.url}/api/monitor/events`, headers);
  expect(await stream.next()).toMatchObject({ event: 'board', data: { machine: expect.any(String) } });
  expect((await api.call(`/api/tokens/${id}`, { method: 'DELETE' })).status).toBe(204);
  await stream.ended;
  expectError(await request(api.url, '/api/monitor', { headers }), 401, 'login_required');
  expectError(await exchange(token), 401, 'link_refused');
});

test('one that has expired, or is none, opens nothing, and says whom to ask', async () => {
  const { row, token } = api.store.access.tokens.create(
    { name: 'over', kind: 'monitor', scopes: ['monitor:read'], expiresAt: new Date(0) },
    'test',
  ) ?? { row: undefined, token: '' };
  expect(row?.kind).toBe('monitor');
  const program = withToken(api, 'a program', SCOPES)['authorization']?.replace('Bearer ', '') ?? '';
  for (const wrong of [token, 'archm_nothing', program, ''])
    expect(expectError(await exchange(wrong), 401, 'link_refused')).toContain('ask an admin');
  expectError(await exchange('x'.repeat(300)), 400, 'invalid_request');
  expectError(await exchange(token, { Origin: 'http://evil.example' }), 403, 'forbidden_origin');
});

test('it can be tried a few times only', async () => {
  const alone = await startApi();
  try {
    const tried: number[] = [];
    for (let time = 0; time < 21; time++) {
      const options = { body: '{"token":"archm_guess"}', headers: JSON_BODY };
      tried.push((await request(alone.url, '/login/link', options)).status);
    }
    expect(tried).toEqual([...Array<number>(20).fill(401), 429]);
  } finally {
    await alone.close();
  }
});

test('a login that may see more is heeded before it', async () => {
  const { cookie } = await opened((await link()).token);
  const admin = await loggedIn(api, 'sees.more', 'admin');
  const headers = { cookie: `${cookie}; ${admin['cookie']}` };
  expect((await request(api.url, '/api/assigner/status', { headers })).status).toBe(200);
});

test('under a path of a proxy its cookie goes to the monitor of that path', async () => {
  const under = await startApi(undefined, undefined, {
    ...{ ARCHITECT_BASE_PATH: '/architect', ARCHITECT_PASSWORD: 'of my own' },
  });
  try {
    const made = (await under.call('/architect/api/monitor-links', { body: { name: 'x' } })).body as Link;
    expect(made.addresses).toEqual([`${under.url}/architect/login#${made.token}`]);
    const options = { body: JSON.stringify({ token: made.token }), headers: JSON_BODY };
    const reply = await request(under.url, '/architect/login/link', options);
    const paths = (reply.headers['set-cookie'] ?? []).map((cookie) => /path=([^;]+)/.exec(cookie)?.[1]);
    expect([...new Set(paths)]).toEqual(['/architect/monitor.html', '/architect/api/monitor']);
    const headers = { cookie: cookieOf(reply) };
    expect((await request(under.url, '/architect/api/monitor', { headers })).body.alone).toBe(true);
  } finally {
    await under.close();
  }
});

test('only who may make users makes one', async () => {
  const headers = { ...JSON_BODY, ...(await loggedIn(api, 'no.admin', 'operator')) };
  const reply = await request(api.url, '/api/monitor-links', { body: '{"name":"mine"}', headers });
  expectError(reply, 403, 'forbidden');
});
