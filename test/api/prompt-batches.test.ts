/** Many prompts in one request, each with a result of its own. */
import { startApi, type TestApi } from '../support/api';
import { registered, sees } from '../store/support';
import { expectError, type Json } from './http';

let api: TestApi;
beforeEach(async () => (api = await startApi()));
afterEach(async () => {
  jest.restoreAllMocks();
  await api.close();
});

const change = (body: unknown) => api.call('/api/assigner/prompts/batch', { body });
const sendAll = (body: unknown) => api.call('/api/assigner/send/batch', { body });
const rows = (...contents: string[]) =>
  contents.map((content, index) => ({ content, idempotency_key: `row-${index}` }));
const prompt = async (id: number): Promise<Json> => (await api.call(`/api/assigner/prompts/${id}`)).body;
async function several(count: number): Promise<number[]> {
  const { body } = await sendAll({ prompts: Array.from({ length: count }, () => ({ content: 'do it' })) });
  return body.items.map(({ prompt_id: id }: Json) => id);
}
const codes = ({ body }: { body: Json }) =>
  body.items.map(({ id, error }: Json) => [id, error?.code ?? null]);

test('prompts are queued in their order, with what they have in common', async () => {
  const { status, body } = await sendAll({
    prompts: rows('one', 'two\nlines', 'three'),
    ...{ priority: 7, target_provider: 'codex', source: 'dashboard' },
  });
  expect([status, body.failed]).toEqual([200, 0]);
  const ids = body.items.map(({ prompt_id: id }: Json) => id);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
  expect(await Promise.all(ids.map(prompt))).toMatchObject(
    ['one', 'two\nlines', 'three'].map((content) => ({
      ...{ content, priority: 7, target_provider: 'codex', source: 'dashboard' },
    })),
  );
  expect(body.items[0].warning).toContain('codex');
});

test('sent again, in part or as a whole, each row is the prompt that it was', async () => {
  const first = await sendAll({ prompts: rows('one', 'two', 'three'), in_order: true });
  const again = await sendAll({ prompts: rows('one', 'two', 'three'), in_order: true });
  expect(again.body).toEqual(first.body);
  const part = await sendAll({ prompts: rows('one', 'two'), in_order: true });
  expect(part.body.items).toEqual(first.body.items.slice(0, 2));
  const other = await sendAll({ prompts: rows('one', 'changed', 'three'), in_order: true });
  expect(other.body.items[1]).toMatchObject({ prompt_id: null, error: { code: 'conflict' } });
  expect((await api.call('/api/assigner/prompts')).body.total).toBe(3);
  expect((await api.call('/api/assigner/prompts?key=row-1')).body.items).toMatchObject([{ content: 'two' }]);
});

test('cut off between two of them, none is queued: they can be changed and sent again', async () => {
  const { prompts } = api.store;
  const insert = prompts.insert.bind(prompts);
  const full = jest.spyOn(prompts, 'insert').mockImplementationOnce(insert);
  full.mockImplementationOnce(() => {
    throw new Error('the disk is full');
  });
  expect((await sendAll({ prompts: rows('one', 'two', 'three'), in_order: true })).status).toBe(500);
  full.mockRestore();
  expect((await api.call('/api/assigner/prompts')).body.total).toBe(0);
  const again = await sendAll({ prompts: rows('one', 'changed', 'three'), in_order: true });
  expect([again.body.failed, again.body.items.length]).toEqual([0, 3]);
  expect((await api.call('/api/assigner/prompts')).body.total).toBe(3);
});

test('a repeat is answered also where the target has gone since; what is new with it is refused', async () => {
  registered(api.store, 'worker');
  const sent = { prompts: rows('one', 'two'), target_session: 'worker' };
  const first = await sendAll(sent);
  api.store.sessions.forget('worker');
  const again = await sendAll(sent);
  const ids = ({ body }: { body: Json }) => body.items.map(({ prompt_id: id }: Json) => id);
  expect([again.status, ids(again)]).toEqual([200, ids(first)]);
  const more = await sendAll({ ...sent, prompts: rows('one', 'two', 'three') });
  expect(expectError(more, 400, 'invalid_request')).toContain('target_session');
  expect((await api.call('/api/assigner/prompts')).body.total).toBe(2);
});

test('in order, each waits for the one before', async () => {
  const { body } = await sendAll({ prompts: rows('one', 'two', 'three'), in_order: true });
  const [a, b, c] = body.items.map(({ prompt_id: id }: Json) => id);
  expect(await Promise.all([a, b, c].map(prompt))).toMatchObject([
    { after: [], stage: 'accepted' },
    { after: [a], on: 'success', stage: 'held' },
    { after: [b], on: 'success', stage: 'held' },
  ]);
});

test('where a row or a field is wrong, none is queued, and it is named', async () => {
  expect(expectError(await sendAll({ prompts: rows('one', ' ') }), 400, 'invalid_request')).toContain(
    'prompts.1.content',
  );
  expect(expectError(await sendAll({ prompts: [] }), 400, 'invalid_request')).toContain('prompts');
  const many = Array.from({ length: 501 }, () => ({ content: 'x' }));
  expect(expectError(await sendAll({ prompts: many }), 400, 'invalid_request')).toContain('prompts');
  const long = await sendAll({ prompts: rows('one', 'x'.repeat(128 * 1024 + 1)) });
  expect(expectError(long, 413, 'too_large')).toContain('prompts.1.content');
  const away = await sendAll({ prompts: rows('one'), target_session: 'nobody' });
  expect(expectError(away, 400, 'invalid_request')).toContain('target_session');
  expect((await api.call('/api/assigner/prompts')).body.total).toBe(0);
});

test('a priority for several: each that can have it has it, and the rest say why not', async () => {
  const [a = 0, b = 0, c = 0, d = 0] = await several(4);
  await api.call(`/api/assigner/prompts/${b}/cancel`, { body: {} });
  await api.call(`/api/assigner/prompts/${d}/move`, { body: { before: a } });
  const answer = await change({ action: 'priority', ids: [a, b, d, a, 999], priority: 3 });
  expect(codes(answer)).toEqual([
    [a, null],
    [b, 'conflict'],
    [d, null],
    [999, 'not_found'],
  ]);
  expect(answer.body.items[1].error.message).toContain('has ended already');
  expect(answer.body.failed).toBe(2);
  // As they stood before.
  const list = await api.call('/api/assigner/prompts?order=priority&status=accepted');
  expect(list.body.items.map(({ id }: Json) => id)).toEqual([d, a, c]);
});

test('several go elsewhere; a target that is not there is refused as a whole', async () => {
  registered(api.store, 'worker');
  const [a = 0, b = 0] = await several(2);
  const wrong = await change({ action: 'reassign', ids: [a, b], target_session: 'nobody' });
  expect(expectError(wrong, 400, 'invalid_request')).toContain("there is no session 'nobody'");
  expect(expectError(await change({ action: 'reassign', ids: [a] }), 400, 'invalid_request')).toContain(
    'target_session',
  );
  await api.call(`/api/assigner/prompts/${a}/cancel`, { body: {} });
  const answer = await change({ action: 'reassign', ids: [a, b], target_session: 'worker' });
  // What runs of it can't be asked while the engine is away.
  expect(codes(answer)).toEqual([
    [a, null],
    [b, 'engine_unavailable'],
  ]);
  expect(answer.body.failed).toBe(1);
  expect(await prompt(a)).toMatchObject({ status: 'pending', target_session: 'worker' });
});

test('all go to the session that was meant, also where it gets another name in the middle', async () => {
  const { lifecycle, terminals, sessions } = api.store;
  const server = '77 1700000000';
  const seen = (name: string, number: number) =>
    sees(api.store, name, { server, paneId: `%${number}`, panePid: 100 + number });
  const terminal = (label: string, number: number) => ({
    ...{ label, server, paneId: `%${number}`, pid: 100 + number },
  });
  seen('meant', 1);
  seen('other', 2);
  const ids = await several(3);
  await change({ action: 'cancel', ids });
  const { reopen } = lifecycle;
  let isSwapped = false;
  jest.spyOn(lifecycle, 'reopen').mockImplementation((...call) => {
    if (!isSwapped) terminals.follow([terminal('other', 1), terminal('meant', 2)], 'hub');
    isSwapped = true;
    return reopen(...call);
  });
  await change({ action: 'reassign', ids, target_session: 'meant' });
  expect(isSwapped).toBe(true);
  expect(sessions.get('other')?.pane_id).toBe('%1');
  for (const id of ids) expect((await prompt(id)).target_session).toBe('other');
});

test('several are cancelled, archived and queued again', async () => {
  const [a = 0, b = 0] = await several(2);
  expect(codes(await change({ action: 'archive', ids: [a] }))).toEqual([[a, 'conflict']]);
  await change({ action: 'cancel', ids: [a, b], reason: 'not wanted' });
  expect(await prompt(b)).toMatchObject({
    status: 'cancelled',
    reason: expect.stringContaining('not wanted'),
  });
  await change({ action: 'archive', ids: [a, b] });
  expect(await prompt(a)).toMatchObject({ archived: true });
  await change({ action: 'retry', ids: [a] });
  expect(await prompt(a)).toMatchObject({ status: 'pending', archived: false });
  for (const body of [{ action: 'explode', ids: [a] }, { ids: [a] }, { action: 'cancel', ids: [] }])
    expectError(await change(body), 400, 'invalid_request');
});
