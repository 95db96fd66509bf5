/** Requests of a browser that are on their way while its login ends or changes. */
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { type TestApi, startApi } from '../../support/api';
import { expectError, JSON_BODY, request } from '../http';
import { loggedIn, PASSWORD, withToken } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const BODY = JSON.stringify({ tool: 'Bash', command: 'ls', working_dir: '/' });
const stats = (headers: Readonly<Record<string, string>>) => request(api.url, '/api/stats', { headers });

/** A request that the server has begun to serve, and whose body is still to come; gives what sends that. */
async function begun(
  headers: Readonly<Record<string, string>>,
  path = '/api/confirm/test',
  body = BODY,
): Promise<() => Promise<number | undefined>> {
  const sent = httpRequest(api.url + path, {
    method: 'POST',
    headers: { ...headers, ...JSON_BODY, 'Content-Length': body.length, Expect: '100-continue' },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  return async () => {
    const answered = once(sent, 'response');
    sent.end(body);
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  };
}

it('a logout is not undone by one that was on its way, which does nothing any more', async () => {
  const headers = await loggedIn(api, 'robin', 'viewer');
  const finish = await begun(headers);
  expect((await request(api.url, '/logout', { method: 'POST', headers })).status).toBe(200);
  expect(await finish()).toBe(401);
  expectError(await stats(headers), 401, 'login_required');
});

it('a changed password keeps this login, though one was on its way', async () => {
  const headers = await loggedIn(api, 'robin', 'viewer');
  const finish = await begun(headers);
  const body = JSON.stringify({ current: PASSWORD, password: 'another horse 2' });
  const changed = await request(api.url, '/api/me/password', {
    ...{ method: 'PUT', body },
    headers: { ...headers, ...JSON_BODY },
  });
  expect(changed.status).toBe(200);
  expect(await finish()).toBe(200);
  expect((await stats(headers)).status).toBe(200);
});

const TASK = JSON.stringify({ type: 'shell', name: 'x', command: 'true' });

it.each<[string, (id: number) => void, number]>([
  ['a role that is taken away', (id) => void api.store.access.users.change(id, { role: 'viewer' }), 403],
  ['an account that is closed', (id) => void api.store.access.users.change(id, { disabled: true }), 401],
  ['a user who is removed', (id) => void api.store.access.users.remove(id), 401],
])('%s while the body comes counts for what it asks', async (_what, change, status) => {
  const headers = await loggedIn(api, 'robin', 'operator');
  const finish = await begun(headers, '/api/tasks', TASK);
  change(api.store.access.users.byName('robin')?.id ?? 0);
  expect(await finish()).toBe(status);
  expect((await api.call('/api/tasks')).body.items).toEqual([]);
});

it('a token that is revoked while the body comes does nothing any more', async () => {
  const headers = withToken(api, 'ci', ['tasks:write']);
  const finish = await begun(headers, '/api/tasks', TASK);
  api.store.access.tokens.revoke(1, 'test');
  expect(await finish()).toBe(401);
  expect((await api.call('/api/tasks')).body.items).toEqual([]);
});
