/** Tasks that are ready are sent, unless a budget is used up. */
import { planActivities } from '../../../activities/plans';
import { startTasks } from '../../../activities/plans/send';
import { noJudgement, plansOf, QUIET_TREES } from './support';
import { sees, there } from '../../store/support';
import { task, type TestPlans, testPlans } from '../../store/plans/support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const send = (id: number) =>
  startTasks(plansOf(site, noJudgement), there(site.store.plans.get(id)), QUIET_TREES);

test('each task that is ready gets a prompt, once', async () => {
  const id = site.plan([[task('a'), task('b', { after: ['a'] })]]);
  expect([await send(id), await send(id)]).toEqual([1, 0]);
  const [prompt] = site.store.prompts.list({}, 'newest', 10, 0).items;
  expect(prompt).toMatchObject({ content: 'do a', source: 'plan', max_retries: 3 });
  expect(site.attempt(id, 'a')).toMatchObject({ state: 'sent', prompt_id: prompt?.id });
});

test('a budget of the plan is a lock: used up, nothing begins, and the plan says why until it is raised', async () => {
  const id = site.plan([[task('a'), task('b', { after: ['a'] })]], { budget: { usd: 5 } });
  const { budgets, plans } = site.store;
  await send(id);
  const lock = there(budgets.list().find(({ scope, subject }) => scope === 'plan' && subject === String(id)));
  expect(lock).toMatchObject({ limit_usd: 5, limit_tokens: null, period: 'total' });
  site.ends(id, 'a');
  budgets.change(lock.id, { limit_usd: 0 });
  expect(await send(id)).toBe(0);
  expect(plans.get(id)?.reason).toMatch(/^nothing new begins: .*budget/i);
  expect(plans.outlook(id)).toEqual({ ended: false, due: true, active: false });
  budgets.change(lock.id, { limit_usd: 5 });
  expect(await send(id)).toBe(1);
  expect(plans.get(id)?.reason).toBeNull();
  expect(budgets.list()).toHaveLength(1);
});

test('a plan that a budget holds back says so only as long as it could go on', async () => {
  const given = { budget: { usd: 5 }, parallel: 1 };
  const id = site.plan([[task('a'), task('b', { after: ['a'] }), task('c')]], given);
  const { budgets, plans } = site.store;
  await send(id);
  const promptId = there(site.attempt(id, 'a').prompt_id);
  budgets.change(there(budgets.ofPlan(id)).id, { limit_usd: 0 });
  plans.edit.change(id, { parallel: 2 }, 'ann');
  await send(id);
  expect(plans.get(id)?.reason).toMatch(/^nothing new begins: .*budget/i);
  plans.control.skip(id, 'c', { actor: 'ann' });
  expect(plans.outlook(id)).toMatchObject({ due: true });
  await send(id);
  expect(plans.get(id)?.reason).toBeNull();
  expect(plans.outlook(id)).toMatchObject({ due: false });
  // That its prompt ended is known by the rows alone, should nobody have told the plan.
  expect(plans.mayBeForgotten(id)).toBe(false);
  site.store.lifecycle.settle(promptId, 'completed', '');
  expect(plans.mayBeForgotten(id)).toBe(true);
});

test('a budget that a plan gets while it is at work is a lock as soon as the plan is looked at', async () => {
  const id = site.plan([[task('a')]]);
  const { budgets, plans } = site.store;
  await send(id);
  plans.edit.change(id, { budget: { usd: 1 } }, 'ann');
  expect(budgets.ofPlan(id)).toBeUndefined();
  await planActivities(plansOf(site, noJudgement)).planOutlook({ planId: id });
  expect(budgets.ofPlan(id)).toMatchObject({ limit_usd: 1, limit_tokens: null });
});

test('names that are swapped after the plan was made: each task goes to the terminal that it was meant for', async () => {
  const { store } = site;
  const server = '77 1700000000';
  for (const [name, number] of [
    ['one', 1],
    ['two', 2],
  ] as const)
    sees(store, name, { server, paneId: `%${number}`, panePid: 100 + number });
  const targeted = task('a', { target_session: 'one' });
  const id = site.plan([[targeted, task('b', { target_session: 'one', after: ['a'] })]]);
  const label = (name: string, number: number) => ({
    ...{ label: name, server, paneId: `%${number}`, pid: 100 + number },
  });
  store.terminals.follow([label('two', 1), label('one', 2)], 'hub');
  expect(store.plans.input(id)?.phases[0]?.tasks.map((one) => one.target_session)).toEqual(['two', 'two']);

  await send(id);
  expect(store.prompts.list({}, 'newest', 10, 0).items).toMatchObject([{ target_session: 'two' }]);
  site.ends(id, 'a');
  // A person may still name another session.
  store.plans.edit.editTask(id, 'b', { target_session: 'one' }, 'ann');
  await send(id);
  expect(store.prompts.list({}, 'newest', 10, 0).items[0]).toMatchObject({ target_session: 'one' });
});
