/** Users and tokens: what is made, what ends, and who did what. */
import { connect } from 'node:net';
import { type TestApi, startApi } from '../../support/api';
import { cookieOf, expectError, expectFieldError, logIn } from '../http';
import { loggedIn, PASSWORD, withToken } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const NEW = 'another horse 2';
const requests = async (query = '') => (await api.call(`/api/audit/requests?${query}`)).body.items;
const as = (headers: Readonly<Record<string, string>>, path: string, options: object = {}) =>
  api.call(path, { ...options, headers: { authorization: '', ...headers } });
const addUser = (body: object) => api.call('/api/users', { body });

describe('a user', () => {
  it('logs in in any case, and is who the record names', async () => {
    const { status, body } = await addUser({ name: 'Robin', password: PASSWORD, role: 'operator' });
    expect([status, body]).toMatchObject([201, { name: 'Robin', role: 'operator', created_by: 'api-token' }]);
    const cookie = cookieOf(await logIn(api.url, PASSWORD, { user: 'rOBIN' }));
    expect((await as({ cookie }, '/api/me')).body).toMatchObject({
      name: 'Robin',
      kind: 'user',
      role: 'operator',
    });
    await as({ cookie }, '/api/projects', { body: { name: 'x' } });
    expect((await api.call('/api/audit?entity=project')).body.items).toMatchObject([{ actor: 'Robin' }]);
  });

  it('and the one of the settings log in one after the other in the same browser', async () => {
    let headers = await loggedIn(api, 'robin', 'operator');
    for (const [user, password] of [
      ['architect', 'peace5'],
      ['robin', PASSWORD],
      ['architect', 'peace5'],
    ] as const) {
      headers = { cookie: cookieOf(await logIn(api.url, password, { user, headers })) };
      expect((await as(headers, '/api/me')).body).toMatchObject({ name: user });
    }
  });

  it('has a password that is kept as a slow hash with a salt of its own', async () => {
    await addUser({ name: 'robin', password: PASSWORD });
    await addUser({ name: 'alex', password: PASSWORD });
    const [alex, robin] = api.store.access.users.list().map((row) => row.password_hash);
    expect(robin).toMatch(/^scrypt\$32768\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(robin).not.toBe(alex);
  });

  it('is refused with a wrong password as one that there is not', async () => {
    await addUser({ name: 'robin', password: PASSWORD });
    for (const [name, password] of [
      ['robin', NEW],
      ['nobody', PASSWORD],
    ] as const)
      expectError(
        await logIn(api.url, password, { user: name, headers: { Accept: 'application/json' } }),
        401,
        'login_failed',
      );
  });

  it('can be called neither as another one, nor as the user of the settings or the machine’s token', async () => {
    await addUser({ name: 'robin', password: PASSWORD });
    for (const name of ['ROBIN', 'Architect'])
      expectError(await addUser({ name, password: PASSWORD }), 409, 'conflict');
    for (const name of ['api-token', 'GitHub', 'token:ci', 'a b', '', '-x'])
      expectFieldError(await addUser({ name, password: PASSWORD }), 'name');
    expectFieldError(await addUser({ name: 'x', password: 'too short' }), 'password');
  });

  it.each([
    ['a new password', { password: NEW }],
    ['a closed account', { disabled: true }],
  ])('is logged out at once by %s', async (_what, body) => {
    const headers = await loggedIn(api, 'robin', 'operator');
    const id = api.store.access.users.byName('robin')?.id ?? 0;
    expect((await as(headers, '/api/stats')).status).toBe(200);
    expect((await api.call(`/api/users/${id}`, { method: 'PATCH', body })).status).toBe(200);
    expectError(await as(headers, '/api/stats'), 401, 'login_required');
  });

  it('may at once what a new role may, and is gone at once when removed', async () => {
    const headers = await loggedIn(api, 'robin', 'viewer');
    const id = api.store.access.users.byName('robin')?.id ?? 0;
    const write = () => as(headers, '/api/projects', { body: { name: 'x' } });
    expectError(await write(), 403, 'forbidden');
    await api.call(`/api/users/${id}`, { method: 'PATCH', body: { role: 'operator' } });
    expect((await write()).status).toBe(201);
    expect((await api.call(`/api/users/${id}`, { method: 'DELETE' })).status).toBe(204);
    expectError(await write(), 401, 'login_required');
  });

  it('changes the own password with the old one, which ends the other logins and keeps this one', async () => {
    const headers = await loggedIn(api, 'robin', 'viewer');
    const other = { cookie: cookieOf(await logIn(api.url, PASSWORD, { user: 'robin' })) };
    const change = (current: string) =>
      as(headers, '/api/me/password', { method: 'PUT', body: { current, password: NEW } });
    expectFieldError(await change('wrong'), 'current');
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await as(headers, '/api/stats')).status).toBe(200);
    expectError(await as(other, '/api/stats'), 401, 'login_required');
    expect((await logIn(api.url, NEW, { user: 'robin' })).status).toBe(303);
  });
});

describe('a token', () => {
  it('is in no answer but the first, and nowhere in the database', async () => {
    const { body } = await api.call('/api/tokens', { body: { name: 'ci', scopes: ['read'] } });
    expect(body.token).toMatch(/^archt_/);
    expect(JSON.stringify((await api.call('/api/tokens')).body)).not.toContain(body.token);
    expect(JSON.stringify(api.store.access.tokens.list())).not.toContain(body.token);
    expect(body.token).toContain(body.hint);
  });

  it('ends at its time, with the reason', async () => {
    const past = { name: 'ci', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' };
    expectFieldError(await api.call('/api/tokens', { body: past }), 'expires_at');
    const soon = new Date(Date.now() + 60_000);
    const { body } = await api.call('/api/tokens', { body: { ...past, expires_at: soon.toISOString() } });
    const headers = { authorization: `Bearer ${body.token}` };
    expect((await as(headers, '/api/me')).body.expires_at).toBe(soon.toISOString());
    jest.spyOn(Date, 'now');
    jest.useFakeTimers({
      now: soon.getTime() + 1,
      doNotFake: [
        'nextTick',
        'setImmediate',
        'setTimeout',
        'setInterval',
        'clearTimeout',
        'clearInterval',
        'queueMicrotask',
        'performance',
        'hrtime',
      ],
    });
    try {
      expect(expectError(await as(headers, '/api/me'), 401, 'login_required')).toContain('expired');
      expect((await api.call('/api/tokens')).body.items).toMatchObject([{ state: 'expired' }]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('is given no more than who makes it has', async () => {
    const headers = withToken(api, 'maker', ['access:write', 'read']);
    const make = (scopes: string[]) =>
      as(headers, '/api/tokens', { body: { name: scopes.join(' '), scopes } });
    expect((await make(['read'])).status).toBe(201);
    expect(expectError(await make(['read', 'terminals:type']), 403, 'forbidden')).toContain('terminals:type');
  });
});

describe('a token that may make users', () => {
  const scopes = ['access:write', 'read', 'metrics:read'] as const;
  const change = (id: number, body: object) =>
    as(withToken(api, JSON.stringify(body), scopes), `/api/users/${id}`, { method: 'PATCH', body });

  it('makes none who may do more than it may', async () => {
    const headers = withToken(api, 'maker', scopes);
    const make = (role: string) =>
      as(headers, '/api/users', { body: { name: role, password: PASSWORD, role } });
    expect((await make('viewer')).status).toBe(201);
    for (const role of ['operator', 'admin'])
      expect(expectError(await make(role), 403, 'forbidden')).toContain('terminals:type');
    expect(api.store.access.users.list()).toMatchObject([{ name: 'viewer' }]);
  });

  it('becomes none of them by a password, an open account or a role', async () => {
    const id = (await addUser({ name: 'robin', password: PASSWORD, role: 'admin' })).body.id;
    // What takes away gives nothing.
    expect((await change(id, { disabled: true })).status).toBe(200);
    const before = api.store.access.users.get(id);
    for (const body of [
      { password: NEW },
      { password: NEW, role: 'viewer' },
      { disabled: false },
      { role: 'operator' },
    ])
      expectError(await change(id, body), 403, 'forbidden');
    expect(api.store.access.users.get(id)).toEqual(before);
    expect((await change(id, { role: 'viewer' })).status).toBe(200);
    expect((await change(id, { password: NEW, disabled: false })).status).toBe(200);
  });
});

describe('the event stream', () => {
  const follow = (
    headers: Readonly<Record<string, string>>,
  ): Promise<{ first: string; ended: Promise<unknown> }> =>
    new Promise((resolve, reject) => {
      const { port, host } = new URL(api.url);
      const socket = connect(Number(port), '127.0.0.1');
      const ended = new Promise((end) => socket.once('close', end));
      socket.once('error', reject);
      socket.once('data', (data) => resolve({ first: data.toString(), ended }));
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET /api/events HTTP/1.1\r\nHost: ${host}\r\n${lines.join('')}\r\n`);
    });

  it('is for who may read', async () => {
    const { first } = await follow(withToken(api, 'metrics', ['metrics:read']));
    expect(first).toMatch(/^HTTP\/1\.1 403/);
  });

  it.each(['a token that is revoked', 'a user who may log in no more', 'a user who is removed'])(
    'ends with %s',
    async (what) => {
      const { users, tokens } = api.store.access;
      const headers = what.includes('token')
        ? withToken(api, 'ci', ['read'])
        : await loggedIn(api, 'robin', 'viewer');
      const { first, ended } = await follow(headers);
      expect(first).toMatch(/^HTTP\/1\.1 200/);
      const id = users.byName('robin')?.id ?? 0;
      if (what.includes('token')) tokens.revoke(1, 'test');
      else if (what.includes('removed')) users.remove(id);
      else users.change(id, { disabled: true });
      await ended;
    },
  );
});

describe('the list of who asked for what', () => {
  it('has logins, changes, secrets that were read and what was refused; neither reads nor what was sent', async () => {
    const headers = await loggedIn(api, 'robin', 'viewer');
    await logIn(api.url, 'a wrong one', { user: 'robin' });
    await as(headers, '/api/stats');
    await as(headers, '/api/projects', { body: { name: 'confidential' } });
    const secret = (await api.call('/api/secrets', { body: { name: 'KEY', value: 'hidden away' } })).body;
    await api.call(`/api/secrets/${secret.id}`);
    const rows = await requests();
    expect(
      rows.map((row: { actor: string; method: string; path: string; status: number }) =>
        [row.actor, row.method, row.path, row.status].join(' '),
      ),
    ).toEqual([
      `api-token GET /api/secrets/${secret.id} 200`,
      'api-token POST /api/secrets 201',
      'robin POST /api/projects 403',
      ' POST /login 401',
      'robin POST /login 303',
    ]);
    expect(rows[0]).toMatchObject({ route: '/api/secrets/:id', address: '127.0.0.1' });
    expect(JSON.stringify(rows)).not.toMatch(/confidential|hidden away|wrong one/);
    expect(await requests('actor=robin')).toHaveLength(2);
  });

  it('names the token', async () => {
    await as(withToken(api, 'ci', ['work:write']), '/api/projects', { body: { name: 'x' } });
    expect(await requests('actor=token:ci')).toMatchObject([{ method: 'POST', route: '/api/projects' }]);
  });
});

describe('what is kept names who did it', () => {
  const person = async () => as.bind(null, await loggedIn(api, 'robin', 'admin'));

  it('with a prompt: who sent it, and who cancelled it', async () => {
    const ask = await person();
    const program = withToken(api, 'ci', ['prompts:write', 'read']);
    const { prompt_id: id } = (await as(program, '/api/assigner/send', { body: { content: 'x' } })).body;
    expect((await ask(`/api/assigner/prompts/${id}`)).body.sent_by).toBe('token:ci');
    const { body } = await ask(`/api/assigner/prompts/${id}/cancel`, { body: { reason: 'too late' } });
    expect(body).toMatchObject({ sent_by: 'token:ci', reason: 'cancelled by robin: too late' });
  });

  it('with rules, the switch and trusted directories of automatic confirmation, with what was before', async () => {
    const ask = await person();
    const rule = { tool: 'Bash', kind: 'command', pattern: 'frobnicate *', verdict: 'ask' };
    const { id } = (await ask('/api/confirm/rules', { body: rule })).body;
    await ask(`/api/confirm/rules/${id}`, { method: 'PUT', body: { verdict: 'allow' } });
    await ask(`/api/confirm/rules/${id}`, { method: 'DELETE' });
    await ask('/api/confirm', { method: 'PUT', body: { enabled: false } });
    await ask('/api/confirm/trusted-directories', { body: { path: api.dir } });
    const { items } = (await api.call('/api/audit?actor=robin')).body;
    const told = items.map((one: Record<string, unknown>) => [
      one['action'],
      one['entity'],
      one['entity_id'],
    ]);
    expect(told).toEqual([
      ['create', 'trusted directory', '1'],
      ['update', 'auto-confirm', 'settings'],
      ['delete', 'rule', String(id)],
      ['update', 'rule', String(id)],
      ['create', 'rule', String(id)],
    ]);
    expect(items[3].changes).toEqual({ verdict: ['ask', 'allow'] });
    expect(items[1].changes).toEqual({ enabled: [1, 0] });
  });
});
