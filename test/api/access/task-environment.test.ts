/** The environment of a task may hold what only those who run tasks should see. */
import { type TestApi, startApi } from '../../support/api';
import { loggedIn, withToken } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

test('values of the environment are shown to who may run tasks', async () => {
  const body = { type: 'shell', command: 'ls', env: { TOKEN: 'of-somebody' } };
  const { id } = (await api.call('/api/tasks', { body })).body;
  const seenBy = async (headers: Record<string, string>): Promise<unknown> =>
    (await api.call(`/api/tasks/${id}`, { headers: { authorization: '', ...headers } })).body.env;
  const shown = { TOKEN: 'of-somebody' };
  const hidden = { TOKEN: null };
  expect(await seenBy(await loggedIn(api, 'olga', 'operator'))).toEqual(shown);
  expect(await seenBy(withToken(api, 'runs', ['read', 'tasks:write']))).toEqual(shown);
  expect(await seenBy(await loggedIn(api, 'vera', 'viewer'))).toEqual(hidden);
  expect(await seenBy(withToken(api, 'reads', ['read']))).toEqual(hidden);
});
