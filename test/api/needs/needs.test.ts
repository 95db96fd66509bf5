/** What needs a person, over HTTP: listed for who asks, put away, and told by the event stream. */
import { type TestApi, startApi } from '../../support/api';
import { loggedIn, withToken } from '../access/support';
import { expectError, expectFieldError } from '../http';
import type { Finding } from '../../../workflows/contracts/health';
import { type Stream, openStream } from '../stream';
import { seen } from '../../store/dialog-support';
import { queued, sees, there } from '../../store/support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const needs = async (query = '') => (await api.call(`/api/needs${query}`)).body;
const failed = (): number => {
  const id = queued(api.store, { content: 'secret words' });
  api.store.lifecycle.settle(id, 'failed', 'it broke');
  return id;
};
const asks = (session: string): number => {
  sees(api.store, session);
  return there(api.store.confirmations.open(seen({ session, fingerprint: session })).id);
};

test('an empty list says so', async () => {
  expect(await needs()).toEqual({ items: [], total: 0, limit: 50, offset: 0, counts: {} });
});

test('each has what it is about, and its decisions as calls and as commands', async () => {
  const id = asks('a');
  const { items } = await needs();
  expect(items).toEqual([
    {
      ...{ id: `dialog-${id}`, kind: 'approval', severity: 'warning', page: '/', subject: 'ls' },
      title: 'a asks for permission',
      why: 'Only a person can answer this.',
      since: expect.stringMatching(/^\d{4}-.*Z$/),
      refs: {
        ...{ dialog: id, prompt: null, session: 'a', plan: null },
        ...{ task: null, budget: null, secret: null, host: null },
      },
      decisions: [
        {
          ...{ name: 'approve', scope: 'dialogs:decide', allowed: true },
          request: { method: 'POST', path: `/api/confirmations/${id}`, body: { decision: 'approve' } },
          command: `architect confirm approve ${id}`,
        },
        {
          ...{ name: 'deny', scope: 'dialogs:decide', allowed: true },
          request: { method: 'POST', path: `/api/confirmations/${id}`, body: { decision: 'deny' } },
          command: `architect confirm deny ${id}`,
        },
      ],
    },
  ]);
});

test('it is paged, filtered by kind, and counts all kinds all the same', async () => {
  const prompts = [failed(), failed(), failed()];
  asks('a');
  const page = await needs('?kind=failed&limit=2&offset=1');
  expect(page).toMatchObject({ total: 3, limit: 2, offset: 1, counts: { approval: 1, failed: 3 } });
  expect(page.items.map((one: { refs: { prompt: number } }) => one.refs.prompt)).toEqual(prompts.slice(1));
  expectFieldError(await api.call('/api/needs?kind=nonsense'), 'kind');
});

test('what who asks may not do is marked so', async () => {
  asks('a');
  const allowedFor = async (headers: Readonly<Record<string, string>>) => {
    const { body } = await api.call('/api/needs', { headers: { authorization: '', ...headers } });
    return body.items[0].decisions.map(({ allowed }: { allowed: boolean }) => allowed);
  };
  expect(await allowedFor(await loggedIn(api, 'robin', 'viewer'))).toEqual([false, false]);
  expect(await allowedFor(await loggedIn(api, 'alex', 'operator'))).toEqual([true, true]);
  expect(await allowedFor(withToken(api, 'bot', ['read', 'prompts:write']))).toEqual([false, false]);
});

test('one that nothing else ends is put away, by whom is kept, and it comes back when it happens anew', async () => {
  const id = failed();
  const path = `/api/needs/failed-${id}/dismiss`;
  const viewer = withToken(api, 'looker', ['read']);
  expectError(await api.call(path, { method: 'POST', headers: viewer }), 403, 'forbidden');
  expect((await needs()).total).toBe(1);
  expect((await api.call(path, { method: 'POST' })).status).toBe(204);
  expect((await needs()).total).toBe(0);
  expect((await api.call('/api/audit?entity=need')).body.items).toMatchObject([
    { actor: 'api-token', action: 'dismiss', entity_id: `failed-${id}` },
  ]);
  expectError(await api.call(path, { method: 'POST' }), 404, 'not_found');
  api.store.lifecycle.reopen(id, 'retried');
  api.store.lifecycle.settle(id, 'failed', 'it broke again');
  expect((await needs()).items).toMatchObject([{ why: 'it broke again.' }]);
});

test('one that ends when it is seen to is not put away', async () => {
  const id = asks('a');
  const answer = await api.call(`/api/needs/dialog-${id}/dismiss`, { method: 'POST' });
  expectError(answer, 409, 'conflict');
  expect(answer.body.error.message).toContain('a asks for permission');
  expectError(await api.call('/api/needs/dialog-99/dismiss', { method: 'POST' }), 404, 'not_found');
});

describe('the event stream', () => {
  let stream: Stream;
  beforeEach(async () => void (stream = await openStream({ url: api.url, token: () => api.token })));
  afterEach(() => stream.close());

  test('begins with it, and tells of each change: what begins, and what is over', async () => {
    expect((await stream.next()).data.needs).toEqual({ items: [], total: 0, counts: {} });
    const id = asks('a');
    const begun = await stream.until(({ event }) => event === 'needs');
    expect(begun.data).toMatchObject({ total: 1, counts: { approval: 1 }, items: [{ id: `dialog-${id}` }] });
    expect(begun.data.items[0].decisions[0]).not.toHaveProperty('allowed');
    api.store.confirmations.gone('a', 'it is gone');
    expect((await stream.until(({ event }) => event === 'needs')).data.total).toBe(0);
  });

  test('tells the first of many, and how many there are', async () => {
    await stream.next();
    for (let i = 0; i < 40; i++) failed();
    const { data } = await stream.until(({ event, data: { total } }) => event === 'needs' && total === 40);
    expect(data.items).toHaveLength(30);
    expect(Buffer.byteLength(JSON.stringify(data))).toBeLessThan(40_000);
  });

  test('hears what is in no log of changes: an outage', async () => {
    await stream.next();
    const finding: Finding = {
      ...{ cause: 'engine.down', component: 'engine', status: 'unhealthy', reason: 'The engine is away.' },
      ...{ remedy: 'Start it.', subjects: [], value: null, limit: null },
    };
    api.store.healthRecord.record({
      key: '1',
      watcher: 'check',
      components: ['engine'],
      findings: [finding],
    });
    const { data } = await stream.until(({ event }) => event === 'needs');
    expect(data.items).toMatchObject([{ kind: 'health', severity: 'critical', title: 'Unhealthy: engine' }]);
  });
});
