/** Lists by how things stand: every word that is shown can be asked for, alone or with others. */
import { openApiDocument } from '../../api/document/openapi';
import { startApi, type TestApi } from '../support/api';
import { PLAIN, sees, there } from '../store/support';
import { expectError } from './http';

let api: TestApi;
beforeEach(async () => (api = await startApi()));
afterEach(() => api.close());

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: {
    readonly anyOf?: readonly { readonly enum?: readonly string[]; readonly type?: string }[];
  };
}
const paths = openApiDocument('0').paths as Record<string, { get?: { parameters?: readonly Parameter[] } }>;
/** Lists that take a status, with the words they name; none where rows of the original may hold any. */
const LISTS = Object.entries(paths).flatMap(([path, { get }]) => {
  const status = get?.parameters?.find(({ name, in: place }) => name === 'status' && place === 'query');
  return status && !path.includes('{') ? [{ path, words: status.schema.anyOf?.[0]?.enum ?? [] }] : [];
});
const ids = (body: any): number[] => body.items.map(({ id }: { id: number }) => id);

test('all lists of things that have a status take one', () => {
  expect(LISTS.map(({ path }) => path).sort()).toEqual([
    '/api/assigner/prompts',
    '/api/assigner/sessions',
    '/api/bugs',
    '/api/confirmations',
    '/api/errors',
    '/api/features',
    '/api/health/history',
    '/api/improvements',
    '/api/interactions',
    '/api/maintenance',
    '/api/plans',
    '/api/projects',
    '/api/sessions',
    '/api/tasks',
  ]);
});

test.each(LISTS.filter(({ words }) => words.length > 0))(
  '$path takes each of its words, and several; another one is named with those that it knows',
  async ({ path, words }) => {
    for (const status of [...words, words.join(','), ` ${words.slice(0, 2).join(' , ')}`]) {
      const { status: code } = await api.call(`${path}?status=${encodeURIComponent(status)}`);
      expect([status, code]).toEqual([status, 200]);
    }
    const message = expectError(await api.call(`${path}?status=${words[0]},gone`), 400, 'invalid_request');
    expect(message).toBe(`status: expected one of ${words.join(', ')}`);
  },
);

test('prompts are found by status and by stage', async () => {
  const { store } = api;
  const add = (): number => store.prompts.insert(PLAIN).id;
  const [accepted, waiting, ended, unknown] = [add(), add(), add(), add()];
  for (const id of [waiting, ended, unknown]) store.lifecycle.enterQueue(id);
  store.lifecycle.settle(ended, 'failed', 'broke');
  store.lifecycle.settle(unknown, 'indeterminate', 'nobody knows');
  const found = async (status: string) =>
    ids((await api.call(`/api/assigner/prompts?order=oldest&status=${status}`)).body);
  expect(await found('pending')).toEqual([accepted, waiting]);
  expect(await found('queued')).toEqual([waiting]);
  expect(await found('failed')).toEqual([ended, unknown]);
  expect(await found('indeterminate')).toEqual([unknown]);
  expect(await found('accepted,indeterminate')).toEqual([accepted, unknown]);
  expect(await found('accepted,failed')).toEqual([accepted, ended, unknown]);
  expect(await found('working')).toEqual([]);
});

test('sessions are found by their state', async () => {
  sees(api.store, 'free');
  sees(api.store, 'works', { status: 'busy', readySince: null });
  sees(api.store, 'gone', { status: 'exited', readySince: null });
  const found = async (status: string) =>
    (await api.call(`/api/sessions?status=${status}`)).body.map(({ name }: { name: string }) => name);
  expect(await found('busy')).toEqual(['works']);
  expect(await found('exited,waiting_input')).toEqual(['free', 'gone']);
  expect(await found('')).toEqual(['free', 'gone', 'works']);
});

describe('the archive', () => {
  const settled = (outcome: 'completed' | 'failed' | 'indeterminate'): number => {
    const { id } = api.store.prompts.insert(PLAIN);
    api.store.lifecycle.enterQueue(id);
    api.store.lifecycle.settle(id, outcome, 'so it ended');
    return id;
  };
  const post = (path: string, body: unknown = {}) => api.call(`/api/assigner/prompts/${path}`, { body });
  const listed = async (query = '') =>
    ids((await api.call(`/api/assigner/prompts?order=oldest&${query}`)).body);

  test('takes settled prompts out of the lists, and gives them back', async () => {
    const [done, other] = [settled('completed'), settled('failed')];
    expect((await post(`${done}/archive`)).body).toMatchObject({
      id: done,
      status: 'completed',
      archived: true,
    });
    expect((await post(`${done}/archive`)).status).toBe(200);
    expect(await listed()).toEqual([other]);
    expect(await listed('archived=true')).toEqual([done]);
    expect(await listed('archived=include')).toEqual([done, other]);
    expect((await api.call(`/api/assigner/prompts/${done}`)).body).toMatchObject({ archived: true });
    expect((await post(`${done}/unarchive`)).body).toMatchObject({ archived: false });
    expect(await listed()).toEqual([done, other]);
  });

  test('takes none that is under way, and says what to do', async () => {
    const { id } = api.store.prompts.insert(PLAIN);
    api.store.lifecycle.enterQueue(id);
    const message = expectError(await post(`${id}/archive`), 409, 'conflict');
    expect(message).toBe(`Prompt ${id} has not ended (queued): cancel it first, or wait for its end.`);
    expect(await listed()).toEqual([id]);
    expectError(await post('99/archive'), 404, 'not_found');
    expectError(await post('99/unarchive'), 404, 'not_found');
  });

  test('takes all that have ended so, but for those of which a person has to say how', async () => {
    const [done, failed, unknown] = [settled('completed'), settled('failed'), settled('indeterminate')];
    const { id: waits } = api.store.prompts.insert(PLAIN);
    expect((await post('archive', { older_than_days: 1 })).body).toEqual({ archived: 0 });
    expect((await post('archive', { status: ['completed'] })).body).toEqual({ archived: 1 });
    expect(await listed('archived=true')).toEqual([done]);
    expect((await post('archive')).body).toEqual({ archived: 1 });
    expect(await listed('archived=true')).toEqual([done, failed]);
    expect(await listed()).toEqual([unknown, waits]);
    expect(expectError(await post('archive', { status: ['pending'] }), 400, 'invalid_request')).toBe(
      'status.0: expected one of completed, failed, cancelled',
    );
  });

  test('a prompt that is done again leaves it', async () => {
    const id = settled('failed');
    await post(`${id}/archive`);
    expect((await post(`${id}/retry`)).body).toMatchObject({ archived: false, status: 'pending' });
    expect(await listed()).toEqual([id]);
    expect(there(api.store.prompts.get(id)).stage).toBe('accepted');
  });
});
