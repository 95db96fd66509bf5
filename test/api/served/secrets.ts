/** The vault over HTTP: shapes, what is refused, who is noted, leases, the key. */
import type { Dashboard } from '../../support/dashboard';
import { expectError, expectFieldError, type Json, logIn, cookieOf, request } from '../http';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 120_000);

const VALUE = 'ghp_value-of-the-token';
let names = 0;
async function made(fields: Record<string, unknown> = {}): Promise<Json> {
  const body = { name: `SECRET_${++names}`, value: VALUE, category: 'token', ...fields };
  const answer = await dashboard.call('/api/secrets', { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

it('a secret is created, listed without its value, viewed with it, changed and deleted', async () => {
  const secret = await made({ description: 'GitHub personal access token' });
  const about = { name: secret.name, category: 'token', description: 'GitHub personal access token' };
  expect(secret).toMatchObject({ id: expect.any(Number), ...about });
  const list = await dashboard.call('/api/secrets');
  expect(list.body).toEqual([
    {
      ...{ id: secret.id, ...about, service: null, due: null, readable: true, revision: expect.any(String) },
      ...{
        created_at: expect.stringMatching(/T.*Z$/),
        updated_at: expect.any(String),
        rotated_at: expect.any(String),
      },
      ...{ last_accessed: null, access_count: 0, expires_at: null, rotate_after_days: null },
    },
  ]);
  expect(JSON.stringify([secret, list.body])).not.toContain(VALUE);

  const path = `/api/secrets/${secret.id}`;
  const viewed = await dashboard.call(path);
  expect(viewed.body).toMatchObject({ id: secret.id, name: secret.name, value: VALUE, category: 'token' });
  expect(viewed.headers.get('cache-control')).toBe('no-store');

  const patched = await dashboard.call(path, {
    method: 'PATCH',
    body: { value: 'new', expires_at: '2030-01-31' },
  });
  expect(patched.body).toMatchObject({ ...about, expires_at: '2030-01-31T00:00:00.000Z' });
  const put = await dashboard.call(path, { method: 'PUT', body: { name: 'RENAMED', description: null } });
  expect(put.body).toMatchObject({
    name: 'RENAMED',
    description: null,
    expires_at: '2030-01-31T00:00:00.000Z',
  });
  expect((await dashboard.call(path)).body).toMatchObject({ value: 'new', access_count: 2 });

  expect((await dashboard.call(path, { method: 'DELETE' })).status).toBe(204);
  expectError(await dashboard.call(path), 404, 'not_found');
  const { items } = (await dashboard.call('/api/secrets/access?name=RENAMED&limit=1')).body;
  expect(items).toMatchObject([{ name: 'RENAMED', action: 'deleted', who: 'api-token' }]);
  expect((await dashboard.call('/api/secrets/access?limit=1')).body).toMatchObject({ items, total: 6 });
  expectError(await dashboard.call('/api/secrets/99999/access'), 404, 'not_found');
});

it('the log says who had the value and when', async () => {
  const { id } = await made();
  await dashboard.call(`/api/secrets/${id}`);
  const headers = { Cookie: cookieOf(await logIn(dashboard.url, 'peace5')) };
  expect((await request(dashboard.url, `/api/secrets/${id}`, { headers })).body.value).toBe(VALUE);
  const { body } = await dashboard.call(`/api/secrets/${id}/access?limit=2`);
  expect(body).toMatchObject({ total: 3, limit: 2, offset: 0 });
  expect(body.items.map((item: Json) => [item.action, item.who])).toEqual([
    ['viewed', 'architect'],
    ['viewed', 'api-token'],
  ]);
  expect(body.items[0].at).toMatch(/T.*Z$/);
});

it('nobody gets anything without a login', async () => {
  const { id } = await made();
  for (const path of ['/api/secrets', `/api/secrets/${id}`, `/api/secrets/${id}/access`])
    expectError(await request(dashboard.url, path), 401, 'login_required');
});

it('lists what is due, of a category, of a service, with a text', async () => {
  await made({ name: 'OLD', expires_at: '2020-01-01T00:00:00+02:00', service: 'aws', category: 'api_key' });
  const named = async (query: string): Promise<string[]> =>
    (await dashboard.call(`/api/secrets?${query}`)).body.map(({ name }: Json) => name);
  expect(await named('due=true')).toEqual(['OLD']);
  expect(await named('due=false')).not.toContain('OLD');
  expect(await named('category=api_key')).toEqual(['OLD']);
  expect(await named('service=aws')).toEqual(['OLD']);
  expect(await named('q=ol')).toEqual(['OLD']);
  expectFieldError(await dashboard.call('/api/secrets?due=maybe'), 'due');
  expectFieldError(await dashboard.call('/api/secrets?category=nuclear'), 'category');
});

it.each<[string, Record<string, unknown>, string]>([
  ['a category that is none', { category: 'nuclear' }, 'category'],
  ['no value', { value: undefined }, 'value'],
  ['an empty value', { value: '' }, 'value'],
  ['half a character', { value: '\ud800' }, 'value'],
  ['too long a value', { value: 'x'.repeat(65_537) }, 'value'],
  ['no name', { name: undefined }, 'name'],
  ['a name of two lines', { name: 'a\nb' }, 'name'],
  ['a date that is none', { expires_at: 'next week' }, 'expires_at'],
  ['a rotation every 0 days', { rotate_after_days: 0 }, 'rotate_after_days'],
  ['a field that is not known', { encrypted_value: 'x' }, 'encrypted_value'],
])('%s is refused, and the answer does not repeat it', async (_what, fault, field) => {
  const body = { name: 'BAD', value: VALUE, category: 'token', ...fault };
  const answer = await dashboard.call('/api/secrets', { body });
  expectFieldError(answer, field);
  expect(JSON.stringify(answer.body)).not.toContain(VALUE);
});

it('a name is taken once; quotes, paths and other scripts are names like others', async () => {
  const { name } = await made({ name: `../'"; DROP TABLE secrets; -- ключ` });
  const again = await dashboard.call('/api/secrets', { body: { name, value: 'x' } });
  expectError(again, 409, 'conflict');
  expectFieldError(await dashboard.call('/api/secrets/abc'), 'id');
  expectError(await dashboard.call('/api/secrets/99999'), 404, 'not_found');
  expectError(await dashboard.call('/api/secrets/99999', { method: 'DELETE' }), 404, 'not_found');
});

it('a lease gives a token that opens the value once, for its holder', async () => {
  const { id, name } = await made();
  const lease = await dashboard.call(`/api/secrets/${id}/leases`, { body: { holder: 'session:dev' } });
  expect(lease.status).toBe(201);
  expect(lease.body).toMatchObject({ name, holder: 'session:dev', token: expect.any(String) });
  expect(JSON.stringify(lease.body)).not.toContain(VALUE);
  const redeem = () => dashboard.call('/api/secrets/leases/redeem', { body: { token: lease.body.token } });
  expect((await redeem()).body).toEqual({ id, name, holder: 'session:dev', value: VALUE });
  expectError(await redeem(), 410, 'lease_gone');
  const { body } = await dashboard.call(`/api/secrets/${id}/access`);
  expect(body.items[0]).toMatchObject({ action: 'used', who: 'session:dev' });
  for (const holder of ['me', 'task:me', 'session: '])
    expectFieldError(await dashboard.call(`/api/secrets/${id}/leases`, { body: { holder } }), 'holder');
});

it('rotating the key leaves every value as it was', async () => {
  const { id } = await made();
  const { status, body } = await dashboard.call('/api/secrets/rotate-key', { method: 'POST' });
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { unreadable: [], key_id: expect.any(String) },
  });
  expect(body.resealed).toBeGreaterThan(0);
  expect((await dashboard.call(`/api/secrets/${id}`)).body.value).toBe(VALUE);
});

it('a session gets secrets by their names; names that are not there are refused', async () => {
  await made({ name: 'TOKEN_FOR_SESSION' });
  const session = { name: 'holder', provider: 'shell', command: 'env PS1=$ bash --norc --noprofile' };
  const secrets = ['TOKEN_FOR_SESSION'];
  const call = (more: object) => dashboard.call('/api/sessions', { body: { ...session, ...more } });
  expectFieldError(await call({ secrets: ['MISSING'] }), 'secrets.0');
  expectFieldError(await call({ secrets: ['not a name'] }), 'secrets.0');
  expectFieldError(await call({ secrets, env: { TOKEN_FOR_SESSION: 'x' } }), 'secrets.0');
  expect((await call({ secrets })).status).toBe(201);
  await dashboard.sessionWhere('holder', ({ status }) => status === 'waiting_input');
  const content = 'echo "${TOKEN_FOR_SESSION}" | sed s/value/VALUE/';
  const id = await dashboard.send({ content, target_session: 'holder' });
  expect((await dashboard.settled(id)).response).toBe(VALUE.replace('value', 'VALUE'));
  const [{ id: secretId }] = (await dashboard.call('/api/secrets?q=TOKEN_FOR_SESSION')).body;
  const { body } = await dashboard.call(`/api/secrets/${secretId}/access`);
  expect(body.items[0]).toMatchObject({ action: 'used', who: 'session:holder' });
});
