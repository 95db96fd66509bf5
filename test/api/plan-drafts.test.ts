/** Plans that models draft, over the API: asked for, looked at, and what they and others are likely to cost. */
import { there, sees } from '../store/support';
import { startApi, type TestApi } from '../support/api';
import { type ModelApi, startModelApi } from '../support/model-api';
import { modelsOn } from '../support/models';

let api: TestApi;
let model: ModelApi;
beforeEach(async () => {
  model = await startModelApi();
  api = await startApi(undefined, (store) => modelsOn(store, model));
  sees(api.store, 'one', { provider: 'shell' });
  sees(api.store, 'cc', { provider: 'claude' });
});
afterEach(async () => {
  await api.close();
  await model.close();
});

const TASKS = [
  { key: 'a', prompt: 'make', target_session: 'one' },
  { key: 'b', prompt: 'do b', gates: [{ type: 'command', command: 'npm test' }] },
];
const PLAN = { name: 'p', phases: [{ name: 'x', tasks: TASKS }] } as const;
const ask = (body: object = { goal: 'Ship it' }, headers = {}) =>
  api.call('/api/plans/draft', { body, headers });

test('while the engine is away the request is kept for later, once', async () => {
  const headers = { 'idempotency-key': 'k' };
  const asked = await ask({ goal: 'Ship it' }, headers);
  expect(asked).toMatchObject({
    status: 202,
    body: { id: 1, state: 'drafting', plan_id: null, goal: 'Ship it', created_by: 'api-token' },
  });
  expect((await ask({ goal: 'Ship it' }, headers)).body.id).toBe(1);
  expect((await ask({ goal: 'Something else' }, headers)).status).toBe(409);
  expect(api.store.plans.drafts.openIds(0)).toEqual([1]);
  expect((await api.call('/api/plans/drafts?state=drafting')).body).toMatchObject({ total: 1 });
  expect((await api.call('/api/plans/drafts/1', { method: 'DELETE' })).status).toBe(409);
  expect((await api.call('/api/plans/drafts/1/cancel', { method: 'POST' })).body).toMatchObject({
    ...{ state: 'failed', reason: 'given up by api-token' },
  });
  expect((await api.call('/api/plans/drafts/1/retry', { method: 'POST' })).body.state).toBe('drafting');
  expect((await api.call('/api/plans/drafts/1/retry', { method: 'POST' })).status).toBe(409);
  api.store.plans.drafts.failed(1, 'no');
  expect((await api.call('/api/plans/drafts/1', { method: 'DELETE' })).status).toBe(204);
  expect((await api.call('/api/plans/drafts/1')).status).toBe(404);
});

test.each([
  ['no goal', { goal: ' ' }, 'goal'],
  ['a project that is not there', { goal: 'x', project_id: 7 }, 'project_id'],
  ['a directory that is not there', { goal: 'x', working_dir: '/no/such' }, 'working_dir'],
])('%s is refused by the name of the field', async (_, body, field) => {
  const { error } = (await ask(body)).body;
  expect(error.details[0].field).toBe(field);
  expect((await api.call('/api/plans/drafts')).body.total).toBe(0);
});

test('without a provider it is said what to set up', async () => {
  const bare = await startApi();
  const answer = await bare.call('/api/plans/draft', { body: { goal: 'x' } });
  expect(answer).toMatchObject({ status: 409, body: { error: { code: 'no_model' } } });
  expect(answer.body.error.message).toMatch(
    /No language model is set up: for anthropic set ANTHROPIC_API_KEY/,
  );
  await bare.close();
});

test('commands that a model wrote are marked, and wait for the start by a person', async () => {
  await ask();
  api.store.plans.drafts.drafted(1, PLAN as never, { provider: 'anthropic', model: 'm', costUsd: 0.1 });
  const { plan_id: id } = (await api.call('/api/plans/drafts/1')).body;
  const shown = async () => (await api.call(`/api/plans/${id}`)).body;
  expect(await shown()).toMatchObject({
    ...{
      status: 'draft',
      draft: { id: 1, goal: 'Ship it', provider: 'anthropic', model: 'm', cost_usd: 0.1 },
    },
    phases: [
      {
        tasks: [
          { key: 'a', proposed: true, gates: [] },
          { key: 'b', proposed: false, gates: [{ what: 'npm test', proposed: true }] },
        ],
      },
    ],
  });
  // What a person writes in its place is theirs.
  const gates = [{ type: 'command', command: 'npm run lint' }];
  await api.call(`/api/plans/${id}/tasks/b`, { method: 'PATCH', body: { gates } });
  expect((await shown()).phases[0].tasks[1].gates).toMatchObject([{ proposed: false }]);
  expect((await api.call(`/api/plans/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await api.call('/api/plans/drafts/1')).body).toMatchObject({ state: 'drafted', plan_id: null });
});

test('an estimate is of turns that were measured; what nobody knows is unknown', async () => {
  const validated = async () => (await api.call('/api/plans/validate', { body: PLAN })).body.estimate;
  expect(await validated()).toEqual({
    ...{ tasks: 2, usd: { low: 0, likely: 0, high: 0 }, tokens: { low: 0, likely: 0, high: 0 } },
    ...{ unknown_usd: ['b'], unknown_tokens: ['b'] },
    basis: [{ agent: null, turns: 0, usd: null, tokens: null }],
  });
  const { ledger } = api.store.budgets;
  for (const costUsd of [1, 3, null]) {
    const place = { caller: 'plan', provider: 'x', account: null, projectId: null, planId: null };
    const usage = { inputTokens: 90, outputTokens: 10, cacheReadTokens: null, cacheWriteTokens: null };
    ledger.settleCall(ledger.reserveCall(place), { model: 'm', usage, costUsd });
  }
  const judged = {
    ...PLAN.phases[0].tasks[1],
    target_session: 'one',
    gates: [{ type: 'judgement', question: '?' }],
  };
  const plan = { name: 'p', phases: [{ name: 'x', tasks: [judged] }] };
  const { body: made } = await api.call('/api/plans', { body: plan });
  const { body: found } = await api.call(`/api/plans/${made.id}/estimate`);
  expect(found).toMatchObject({
    ...{ tasks: 1, usd: { low: 1, likely: 2, high: 9 }, tokens: { low: 100, likely: 100, high: 300 } },
    ...{ unknown_usd: [], basis: [] },
  });
  api.store.plans.control.skip(made.id, 'b', { actor: 'me' });
  expect((await api.call(`/api/plans/${made.id}/estimate`)).body).toMatchObject({
    ...{ tasks: 0, usd: { high: 0 } },
  });
  expect(there(api.store.plans.get(made.id)).status).toBe('completed');
});
