/** Every operation of the API document, asked by everybody: who may is answered, who may not learns why, nobody gets in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../config';
import { type TestApi, startApi } from '../../support/api';
import { ROLE_SCOPES, ROLES, roleFor, SCOPES, withIncluded } from '../../../workflows/contracts/access';
import { ask, loggedIn, nameOf, OPERATIONS, withToken } from './support';

jest.setTimeout(120_000);
let api: TestApi;
beforeAll(async () => void (api = await startApi()));
afterAll(() => api.close());

const isScope = (access: string): boolean => !['open', 'login', 'host'].includes(access);
/** What came of each operation: `forbidden`, `login_required` ...; `let in` if it was looked at. */
async function outcomes(headers: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const operation of OPERATIONS) {
    const { status, code } = await ask(api.url, operation, headers);
    found[nameOf(operation)] = [401, 403].includes(status) ? String(code) : 'let in';
  }
  return found;
}
const expected = (outcome: (access: string) => string): Record<string, string> =>
  Object.fromEntries(
    OPERATIONS.map((operation) => [
      nameOf(operation),
      // Nobody's login or token opens what a joined host asks.
      operation.access === 'host' ? 'host_token' : outcome(operation.access),
    ]),
  );

test('each operation says what it needs: a scope that there is, a login, or nothing', () => {
  const odd = OPERATIONS.filter(
    ({ access }) => isScope(access) && !(SCOPES as readonly string[]).includes(access),
  );
  expect(odd).toEqual([]);
  // Whatever is not a read is never open to all that may look.
  const writes = OPERATIONS.filter(({ method, access }) => method !== 'GET' && access === 'read').map(nameOf);
  expect(writes.sort()).toEqual([
    'POST /api/confirm/rules/preview',
    'POST /api/confirm/test',
    'POST /api/plans/validate',
    'POST /api/templates/:name/render',
  ]);
  const open = OPERATIONS.filter(({ access }) => access === 'open').map(nameOf);
  expect(open.sort()).toEqual([
    'GET /api/errors',
    'GET /health',
    'GET /login/methods',
    'GET /login/oidc',
    'GET /login/oidc/callback',
    'POST /api/errors',
    'POST /login/link',
  ]);
});

test('the table of docs/security.md has each scope with the lowest role that has it', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs/security.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([\w:]+)` .*\| (\w+) +\|$/gm)].map(([, scope, role]) => [scope, role]);
  expect(rows).toEqual(SCOPES.map((scope) => [scope, roleFor(scope)]));
});

describe('whoever has no login', () => {
  const onlyOpen = () => expected((access) => (access === 'open' ? 'let in' : 'login_required'));
  it('gets what is open', async () => expect(await outcomes({})).toEqual(onlyOpen()));
  it('gets no more with a token that there is not', async () =>
    expect(await outcomes({ authorization: 'Bearer archt_nothing' })).toEqual(onlyOpen()));
  it('gets no more with a cookie that nobody signed', async () =>
    expect(await outcomes({ cookie: 'architect.session=abc; architect.session.sig=def' })).toEqual(
      onlyOpen(),
    ));
  it('gets no more with a token that was revoked, or one that has expired', async () => {
    const { tokens } = api.store.access;
    const revoked = tokens.create({ name: 'revoked', scopes: SCOPES, expiresAt: null }, 'test');
    tokens.revoke(revoked?.row.id ?? 0, 'test');
    const expired = tokens.create({ name: 'expired', scopes: SCOPES, expiresAt: new Date(0) }, 'test');
    for (const made of [revoked, expired])
      expect(await outcomes({ authorization: `Bearer ${made?.token}` })).toEqual(onlyOpen());
  });
});

describe.each(ROLES)('a user of the role %s', (role) => {
  it('gets what the role may, and is told who may the rest', async () => {
    const headers = await loggedIn(api, `is.${role}`, role);
    const allowed: readonly string[] = ROLE_SCOPES[role];
    expect(await outcomes(headers)).toEqual(
      expected((access) => (isScope(access) && !allowed.includes(access) ? 'forbidden' : 'let in')),
    );
    for (const operation of OPERATIONS.filter(({ access }) => isScope(access) && !allowed.includes(access))) {
      const { message } = await ask(api.url, operation, headers);
      expect(message).toContain(operation.access);
      expect(message).toContain(`the role ${roleFor(operation.access as never)}`);
      expect(message).toContain(`yours, ${role},`);
    }
  });
});

test('the machine’s own token gets everything', async () => {
  const headers = { authorization: `Bearer ${api.token}` };
  expect(await outcomes(headers)).toEqual(expected(() => 'let in'));
});

test.each(SCOPES)(
  'a token with the scope %s gets what needs it or is part of it, and nothing else',
  async (scope) => {
    const headers = withToken(api, `has ${scope}`, [scope]);
    const opened: readonly string[] = withIncluded([scope]);
    expect(await outcomes(headers)).toEqual(
      expected((access) => (isScope(access) && !opened.includes(access) ? 'forbidden' : 'let in')),
    );
  },
);

test('pages are for who may read; the files of the login page are for all', async () => {
  const page = (headers: Readonly<Record<string, string>>, path = '/monitor.html') =>
    fetch(api.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
  const readers = [await loggedIn(api, 'looks', 'viewer'), withToken(api, 'looks', ['read'])];
  for (const headers of readers)
    for (const path of ['/', '/monitor.html', '/api/docs'])
      expect((await page(headers, path)).status).toBe(200);
  const metrics = withToken(api, 'scraper', ['metrics:read']);
  for (const path of ['/', '/monitor.html', '/nothing']) expect((await page(metrics, path)).status).toBe(403);
  expect((await page(metrics, '/login')).status).toBe(200);
  expect((await page({})).headers.get('location')).toBe('/login?next=%2Fmonitor.html');
});
