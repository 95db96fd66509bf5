/** A plan is looked into only where that does something: until then it waits for an event, or for its minute. */
import type { Gate, PlanTaskInput } from '../../../workflows/contracts/plans';
import { PLAIN, sees, there } from '../support';
import { CHANGED, task, type TestPlans, testPlans, TREE } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const plans = () => site.store.plans;
const me = { actor: 'me' };
const COMMAND = { type: 'command', command: 'make test' } as const;
const APPROVAL = { type: 'approval' } as const;
const isDue = (planId: number): boolean => plans().outlook(planId).due;

/** A plan of this task, whose prompt is in the queue. */
function sent(given: Partial<PlanTaskInput> = {}): { id: number; attemptId: number; promptId: number } {
  const id = site.plan([[task('a', given)]]);
  const start = { taskId: there(plans().chosen(id)[0]).id, directory: '/work', before: TREE, isShell: false };
  const attemptId = there(plans().attempts.begin(id, [start])[0]);
  expect(isDue(id)).toBe(true);
  const origin = { plan_id: id, plan_name: 'p', task_key: 'a', number: 1, purpose: 'work' } as const;
  const promptId = plans().prompts.queue(PLAIN, { ...origin, attempt_id: attemptId });
  plans().attempts.sent(attemptId, promptId);
  return { id, attemptId, promptId };
}
function taken(promptId: number): void {
  sees(site.store, 'a');
  site.store.lifecycle.enterQueue(promptId);
}

describe('an attempt whose prompt was sent', () => {
  test('waits while the prompt does, and while an agent is at it', () => {
    const { id, promptId } = sent();
    expect(plans().outlook(id)).toMatchObject({ due: false, active: true, ended: false });
    taken(promptId);
    expect(isDue(id)).toBe(false);
  });

  test.each(['completed', 'failed', 'cancelled'] as const)('is due when the prompt was %s', (outcome) => {
    const { id, promptId } = sent();
    taken(promptId);
    site.store.lifecycle.settle(promptId, outcome, '');
    expect(isDue(id)).toBe(true);
  });

  test('is due when its prompt was removed', () => {
    const { id, promptId } = sent();
    site.assigner().exec(`DELETE FROM assignment_history; DELETE FROM prompts WHERE id = ${promptId}`);
    expect(isDue(id)).toBe(true);
  });

  test('of which nobody knows is due until that is said, and again when it was found out', () => {
    const { id, attemptId, promptId } = sent();
    taken(promptId);
    site.store.lifecycle.settle(promptId, 'indeterminate', '');
    expect(isDue(id)).toBe(true);
    plans().attempts.uncertain(attemptId, 'nobody knows');
    expect(isDue(id)).toBe(false);
    site.store.lifecycle.reopen(promptId, 'it was not typed');
    expect(isDue(id)).toBe(true);
    plans().attempts.certain(attemptId);
    expect(isDue(id)).toBe(false);
  });

  test('of a paused plan is taken back as long as no session has it', () => {
    const { id, promptId } = sent();
    plans().control.pause(id, me);
    expect(isDue(id)).toBe(true);
    taken(promptId);
    expect(isDue(id)).toBe(false);
  });

  test('of a plan that was cancelled with what runs is due until it has ended', () => {
    const { id, promptId } = sent();
    taken(promptId);
    plans().control.cancel(id, { ...me, stop: true });
    expect(isDue(id)).toBe(true);
  });
});

describe('an attempt whose gates are asked', () => {
  function asked(gates: readonly Gate[]): { id: number; background: number | null } {
    const { id, attemptId, promptId } = sent({ gates });
    taken(promptId);
    site.store.lifecycle.settle(promptId, 'completed', '');
    site.ends(id, 'a');
    expect(isDue(id)).toBe(true);
    return { id, background: plans().gates.ask(attemptId, 0, CHANGED) };
  }

  test('waits for a person, however long, and is due when one has decided', () => {
    const { id } = asked([APPROVAL]);
    site.pass(7 * 24 * 3_600_000);
    expect(plans().outlook(id)).toMatchObject({ due: false, active: true });
    plans().control.approve(id, 'a', { ...me, approved: true });
    expect(isDue(id)).toBe(true);
  });

  test('waits for its command, and is due when that has ended', () => {
    const { id, background } = asked([COMMAND]);
    expect(isDue(id)).toBe(false);
    site.store.taskLifecycle.cancelWaiting(there(background ?? undefined), 'stopped');
    expect(isDue(id)).toBe(true);
  });

  test('is due while a model is to judge: the look itself asks it', () => {
    const { id } = asked([{ type: 'judgement', question: 'is it done?' }]);
    expect(isDue(id)).toBe(true);
  });
});

test('a gate that nobody waits for any more is due to be ended', () => {
  const { id, attemptId, promptId } = sent({ gates: [COMMAND] });
  taken(promptId);
  site.store.lifecycle.settle(promptId, 'completed', '');
  site.ends(id, 'a');
  plans().gates.ask(attemptId, 0, CHANGED);
  plans().control.override(id, 'a', me);
  expect(isDue(id)).toBe(true);
});
