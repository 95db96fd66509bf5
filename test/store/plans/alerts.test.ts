/** Plans that wait for a person are alerts: an approval that a gate asks for, a task that nobody can decide about. */
import { type TestPlans, CHANGED, task, testPlans, TREE } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const alerts = () => {
  site.store.alerts.look();
  return site.store.alerts.list({ kind: ['plan'] }, 50, 0).items;
};

test('a gate that waits for an approval is one, until it was answered', () => {
  const id = site.plan([[task('a', { gates: [{ type: 'approval' }] })]], { name: 'release' });
  site.begin(id);
  site.ends(id, 'a');
  const { id: attempt } = site.attempt(id, 'a');
  site.store.plans.gates.ask(attempt, 0, CHANGED);
  expect(alerts()).toMatchObject([
    {
      ...{ state: 'open', title: 'Plan release waits for you', page: `/plans.html#/${id}` },
      message: 'Gate 1 of task a waits for an approval.',
    },
  ]);
  site.store.plans.control.approve(id, 'a', { actor: 'me', approved: true, attempt: 1, gate: 1, asked: 1 });
  expect(alerts()).toMatchObject([{ state: 'resolved' }]);
});

test('a task of which nobody knows whether it was done is one, and not once more each second', () => {
  const id = site.plan([[task('a')]]);
  site.begin(id);
  site.ends(id, 'a', { ran: null, after: TREE, files: [] });
  expect(site.shown(id)).toEqual(['a: needs_person']);
  alerts();
  expect(alerts()).toMatchObject([
    { state: 'open', message: "Task a doesn't go on without a decision: the plan says why." },
  ]);
});
