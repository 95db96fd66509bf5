/** A decision is about what the person saw: a repeat of it is none, and one that comes too late is refused. */
import type { PlanTaskInput } from '../../../workflows/contracts/plans';
import { CHANGED, task, type TestPlans, testPlans } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const plans = () => site.store.plans;
const control = () => plans().control;
const me = { actor: 'me', approved: true };
const you = { actor: 'you', approved: true };
const TWO = [{ type: 'approval' }, { type: 'approval' }] as const;

const ask = (id: number, position = 0, key = 'a') =>
  plans().gates.ask(site.attempt(id, key).id, position, CHANGED);
const statuses = (id: number, key = 'a') =>
  plans()
    .gates.of(site.attempt(id, key).id)
    .map(({ status }) => status);
const check = (id: number, tree = 'u', key = 'a'): void => {
  const attempt = site.attempt(id, key);
  const step = plans().gates.step(attempt, tree, false);
  if (step.do === 'ask') plans().gates.ask(attempt.id, step.position, { head: 'h', tree });
  if (step.do === 'end') plans().gates.end(attempt.id, step.verdict, false);
  if (step.do === 'rerun') plans().gates.rerun(attempt.id, step.reason);
};
/** Its first gate waits. */
const waiting = (given: Partial<PlanTaskInput> = { gates: TWO }): number => {
  const id = site.plan([[task('a', given)]]);
  site.begin(id);
  site.ends(id, 'a');
  ask(id);
  return id;
};
const audits = (action: string) =>
  site.store.audit.list({ where: { entity: ['plan'], action: [action] } }).items.length;

describe('an approval that comes twice', () => {
  const first = { attempt: 1, gate: 1, asked: 1 };

  test('is one, and leaves the gate after it to be decided', () => {
    const id = waiting();
    control().approve(id, 'a', { ...me, ...first });
    check(id);
    expect(statuses(id)).toEqual(['passed', 'waiting']);
    control().approve(id, 'a', { ...me, ...first });
    control().approve(id, 'a', { ...me, attempt: 1, gate: 1 });
    expect(statuses(id)).toEqual(['passed', 'waiting']);
    expect(audits('approve')).toBe(1);
    control().approve(id, 'a', { ...me, attempt: 1, gate: 2, asked: 1 });
    check(id);
    control().approve(id, 'a', { ...me, attempt: 1, gate: 2, asked: 1 });
    expect(site.shown(id)).toEqual(['a: completed']);
    expect(audits('approve')).toBe(2);
  });

  test('by another person, or the other way round, is told who decided', () => {
    const id = waiting();
    control().approve(id, 'a', { ...me, ...first });
    expect(() => control().approve(id, 'a', { ...you, ...first })).toThrow(
      /Gate 1 of task 'a' does not wait for a person, it is passed by me/,
    );
    expect(() => control().approve(id, 'a', { ...me, ...first, approved: false })).toThrow(/is passed by me/);
    expect(statuses(id)).toEqual(['passed', 'pending']);
  });

  test('never decides a newer attempt that nobody saw', () => {
    const id = waiting({ gates: [{ type: 'approval' }], max_retries: 3 });
    control().approve(id, 'a', { ...me, ...first, approved: false });
    check(id);
    site.begin(id);
    site.ends(id, 'a');
    ask(id);
    expect(site.attempt(id, 'a').number).toBe(2);
    expect(() => control().approve(id, 'a', { ...you, ...first })).toThrow(
      /Attempt 2 of task 'a' is the newest one, you decided about attempt 1/,
    );
    // The repeat of what was decided then changes nothing.
    control().approve(id, 'a', { ...me, ...first, approved: false });
    expect(statuses(id)).toEqual(['waiting']);
    expect(() => control().approve(id, 'a', { ...me, attempt: 2, gate: 2 })).toThrow(/no such gate/);
  });

  test('is not taken for one of the files as they are now', () => {
    const id = waiting({ gates: [{ type: 'approval' }] });
    control().approve(id, 'a', { ...me, ...first });
    check(id, 'changed');
    check(id, 'changed');
    expect(statuses(id)).toEqual(['waiting']);
    control().approve(id, 'a', { ...me, ...first });
    expect(statuses(id)).toEqual(['waiting']);
    expect(() => control().approve(id, 'a', { ...you, ...first })).toThrow(/asked anew since you saw it/);
    control().approve(id, 'a', { ...me, ...first, asked: 2 });
    check(id, 'changed');
    expect(site.shown(id)).toEqual(['a: completed']);
  });

  test('is not taken for one of a gate that took its place', () => {
    const id = waiting({ gates: [{ type: 'approval', note: 'small?' }] });
    plans().edit.editTask(id, 'a', { gates: [{ type: 'approval', note: 'all of it?' }] }, 'you');
    ask(id);
    expect(() => control().approve(id, 'a', { ...me, ...first })).toThrow(/asked anew since you saw it/);
    expect(statuses(id)).toEqual(['waiting']);
  });
});

describe('without names', () => {
  test('the one gate that waits is decided; of several none', () => {
    const gates = [{ type: 'approval' }] as const;
    const id = site.plan([[task('a', { gates }), task('b', { gates })]]);
    site.begin(id);
    for (const key of ['a', 'b']) {
      site.ends(id, key);
      ask(id, 0, key);
    }
    expect(() => control().approve(id, undefined, me)).toThrow(/Several gates wait/);
    control().approve(id, 'a', me);
    control().approve(id, undefined, me);
    expect([...statuses(id, 'a'), ...statuses(id, 'b')]).toEqual(['passed', 'passed']);
    expect(() => control().approve(id, undefined, me)).toThrow(/No gate of plan/);
  });
});

describe('the start of a draft that is asked for twice', () => {
  const draft = (): number =>
    plans().edit.create({
      input: { name: 'p', phases: [{ name: 'x', tasks: [task('a', { gates: TWO })] }] },
      ...{ draft: true, actor: 'me', key: null, hash: null },
    }).id;

  test('begins it once, and decides no gate', () => {
    const id = draft();
    expect(() => control().approve(id, undefined, { ...me, start: false })).toThrow(/is a draft/);
    control().approve(id, undefined, { ...me, start: true });
    site.begin(id);
    site.ends(id, 'a');
    ask(id);
    control().approve(id, undefined, { ...me, start: true });
    expect(statuses(id)).toEqual(['waiting', 'pending']);
    expect(() => control().approve(id, undefined, { ...you, start: true })).toThrow(/no draft any more/);
    expect(audits('approved')).toBe(1);
  });

  test('is of the draft that was seen', () => {
    const id = draft();
    const check = () => {
      throw new Error('changed meanwhile');
    };
    expect(() => control().approve(id, undefined, { ...me, start: true }, check)).toThrow(
      'changed meanwhile',
    );
    expect(plans().get(id)?.status).toBe('draft');
  });
});

describe('of a task', () => {
  /** Its attempt has failed for good. */
  const failed = (): number => {
    const id = site.plan([[task('a', { max_retries: 0 })]]);
    site.begin(id);
    fails(id);
    return id;
  };
  const fails = (id: number): void => site.ends(id, 'a', { promptOutcome: 'failed', reason: 'broke' });

  test('a retry that comes twice, even after the new attempt has failed, makes one attempt', () => {
    const id = failed();
    control().retry(id, 'a', { actor: 'me', attempt: 1 });
    control().retry(id, 'a', { actor: 'me', attempt: 1 });
    expect(site.shown(id)).toEqual(['a: ready']);
    site.begin(id);
    fails(id);
    expect(site.shown(id)).toEqual(['a: failed']);
    control().retry(id, 'a', { actor: 'me', attempt: 1 });
    expect(site.shown(id)).toEqual(['a: failed']);
    expect(() => control().retry(id, 'a', { actor: 'you', attempt: 1 })).toThrow(/Attempt 2 .* newest/);
    expect(audits('retry')).toBe(1);
    control().retry(id, 'a', { actor: 'me', attempt: 2 });
    expect(site.shown(id)).toEqual(['a: ready']);
  });

  test('an override is of the attempt that was seen', () => {
    const id = failed();
    control().retry(id, 'a', { actor: 'me', attempt: 1 });
    site.begin(id);
    fails(id);
    expect(() => control().override(id, 'a', { actor: 'me', attempt: 1 })).toThrow(/Attempt 2 .* newest/);
    control().override(id, 'a', { actor: 'me', attempt: 2 });
    control().override(id, 'a', { actor: 'me', attempt: 2 });
    expect(site.shown(id)).toEqual(['a: completed']);
    expect(() => control().override(id, 'a', { actor: 'you', attempt: 2 })).toThrow(/only an attempt that/);
    expect(audits('override')).toBe(1);
  });

  test('a skip that comes twice is one, and takes no later decision back', () => {
    const id = failed();
    control().skip(id, 'a', { actor: 'me', attempt: 1 });
    control().skip(id, 'a', { actor: 'me', attempt: 1 });
    expect(site.shown(id)).toEqual(['a: skipped']);
    expect(() => control().skip(id, 'a', { actor: 'you', attempt: 1 })).toThrow(/is skipped already/);
    control().retry(id, 'a', { actor: 'me', attempt: 1 });
    site.begin(id);
    control().skip(id, 'a', { actor: 'me', attempt: 1 });
    expect(site.shown(id)).toEqual(['a: running']);
    expect(audits('skip')).toBe(1);
  });

  test('one that was never begun has attempt 0', () => {
    const id = site.plan([[task('a')]]);
    expect(() => control().skip(id, 'a', { actor: 'me', attempt: 1 })).toThrow(/no attempt 1: none was made/);
    control().skip(id, 'a', { actor: 'me', attempt: 0 });
    expect(site.shown(id)).toEqual(['a: skipped']);
  });
});
