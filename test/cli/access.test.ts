/** `architect users`, `tokens` and `audit` against the API proper. */
import { startApi, type TestApi } from '../support/api';
import { type Outcome, runWith } from './helpers';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const architect = (argv: string[], stdin?: string): Promise<Outcome> =>
  runWith(api, argv, stdin === undefined ? {} : { stdin });
const PASSWORD = 'correct horse 1';

test('a user is made with a password that is piped in, changed, closed and removed', async () => {
  expect((await architect(['users', 'add', 'Robin', '--role', 'operator'], PASSWORD)).stdout).toBe(
    'The user Robin is made: operator.\n',
  );
  const { stdout } = await architect(['users']);
  expect(stdout).toMatch(/architect +admin +settings +open/);
  expect(stdout).toMatch(/Robin +operator +password +open +0 +- +api-token/);
  expect((await architect(['users', 'sign-out', 'robin'])).stdout).toBe(
    'Logins of robin that were ended: 0.\n',
  );
  expect((await architect(['users', 'set', 'robin', '--role', 'viewer', '--close'])).stdout).toBe(
    'The user Robin is changed: viewer, closed.\n',
  );
  expect((await architect(['users', 'set', 'robin', '--open'])).stdout).toContain('viewer, open');
  expect((await architect(['users', 'rm', 'robin'])).stdout).toBe('The user robin is removed.\n');
});

test('what is wrong is said before or after it was sent: a short password, a name there is not, the user of the settings', async () => {
  const short = await architect(['users', 'add', 'robin'], 'short');
  expect(short).toMatchObject({ code: 1, stderr: expect.stringContaining('expected 10 to 200 characters') });
  expect((await architect(['users', 'set', 'robin'])).code).toBe(64);
  expect((await architect(['users', 'rm', 'nobody'])).stderr).toContain("no user 'nobody'");
  expect((await architect(['users', 'set', 'architect', '--close'])).stderr).toContain('ARCHITECT_PASSWORD');
});

test('a token is printed alone, once; the list does not have it; it is revoked by its name', async () => {
  const made = await architect(['tokens', 'add', 'grafana', '--scope', 'metrics:read', '--scope', 'read']);
  expect(made.stdout).toMatch(/^archt_[\w-]{43}\n$/);
  expect(made.stderr).toContain('shown this once');
  const token = made.stdout.trim();
  const authorization = { authorization: `Bearer ${token}` };
  expect((await api.call('/api/me', { headers: authorization })).body).toMatchObject({
    ...{ name: 'token:grafana', kind: 'token', role: null },
    // Who sees everything sees the monitor.
    scopes: ['metrics:read', 'read', 'monitor:read'],
  });
  const list = await architect(['tokens']);
  expect(list.stdout).toMatch(/grafana +archt_[\w-]{4}… +valid +never/);
  expect(list.stdout).not.toContain(token);
  expect((await architect(['tokens', 'revoke', 'grafana'])).stdout).toBe('The token grafana is revoked.\n');
  expect((await api.call('/api/me', { headers: authorization })).status).toBe(401);
  expect((await architect(['tokens', 'revoke', 'grafana'])).stderr).toContain('revoked already');
});

test('a link to the monitor is printed alone, once, and is listed and revoked with the tokens', async () => {
  const made = await architect(['tokens', 'add', 'hall', '--monitor', '--expires', '2099-01-01T00:00Z']);
  expect(made.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/login#archm_[\w-]{43}\n$/);
  expect(made.stderr).toContain('shown this once');
  const token = made.stdout.trim().split('#')[1] ?? '';
  expect((await api.call('/api/me', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  const list = await architect(['tokens']);
  expect(list.stdout).toMatch(/hall +archm_[\w-]{4}… +valid +2099-01-01.*link to the monitor/);
  expect(list.stdout).not.toContain(token);
  expect((await architect(['tokens', 'revoke', 'hall'])).stdout).toBe('The token hall is revoked.\n');
  const odd = await architect(['tokens', 'add', 'odd', '--monitor', '--scope', 'read']);
  expect(odd).toMatchObject({ code: 64, stderr: expect.stringContaining('leave out --scope') });
});

test('a token may have all that a role may, and a time at which it ends', async () => {
  await architect(['tokens', 'add', 'ci', '--role', 'operator', '--expires', '2099-01-01T00:00Z']);
  const { items } = (await api.call('/api/tokens')).body;
  expect(items).toMatchObject([{ name: 'ci', state: 'valid', expires_at: '2099-01-01T00:00:00.000Z' }]);
  expect(items[0].scopes).toContain('terminals:type');
  expect(items[0].scopes).not.toContain('access:write');
  expect(await architect(['tokens', 'add', 'none'])).toMatchObject({ code: 64 });
  expect(await architect(['tokens', 'add', 'odd', '--scope', 'everything'])).toMatchObject({ code: 64 });
});

test('the audit has what was asked for by whom, newest first', async () => {
  await architect(['users', 'add', 'robin'], PASSWORD);
  await architect(['features', 'add', 'Log in']);
  const { stdout } = await architect(['audit']);
  expect(stdout).toMatch(/api-token +POST \/api\/features +201[^]*api-token +POST \/api\/users +201/);
  expect(stdout).not.toContain(PASSWORD);
  expect((await architect(['audit', '--actor', 'robin'])).stdout).not.toContain('/api/users');
  expect((await architect(['audit', '--until', '2000-01-01T00:00Z'])).stdout).not.toContain('POST');
  expect((await architect(['audit', '--since', '2000-01-01T00:00Z'])).stdout).toContain('/api/users');
  expect((await architect(['audit', '--refused'])).stdout).not.toContain('POST');
  expect((await architect(['audit', '--refused', '--changes'])).code).toBe(64);
  expect((await architect(['audit', '--changes'])).stdout).toMatch(/api-token +create\w* feature 1/);
});
