/** Plans that are changed while they run, and written out again. */
import type { PlanInput } from '../../../workflows/contracts/plans';
import { there } from '../support';
import { CHANGED, task, type TestPlans, testPlans } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const plans = () => site.store.plans;
const COMMAND = { type: 'command', command: 'make test' } as const;

describe('a plan that is changed while it runs', () => {
  let id: number;
  beforeEach(() => {
    id = site.plan([[task('a'), task('b', { after: ['a'] })], [task('c')]]);
    site.begin(id);
  });

  test('takes new tasks, also of a phase that was done, and of a plan that had ended', () => {
    plans().edit.addTask(id, task('d', { after: ['b'] }), 'phase 0', 'me');
    expect(site.shown(id)).toEqual(['a: running', 'b: pending', 'd: pending', 'c: pending']);
    for (const key of ['a', 'b', 'd', 'c']) {
      site.ends(id, key);
      site.begin(id);
    }
    expect(plans().get(id)?.status).toBe('completed');
    plans().edit.addTask(id, task('e', { after: ['a'] }), 'phase 0', 'me');
    expect(plans().get(id)).toMatchObject({ status: 'running', driven: 1, ended_at: null });
    expect(site.begin(id)).toEqual(['e']);
  });

  test('looks at its dependencies anew, and refuses a cycle', () => {
    const edit = (key: string, after: string[]) => () => plans().edit.editTask(id, key, { after }, 'me');
    expect(edit('b', ['c'])).toThrow(/later phase/);
    expect(edit('b', ['nobody'])).toThrow(/no task 'nobody'/);
    plans().edit.addTask(id, task('d', { after: ['b'] }), 'phase 0', 'me');
    expect(edit('b', ['d'])).toThrow(/wait for each other: b -> d -> b/);
    expect(plans().input(id)?.phases[0]?.tasks[1]).toMatchObject({ after: ['a'] });
    edit('b', [])();
    expect(site.begin(id)).toEqual(['b']);
    expect(edit('a', ['b'])).toThrow(/is running: what it waits for can not be changed/);
  });

  test('gives up no task that others wait for, and none that is under way', () => {
    expect(() => plans().edit.removeTask(id, 'a', 'me')).toThrow(/is waited for by 'b'/);
    plans().edit.editTask(id, 'b', { after: [] }, 'me');
    expect(() => plans().edit.removeTask(id, 'a', 'me')).toThrow(/is running/);
    plans().edit.removeTask(id, 'b', 'me');
    expect(site.shown(id)).toEqual(['a: running', 'c: pending']);
  });

  test('two changes of the same plan: the second one sees the first', () => {
    const before = there(plans().get(id)).revision;
    const only = (revision: number) => (plan: { revision: number }) => {
      if (plan.revision !== revision) throw new Error('changed meanwhile');
    };
    plans().edit.editTask(id, 'b', { prompt: 'one' }, 'me', only(before));
    expect(() => plans().edit.editTask(id, 'b', { prompt: 'two' }, 'you', only(before))).toThrow(
      'changed meanwhile',
    );
    expect(plans().input(id)?.phases[0]?.tasks[1]?.prompt).toBe('one');
  });

  test('another key is taken over by those that wait for it; one that is taken is refused', () => {
    plans().edit.editTask(id, 'a', { key: 'z' }, 'me');
    expect(site.shown(id)).toEqual(['z: running', 'b: pending', 'c: pending']);
    expect(plans().input(id)?.phases[0]?.tasks[1]).toMatchObject({ key: 'b', after: ['z'] });
    expect(() => plans().edit.editTask(id, 'z', { key: 'b' }, 'me')).toThrow("has a task 'b' already");
  });

  test('keeps no phase without tasks, and no plan without any', () => {
    plans().edit.removeTask(id, 'c', 'me');
    expect(
      plans()
        .input(id)
        ?.phases.map(({ name }) => name),
    ).toEqual(['phase 0']);
    const one = site.plan([[task('only')]]);
    expect(() => plans().edit.removeTask(one, 'only', 'me')).toThrow("'only' is the only task");
  });

  test('what is under way goes on as it was sent; another try takes the change', () => {
    plans().edit.editTask(id, 'a', { prompt: 'other words' }, 'me');
    expect(site.attempt(id, 'a').prompt).toBe('do a');
    expect(site.begin(id)).toEqual([]);
    site.ends(id, 'a', { promptOutcome: 'failed', reason: 'broke' });
    expect(site.begin(id)).toEqual(['a']);
    expect(site.attempt(id, 'a').prompt).toMatch(/^other words/);
    expect(plans().attempts.open(id)).toHaveLength(1);
  });
});

test('what was written comes back as it was, without what stands for itself', () => {
  const phases = [
    [task('a', { gates: [COMMAND], touches: ['src'] }), task('b', { after: ['a'], max_retries: 0 })],
  ];
  const input = {
    name: 'p',
    budget: { usd: 2 },
    parallel: 3,
    phases: [{ name: 'phase 0', tasks: phases[0] ?? [] }],
  };
  const id = site.plan(phases, { budget: { usd: 2 }, parallel: 3 });
  expect(plans().input(id)).toEqual(input);
});

describe('a plan that is written anew while it runs', () => {
  let id: number;
  beforeEach(() => {
    id = site.plan([[task('a'), task('b', { after: ['a'] })], [task('c')]]);
    site.begin(id);
  });
  const written = (...phases: (readonly ReturnType<typeof task>[])[]): PlanInput => ({
    name: 'p',
    phases: phases.map((tasks, at) => ({ name: `phase ${at}`, tasks })),
  });

  test('keeps what is under way, and takes, moves, changes and drops the rest', () => {
    const before = site.attempt(id, 'a').id;
    const next = written([task('d'), task('a')], [task('c', { prompt: 'anew', after: ['d'] }), task('e')]);
    plans().edit.replace(id, { ...next, name: 'q', parallel: 3 }, 'me');
    expect(site.shown(id)).toEqual(['d: ready', 'a: running', 'c: pending', 'e: pending']);
    expect(site.attempt(id, 'a').id).toBe(before);
    expect(plans().input(id)).toEqual({ ...next, name: 'q', parallel: 3 });
    expect(plans().get(id)).toMatchObject({ name: 'q', revision: 2 });
  });

  test('changes nothing of it where one part can not be', () => {
    const was = plans().input(id);
    expect(() => plans().edit.replace(id, written([task('b')]), 'me')).toThrow(/Task 'a' is running/);
    site.ends(id, 'a');
    expect(() =>
      plans().edit.replace(id, written([task('n'), task('a', { prompt: 'other' })]), 'me'),
    ).toThrow(/Task 'a' is completed: retry it first/);
    expect(() => plans().edit.replace(id, { ...written([task('a')]), project_id: 3 }, 'me')).toThrow(
      /project of a plan stays/,
    );
    expect(plans().input(id)).toEqual(was);
    expect(plans().get(id)?.revision).toBe(1);
    plans().edit.replace(id, written([task('a')]), 'me');
    expect(plans().get(id)?.status).toBe('completed');
  });

  test('written as it is, nothing of it changes', () => {
    site.ends(id, 'a');
    plans().edit.replace(id, there(plans().input(id)), 'me');
    expect(site.shown(id)).toEqual(['a: completed', 'b: ready', 'c: pending']);
  });
});

test('what a model says of a gate is not taken for what stands in its place by now', () => {
  const judged = (question: string) => ({ gates: [{ type: 'judgement' as const, question }] });
  const id = site.plan([[task('a', judged('Is it done?'))]]);
  site.begin(id);
  site.ends(id, 'a');
  const { id: attempt } = site.attempt(id, 'a');
  const ask = () => {
    plans().gates.ask(attempt, 0, CHANGED);
    return there(plans().gates.of(attempt)[0]);
  };
  const says = (gate: ReturnType<typeof ask>, evidence: string) =>
    plans().gates.answered(attempt, gate, { status: 'passed', evidence, exitCode: null, by: null }, CHANGED);
  const first = ask();
  plans().edit.editTask(id, 'a', judged('Is it right?'), 'me');
  const second = ask();
  says(first, 'it is done');
  expect(plans().gates.of(attempt)).toMatchObject([{ status: 'running', evidence: null }]);
  says(second, 'it is right');
  expect(plans().gates.of(attempt)).toMatchObject([{ status: 'passed', evidence: 'it is right' }]);
});
