/** Requests of a browser that are on their way while its login ends or changes. */
import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { type TestApi, startApi } from '../../support/api';
import { expectError, JSON_BODY, request } from '../http';
import { loggedIn, PASSWORD } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const BODY = JSON.stringify({ tool: 'Bash', command: 'ls', working_dir: '/' });
const stats = (headers: Readonly<Record<string, string>>) => request(api.url, '/api/stats', { headers });

/** A request that the server has begun to serve, and whose body is still to come; gives what sends that. */
async function begun(headers: Readonly<Record<string, string>>): Promise<() => Promise<number | undefined>> {
  const sent = httpRequest(`${api.url}/api/confirm/test`, {
    method: 'POST',
    headers: { ...headers, ...JSON_BODY, 'Content-Length': BODY.length, Expect: '100-continue' },
  });
  sent.flushHeaders();
  await once(sent, 'continue');
  return async () => {
    const answered = once(sent, 'response');
    sent.end(BODY);
    const [response] = await answered;
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  };
}

it('a logout is not undone by one that was on its way', async () => {
  const headers = await loggedIn(api, 'robin', 'viewer');
  const finish = await begun(headers);
  expect((await request(api.url, '/logout', { method: 'POST', headers })).status).toBe(200);
  expect(await finish()).toBe(200);
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
