/** `architect plan draft`, `plan estimate`: what is asked, what is waited for and what a person reads. */
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const draft = { id: 2, state: 'drafted', goal: 'Ship it', reason: null, plan_id: 7 };
const gate = {
  number: 1,
  type: 'command',
  status: 'pending',
  what: 'npm test',
  proposed: true,
  evidence: null,
};
const task = {
  ...{ key: 'build', status: 'pending', reason: null, prompt: 'make', proposed: true, prompt_ids: [] },
  ...{ attempts: [], gates: [gate] },
};
const plan = {
  ...{ id: 7, name: 'Release', status: 'draft', reason: null, progress: 0, budget: null, revision: 1 },
  draft: { id: 2, goal: 'Ship it', provider: 'anthropic', model: 'm', cost_usd: 0.1 },
  phases: [{ name: 'Build', status: 'pending', progress: 0, tasks: [task] }],
};
const estimate = {
  ...{ tasks: 2, usd: { low: 0.5, likely: 1, high: 6 }, tokens: null, unknown_usd: ['docs'] },
  ...{ unknown_tokens: ['build', 'docs'], basis: [{ agent: 'claude', turns: 12, usd: null, tokens: null }] },
};
const api = new FakeApi({
  'POST /api/plans/draft': { body: draft },
  'POST /api/plans/drafts/2/retry': { body: draft },
  'GET /api/plans/drafts': { body: { items: [draft], total: 1 } },
  'GET /api/plans/7': { body: plan },
  'GET /api/plans/7/estimate': { body: estimate },
  'DELETE /api/plans/7': { status: 204 },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

test('a draft is shown with its commands, its cost and what to do with it', async () => {
  const { code, stdout } = await runWith(api, ['plan', 'draft', 'Ship it', '--project', '3']);
  expect(code).toBe(0);
  expect(api.requests[0]?.body).toEqual({ goal: 'Ship it', project_id: 3 });
  expect(stdout).toContain(
    'These commands were written by a model (anthropic, m) and run on this machine once you start the plan:\n  build: make\n  build, gate: npm test\n',
  );
  expect(stdout).toContain(
    'Likely cost: 1.00 US dollars (0.50 to 6.00).\nNot known of 1 of 2 tasks: docs.\nBy 12 turns of claude before.\n',
  );
  expect(stdout).toMatch(/Start it: architect plan approve 7\n.*\nDiscard it: architect plan remove 7\n$/);
});

test('what is not known of a plan is not 0', async () => {
  const unknown = { ...estimate, usd: null };
  api.routes['GET /api/plans/7/estimate'] = { body: unknown };
  expect((await runWith(api, ['plan', 'estimate', '7'])).stdout).toMatch(/^Likely cost: not known\.\n/);
  api.routes['GET /api/plans/7/estimate'] = { body: estimate };
});

test('one that came to nothing says why, and how to ask again', async () => {
  const failed = { ...draft, state: 'failed', plan_id: null, reason: 'No language model answers now.' };
  api.routes['POST /api/plans/draft'] = { body: failed };
  expect(await runWith(api, ['plan', 'draft', '-'], { stdin: 'A long goal' })).toMatchObject({
    ...{ code: 2, stderr: expect.stringMatching(/No language model answers now.*architect plan redraft 2/) },
  });
  expect(api.requests[0]?.body).toEqual({ goal: 'A long goal' });
  expect((await runWith(api, ['plan', 'redraft', '2'])).code).toBe(0);
  api.routes['POST /api/plans/draft'] = problem(409, 'no_model', 'No language model is set up.');
  expect((await runWith(api, ['plan', 'draft', 'x'])).stderr).toMatch(/is set up/);
});

test('drafts are listed, and one is discarded', async () => {
  expect((await runWith(api, ['plan', 'drafts'])).stdout).toMatch(/2 +drafted +7 +Ship it/);
  expect((await runWith(api, ['plan', 'remove', '7'])).stderr).toMatch(/Plan 7 is removed/);
});
