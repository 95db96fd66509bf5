/** Prompts that wait for others or for a time, over the API. */
import { settled } from './chain-support';
import { expectError, type Json } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const send = (body: object): ReturnType<TestApi['call']> =>
  api.call('/api/assigner/send', { body: { content: 'do it', ...body } });
const sent = async (body: object = {}): Promise<number> => (await send(body)).body.prompt_id;
const prompt = async (id: number): Promise<Json> => (await api.call(`/api/assigner/prompts/${id}`)).body;
const patch = (id: number, body: object): ReturnType<TestApi['call']> =>
  api.call(`/api/assigner/prompts/${id}`, { method: 'PATCH', body });

test('a prompt says what it waits for, in lists, in itself and in its receipt', async () => {
  const first = await sent();
  const id = await sent({ after: [first, first], not_before: '2099-03-29T09:00:00+02:00' });
  const expected = {
    ...{ status: 'pending', stage: 'held', after: [first], on: 'success', warning: null },
    not_before: '2099-03-29T07:00:00.000Z',
    reason: `waits for prompt ${first} to succeed, and until 2099-03-29T07:00:00.000Z`,
  };
  const shown = await prompt(id);
  expect(shown).toMatchObject(expected);
  expect(shown.history.at(-1)).toMatchObject({ stage: 'held', reason: expected.reason });
  const { body } = await api.call('/api/assigner/prompts?status=held');
  expect(body.items).toEqual([expect.objectContaining({ id, ...expected })]);
});

test('a prompt after one that failed is blocked from the start, and says what helps', async () => {
  const first = await sent();
  settled(api.store, first, 'failed');
  const { body } = await send({ after: [first] });
  expect(body.warning).toContain(`prompt ${first} failed. Do that again: architect retry ${first}`);
  expect(await prompt(body.prompt_id)).toMatchObject({ stage: 'blocked', reason: `prompt ${first} failed` });
  const { body: items } = await api.call('/api/assigner/prompts?status=blocked');
  expect(items.total).toBe(1);
});

test.each([
  [{ after: [4711] }, 'after', 'there is no prompt 4711'],
  [{ after: ['x'] }, 'after.0', 'expected a list of at most 100 numbers of prompts'],
  [{ after: [1.5] }, 'after.0', 'expected a list of at most 100 numbers of prompts'],
  [{ after: 3 }, 'after', 'expected a list of at most 100 numbers of prompts'],
  [
    { after: Array.from({ length: 101 }, (_, i) => i + 1) },
    'after',
    'expected a list of at most 100 numbers of prompts',
  ],
  [{ on: 'failure' }, 'on', 'expected one of success, end'],
  [{ not_before: '2026-03-29T09:00:00' }, 'not_before', 'expected a time with its zone'],
  [{ not_before: '2026-02-30T09:00:00Z' }, 'not_before', 'expected a time with its zone'],
  [{ not_before: '2999-01-01T00:00:00Z' }, 'not_before', 'before the year 2100'],
  [{ not_before: 12 }, 'not_before', 'expected a time with its zone'],
])('%j is refused by field', async (body, field, message) => {
  const answer = await send(body);
  expectError(answer, 400, 'invalid_request');
  expect(answer.body.error.details).toEqual([{ field, message: expect.stringContaining(message) }]);
});

test('a repeat with the same key is answered with the first prompt, also when what it waits for has gone', async () => {
  const first = await sent();
  const request = { body: { content: 'once', after: [first] }, headers: { 'Idempotency-Key': 'k' } };
  const { body } = await api.call('/api/assigner/send', request);
  settled(api.store, first, 'cancelled');
  expect((await api.call('/api/assigner/send', request)).body.prompt_id).toBe(body.prompt_id);
});

test('a change is looked at again at once; a circle is refused', async () => {
  const [first, other] = [await sent(), await sent()];
  const id = await sent({ after: [first] });
  const last = await sent({ after: [id] });
  const circle = await patch(first, { after: [last] });
  expectError(circle, 400, 'invalid_request');
  expect(circle.body.error.details[0].message).toContain(`prompt ${last} waits for prompt ${first} already`);
  expectError(await patch(id, { after: [id] }), 400, 'invalid_request');
  expectError(await patch(id, {}), 400, 'invalid_request');
  expect((await patch(id, { after: [other], on: 'end' })).body).toMatchObject({
    ...{ stage: 'held', after: [other], on: 'end', reason: `waits for prompt ${other} to end` },
  });
  settled(api.store, other, 'failed');
  expect((await prompt(id)).stage).toBe('accepted');
  expect((await patch(id, { after: [], priority: 3 })).body).toMatchObject({
    after: [],
    on: null,
    priority: 3,
  });
  settled(api.store, id, 'completed');
  expectError(await patch(id, { after: [first] }), 409, 'conflict');
});

test('a person releases it, cancels it, and can not retry it while it waits', async () => {
  const first = await sent();
  const id = await sent({ after: [first] });
  const retried = await api.call(`/api/assigner/prompts/${id}/retry`, { method: 'POST' });
  expectError(retried, 409, 'conflict');
  expect(retried.body.error.message).toContain(`waits for prompt ${first} to succeed. Release it`);
  const moved = await api.call(`/api/assigner/prompts/${id}/reassign`, {
    body: { target_provider: 'codex' },
  });
  expect(moved.body).toMatchObject({ stage: 'held', target_provider: 'codex' });
  const released = await api.call(`/api/assigner/prompts/${id}/release`, {
    body: { reason: 'it is urgent' },
  });
  expect(released.body.stage).toBe('accepted');
  expect(released.body.history.at(-1).reason).toMatch(/^released by .*: it is urgent$/);
  expectError(await api.call(`/api/assigner/prompts/${id}/release`, { method: 'POST' }), 409, 'conflict');
  expectError(await api.call('/api/assigner/prompts/4711/release', { method: 'POST' }), 404, 'not_found');
  const other = await sent({ after: [first] });
  const cancelled = await api.call(`/api/assigner/prompts/${other}/cancel`, { method: 'POST' });
  expect(cancelled.body).toMatchObject({ stage: 'cancelled', after: [first] });
});

test('a prompt names those at both ends of its chain, as they are now', async () => {
  const first = await sent({ content: 'long '.repeat(100) });
  const next = await sent({ after: [first] });
  const last = await sent({ after: [next] });
  expect((await prompt(first)).awaited_by).toMatchObject([{ id: next, stage: 'held' }]);
  expect(await prompt(next)).toMatchObject({
    awaits: [{ id: first, content: 'long '.repeat(40), stage: 'accepted' }],
    awaited_by: [{ id: last, content: 'do it' }],
  });
  settled(api.store, first, 'failed');
  expect(await prompt(next)).toMatchObject({ awaits: [{ id: first, status: 'failed', stage: 'failed' }] });
  expect((await prompt(last)).awaited_by).toEqual([]);
});
