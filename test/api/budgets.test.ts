/** Budgets over the API: set, seen, raised, removed; what waits for one says so. */
import { startApi, type TestApi } from '../support/api';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn } from '../support/models';
import { sees } from '../store/support';

let model: ModelApi;
let api: TestApi;

beforeEach(async () => {
  model = await startModelApi();
  api = await startApi(undefined, (store) => modelsOn(store, model));
});
afterEach(async () => {
  await api.close();
  await model.close();
});

const set = (body: object) => api.call('/api/budgets', { body });
const send = async (): Promise<number> =>
  (await api.call('/api/assigner/send', { body: { content: 'do it', target_session: 'a' } })).body.prompt_id;

test('a budget is set, seen, raised and removed', async () => {
  const { status, body } = await set({ name: 'daily', limit_usd: 20 });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    ...{ id: 1, scope: 'all', subject: null, period: 'day', limit_usd: 20, limit_tokens: null, used_usd: 0 },
    ...{ fraction: 0, state: 'ok', message: null, created_by: 'api-token' },
  });
  const raised = await api.call('/api/budgets/1', { method: 'PATCH', body: { limit_usd: 30 } });
  expect(raised.body).toMatchObject({ limit_usd: 30, name: 'daily' });
  const empty = await api.call('/api/budgets/1', { method: 'PATCH', body: {} });
  expect(empty.body.error.details).toEqual([
    { field: 'body', message: 'expected at least one of name, limit_usd, limit_tokens' },
  ]);
  expect((await api.call('/api/budgets')).body.items).toMatchObject([{ id: 1, limit_usd: 30 }]);
  expect((await api.call('/api/budgets/1', { method: 'DELETE' })).status).toBe(204);
  expect((await api.call('/api/budgets/1', { method: 'DELETE' })).status).toBe(404);
  expect((await api.call('/api/budgets')).body.items).toEqual([]);
});

test.each([
  [{ name: 'x' }, 'limit_usd', 'or both'],
  [{ name: '', limit_usd: 1 }, 'name', 'must not be empty'],
  [{ name: 'x', limit_usd: -1 }, 'limit_usd', 'amount in dollars'],
  [{ name: 'x', limit_tokens: 1.5 }, 'limit_tokens', 'whole number'],
  [{ name: 'x', limit_usd: 1, scope: 'project' }, 'subject', 'what the scope is about'],
  [{ name: 'x', limit_usd: 1, subject: '3' }, 'subject', 'nothing for the scope all'],
  [{ name: 'x', limit_usd: 1, scope: 'plan', subject: 'seven' }, 'subject', 'the number'],
  [{ name: 'x', limit_usd: 1, scope: 'everyone' }, 'scope', 'expected one of'],
])('%j is refused, with the field', async (body, field, message) => {
  const answer = await set(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.details).toEqual([{ field, message: expect.stringContaining(message) }]);
});

test('a project that there is none of is told, and a change may not take the last limit away', async () => {
  const { status, body } = await set({ name: 'x', limit_usd: 1, scope: 'project', subject: 9 });
  expect([status, body.error.details[0].field]).toEqual([422, 'subject']);
  await set({ name: 'x', limit_usd: 1 });
  const taken = await api.call('/api/budgets/1', { method: 'PATCH', body: { limit_usd: null } });
  expect([taken.status, taken.body.error.details[0].field]).toEqual([400, 'limit_usd']);
});

test('a prompt that a budget holds up says so, and is given out when it is raised', async () => {
  sees(api.store, 'a');
  await set({ name: 'daily', limit_usd: 0 });
  const id = await send();
  api.store.lifecycle.enterQueue(id);
  const waiting = await api.call(`/api/assigner/prompts/${id}`);
  expect(waiting.body).toMatchObject({
    stage: 'queued',
    warning: expect.stringContaining("'daily' is used up"),
  });
  expect(waiting.body.history.map(({ reason }: any) => reason).join()).toContain("'daily' is used up");
  await api.call('/api/budgets/1', { method: 'PATCH', body: { limit_usd: 5 } });
  const given = await api.call(`/api/assigner/prompts/${id}`);
  expect(given.body).toMatchObject({ stage: 'leased', warning: null, assigned_session: 'a' });
});

test('requests to models are counted, and refused when the budget is used up', async () => {
  await set({ name: 'tokens', limit_tokens: 2_000 });
  const ask = () => api.call('/api/llm/ask', { body: { prompt: 'Hi', provider: 'anthropic' } });
  expect((await ask()).status).toBe(200);
  const { body } = await api.call('/api/budgets');
  expect(body.items).toMatchObject([{ used_tokens: 1_100, reserved_tokens: 0, state: 'ok' }]);
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(refused.body.error).toMatchObject({
    code: 'over_budget',
    message: expect.stringMatching(/'tokens'/),
  });
  expect(model.asked).toHaveLength(2);
  // The provider is well.
  const providers = await api.call('/api/llm/providers');
  expect(providers.body.items[0]).toMatchObject({ state: 'closed', failures: 0 });
});

test('a request that failed without an answer takes nothing; one that timed out counts what was reserved', async () => {
  await set({ name: 'tokens', limit_usd: 100 });
  model.reply({ status: 500 });
  await api.call('/api/llm/ask', { body: { prompt: 'Hi', provider: 'anthropic' } });
  expect((await api.call('/api/budgets')).body.items).toMatchObject([{ used_usd: 0, unknown_cost: 0 }]);
  model.reply({ raw: 'nonsense' });
  await api.call('/api/llm/ask', { body: { prompt: 'Hi', provider: 'openai' } });
  expect((await api.call('/api/budgets')).body.items[0]).toMatchObject({ used_usd: 0.25, unknown_cost: 1 });
});
