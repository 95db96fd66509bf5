/** What a model is asked about an attempt, and what comes of its answer. */
import { modelJudge } from '../../../activities/plans/judge';
import { type AskRequest, ModelError, type Models } from '../../../workflows/contracts/models';
import { task, type TestPlans, testPlans } from '../../store/plans/support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const asked: AskRequest[] = [];
function judge(answer: () => object) {
  const id = site.plan([[task('a', { gates: [{ type: 'judgement', question: 'Is it good?' }] })]]);
  site.begin(id);
  site.ends(id, 'a', { files: ['src/a.ts'] });
  const models = {
    ask: async (request: AskRequest) => {
      asked.push(request);
      return { provider: 'p', model: 'm', text: '', ...answer() };
    },
  } as unknown as Models;
  const attempt = site.attempt(id, 'a');
  const row = site.store.plans.task(attempt.task_id);
  return modelJudge({ models, store: site.store })({ question: 'Is it good?', attempt, task: row });
}

test('it sees the task and the files that changed, and its answer names who gave it', async () => {
  const said = await judge(() => ({ value: { verdict: 'failed', evidence: 'no test was added' } }));
  expect(said).toEqual({ verdict: 'failed', evidence: 'no test was added\n[p, m]' });
  expect(asked[0]).toMatchObject({ caller: 'plan', planId: 1 });
  expect(asked[0]?.prompt).toMatch(/^Is it good\?.*"do a".*src\/a\.ts/s);
});

test('without a model, or with one that is over its budget, nobody knows', async () => {
  const said = await judge(() => {
    throw new ModelError('no_provider', 'No language model is set up.');
  });
  expect(said).toEqual({
    verdict: 'unknown',
    evidence: 'No language model is set up. A person can decide it.',
  });
});
