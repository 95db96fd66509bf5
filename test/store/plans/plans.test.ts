/** Plans in the store: begun, carried out, decided about by people. */
import { PlanError } from '../../../store';
import { PLAIN, there } from '../support';
import { shortest } from './decide/support';
import { CHANGED, task, type TestPlans, testPlans, TREE } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const plans = () => site.store.plans;
const ask = (planId: number, key: string, position = 0) =>
  plans().gates.ask(site.attempt(planId, key).id, position, CHANGED);
const COMMAND = { type: 'command', command: 'make test' } as const;
const me = { actor: 'me' };

test('a plan goes through its phases to its end', () => {
  const id = site.plan([[task('a'), task('b', { after: ['a'] })], [task('c')]]);
  expect(plans().get(id)).toMatchObject({ status: 'running', progress: 0, driven: 1 });
  expect(site.begin(id)).toEqual(['a']);
  expect(site.shown(id)).toEqual(['a: running', 'b: pending', 'c: pending']);
  for (const key of ['a', 'b', 'c']) {
    site.ends(id, key);
    site.begin(id);
  }
  expect(site.shown(id)).toEqual(['a: completed', 'b: completed', 'c: completed']);
  expect(plans().get(id)).toMatchObject({ status: 'completed', progress: 100, driven: 0 });
  expect(plans().outlook(id)).toEqual({ ended: true, due: false, active: false });
});

test('what is begun twice, sent twice or settled twice happens once', () => {
  const id = site.plan([[task('a', { max_retries: 0 })]]);
  const start = { taskId: there(plans().chosen(id)[0]).id, directory: null, before: TREE, isShell: false };
  const [attempt] = plans().attempts.begin(id, [start]);
  expect(plans().attempts.begin(id, [start])).toEqual([]);
  expect(plans().attempts.sent(there(attempt), 7)).toBe(true);
  expect(plans().attempts.sent(there(attempt), 8)).toBe(false);
  site.ends(id, 'a', { promptOutcome: 'failed', reason: 'broke' });
  site.ends(id, 'a');
  expect(site.shown(id)).toEqual(['a: failed']);
  expect(plans().get(id)?.status).toBe('failed');
});

test('the prompt of an attempt is queued once, and says why it was sent', () => {
  const id = site.plan([[task('a')]], { name: 'Release' });
  const { prompts } = plans();
  const origin = {
    ...{ plan_id: id, plan_name: 'Release', attempt_id: 1, task_key: 'a', number: 1 },
    purpose: 'work' as const,
  };
  const first = prompts.queue(PLAIN, origin);
  expect(prompts.queue(PLAIN, origin)).toBe(first);
  expect(site.store.prompts.list({}, 'newest', 10, 0).total).toBe(1);
  expect(site.store.prompts.history(first).map(({ reason }) => reason)).toEqual([
    `sent by plan ${id} 'Release', task 'a', attempt 1`,
  ]);
  expect(prompts.originOf(first)).toMatchObject({ plan_id: id, task_key: 'a', number: 1 });
});

test('the end of a prompt, and of a gate, wakes its plan', () => {
  const due: string[] = [];
  site.store.outbox.onDue((rows) => void due.push(...rows.map(({ kind }) => kind)));
  const id = site.plan([[task('a', { gates: [COMMAND] })]]);
  site.begin(id);
  const prompt = plans().prompts.queue(PLAIN, {
    ...{ plan_id: id, plan_name: 'p', attempt_id: 1, task_key: 'a', number: 1, purpose: 'work' },
  });
  site.store.lifecycle.settle(prompt, 'completed', 'done');
  expect(due).toEqual(['plan_step']);
  site.ends(id, 'a');
  const background = there(ask(id, 'a'));
  site.store.taskLifecycle.enter(background);
  expect(due).toEqual(['plan_step']);
  site.store.taskLifecycle.endRun({
    ...{ taskId: background, run: 1, stopped: null, end: { kind: 'ended', exitCode: 0, signal: null } },
  });
  expect(due).toEqual(['plan_step', 'plan_gate']);
});

describe('people', () => {
  test('pause, resume and cancel a plan, and are told where that makes no sense', () => {
    const id = site.plan([[task('a'), task('b', { after: ['a'] })]]);
    plans().control.pause(id, { ...me, reason: 'lunch' });
    expect(plans().get(id)).toMatchObject({ status: 'paused', reason: 'paused by me: lunch' });
    expect(site.begin(id)).toEqual([]);
    plans().control.resume(id, me);
    expect(site.begin(id)).toEqual(['a']);
    expect(() => plans().control.resume(99, me)).toThrow(PlanError);
    plans().control.cancel(id, { ...me, stop: false });
    expect(site.shown(id)).toEqual(['a: running', 'b: cancelled']);
    expect(plans().get(id)).toMatchObject({ status: 'cancelled', driven: 1 });
    site.ends(id, 'a');
    expect(plans().get(id)).toMatchObject({ status: 'cancelled', driven: 0, progress: 50 });
    expect(() => plans().control.pause(id, me)).toThrow(/does not run, it is cancelled/);
    expect(() => plans().control.retry(id, 'b', me)).toThrow(/was cancelled/);
  });

  test('approve a draft, which begins nothing before', () => {
    const { id } = plans().edit.create({
      input: { name: 'p', phases: [{ name: 'x', tasks: [task('a')] }] },
      ...{ draft: true, actor: 'me', key: null, hash: null },
    });
    expect(plans().get(id)).toMatchObject({ status: 'draft', driven: 0 });
    expect(site.begin(id)).toEqual([]);
    plans().control.approve(id, undefined, { ...me, approved: true });
    expect(site.begin(id)).toEqual(['a']);
  });

  test('skip what is not wanted; what waited for it goes on', () => {
    const id = site.plan([[task('a', { max_retries: 0 }), task('b', { after: ['a'] })]]);
    site.begin(id);
    expect(() => plans().control.skip(id, 'a', me)).toThrow(/cancel its prompt first/);
    site.ends(id, 'a', { promptOutcome: 'failed', reason: 'broke' });
    expect(site.shown(id)).toEqual(['a: failed', 'b: blocked']);
    plans().control.skip(id, 'a', me);
    expect(site.begin(id)).toEqual(['b']);
  });

  test('a prompt that was cancelled cancels its task, which blocks the others until it is tried again', () => {
    const id = site.plan([[task('a'), task('b', { after: ['a'] })]]);
    site.begin(id);
    site.ends(id, 'a', { promptOutcome: 'cancelled', reason: 'not now' });
    expect(site.shown(id)).toEqual(['a: cancelled', 'b: blocked']);
    plans().control.retry(id, 'a', me);
    expect(site.begin(id)).toEqual(['a']);
  });
});

test('1,000 tasks are made, looked at and begun without a wait that anybody sees', () => {
  const tasks = Array.from({ length: 1_000 }, (_, at) =>
    task(`t${at}`, { after: at > 0 ? [`t${at - 1}`] : [] }),
  );
  const id = site.plan([tasks]);
  const took = shortest(() => {
    expect(plans().chosen(id)).toHaveLength(1);
    plans().outlook(id);
  });
  expect(took).toBeLessThan(100);
  expect(site.begin(id)).toEqual(['t0']);
});

test('while nobody knows whether a prompt was done, no other task may change the same files', () => {
  const id = site.plan([[task('a', { touches: ['src'] }), task('b', { touches: ['src/**'] })]]);
  expect(site.begin(id)).toEqual(['a']);
  plans().attempts.uncertain(site.attempt(id, 'a').id, 'nobody knows');
  expect(site.shown(id)).toEqual(['a: needs_person', 'b: ready']);
  expect(site.begin(id)).toEqual([]);
  expect(site.reason(id, 'b')).toMatch(/^waits for 'a'/);
  plans().control.override(id, 'a', me);
  expect(site.begin(id)).toEqual(['b']);
});
