/** The order of the queue over the API. */
import { startApi, type TestApi } from '../support/api';
import { expectError, type Json } from './http';

let api: TestApi;
beforeEach(async () => (api = await startApi()));
afterEach(() => api.close());

async function send(body: object = {}): Promise<number> {
  const { body: answer } = await api.call('/api/assigner/send', { body: { content: 'do it', ...body } });
  return answer.prompt_id;
}
const move = (id: number, body: unknown) => api.call(`/api/assigner/prompts/${id}/move`, { body });
const order = async (): Promise<number[]> => {
  const { body } = await api.call('/api/assigner/prompts?order=priority&status=accepted,queued');
  return body.items.map(({ id }: Json) => id);
};
async function several(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index++) ids.push(await send());
  return ids;
}

test('a prompt is moved beside another, and to both ends; the answer says where it stands', async () => {
  const [a = 0, b = 0, c = 0] = await several(3);
  const urgent = await send({ priority: 5 });
  const moved = await move(c, { before: a });
  expect(moved.status).toBe(200);
  expect(moved.body).toMatchObject({ id: c, position: { position: 2, of: 4 } });
  expect(moved.body.history.at(-1).reason).toMatch(/^moved to position 2 of 4 by /);
  expect(await order()).toEqual([urgent, c, a, b]);
  expect((await move(c, { to: 'last' })).body.position).toEqual({ position: 4, of: 4 });
  expect((await move(b, { to: 'first' })).body.position).toEqual({ position: 2, of: 4 });
  expect((await move(a, { after: c })).body.position).toEqual({ position: 4, of: 4 });
  expect(await order()).toEqual([urgent, b, c, a]);
});

test('a repeat is answered in the same way, and writes nothing', async () => {
  const [a = 0, , c = 0] = await several(3);
  const first = await move(c, { before: a });
  const again = await move(c, { before: a });
  expect([again.status, again.body]).toEqual([200, first.body]);
});

test('places of prompts are asked for together; what doesn’t wait has none', async () => {
  const [a = 0, b = 0, c = 0] = await several(3);
  await move(c, { before: a });
  await api.call(`/api/assigner/prompts/${b}/cancel`, { body: {} });
  const { body } = await api.call(`/api/assigner/queue/positions?id=${a},${b},${c},${c},999`);
  expect(body).toEqual({
    of: 2,
    items: [
      { id: a, position: 2 },
      { id: c, position: 1 },
    ],
  });
  const list = await api.call('/api/assigner/prompts?order=priority');
  expect(list.body.items.map(({ id, position }: Json) => [id, position?.position ?? null])).toEqual([
    [c, 1],
    [a, 2],
    [b, null],
  ]);
});

test('what can not be done is refused with the reason', async () => {
  const [a = 0, b = 0, gone = 0] = await several(3);
  const urgent = await send({ priority: 5 });
  await api.call(`/api/assigner/prompts/${gone}/cancel`, { body: {} });
  const before = await order();

  expectError(await move(999, { to: 'first' }), 404, 'not_found');
  const settled = await move(gone, { to: 'first' });
  expectError(settled, 409, 'conflict');
  expect(settled.body.error.message).toContain(`Prompt ${gone} does not wait in the queue (cancelled)`);
  const late = await move(a, { after: gone });
  expectError(late, 409, 'conflict');
  expect(late.body.error.message).toContain(`Prompt ${gone} does not wait in the queue any more`);
  const other = await move(a, { before: urgent });
  expectError(other, 409, 'conflict');
  expect(other.body.error.message).toContain(`architect priority ${a} 5`);
  expect(expectError(await move(a, { before: 999 }), 422, 'unknown_reference')).toContain('before');
  expect(expectError(await move(a, { before: a }), 400, 'invalid_request')).toContain('before');
  for (const body of [
    {},
    { before: b, to: 'first' },
    { before: a, after: b },
    { to: 'middle' },
    { before: 0 },
  ])
    expectError(await move(a, body), 400, 'invalid_request');
  expect(await order()).toEqual(before);
});

test('another priority puts a prompt last of that priority; the receipt says so', async () => {
  const [a = 0, b = 0] = await several(2);
  const urgent = await send({ priority: 5 });
  const { body } = await api.call(`/api/assigner/prompts/${a}`, { method: 'PATCH', body: { priority: 5 } });
  expect(body).toMatchObject({ priority: 5, position: { position: 2, of: 3 } });
  expect(body.history.at(-1).reason).toMatch(/^priority 5, the last of it, by /);
  expect(await order()).toEqual([urgent, a, b]);
});
