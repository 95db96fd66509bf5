/** What attempts at a task are held to: gates, files, progress. */
import { type GateAnswer, gateAnswerOf } from '../../../store/plans/gates';
import type { TaskRow } from '../../../store/rows';
import type { Gate } from '../../../workflows/contracts/plans';
import { there } from '../support';
import { CHANGED, task, type TestPlans, testPlans, TREE } from './support';

let site: TestPlans;
beforeEach(() => (site = testPlans()));
afterEach(() => site.close());

const plans = () => site.store.plans;
const ask = (planId: number, key: string, position = 0) =>
  plans().gates.ask(site.attempt(planId, key).id, position, CHANGED);
const answered = (planId: number, key: string, said: Partial<GateAnswer>, position = 0): void => {
  const { id } = site.attempt(planId, key);
  plans().gates.answered(
    id,
    there(plans().gates.of(id)[position]),
    { status: 'passed', evidence: null, exitCode: 0, by: null, ...said },
    CHANGED,
  );
};
/** As a look at the plan does it. */
const check = (planId: number, key: string, tree: string | null = 'u'): void => {
  const attempt = site.attempt(planId, key);
  const step = plans().gates.step(attempt, tree, false);
  if (step.do === 'end') plans().gates.end(attempt.id, step.verdict, false);
  if (step.do === 'rerun') plans().gates.rerun(attempt.id, step.reason);
};
const COMMAND = { type: 'command', command: 'make test' } as const;
const me = { actor: 'me' };

describe('gates', () => {
  test('a command that passes completes its task, one that fails has it tried again, then failed', () => {
    const id = site.plan([[task('a', { gates: [COMMAND], max_retries: 1 })]], { stuck_after: 9 });
    site.begin(id);
    site.ends(id, 'a');
    expect(site.shown(id)).toEqual(['a: checking']);
    const background = there(ask(id, 'a'));
    expect(site.store.tasks.get(background)).toMatchObject({
      ...{ working_dir: '/work', plan_id: id, payload: '{"command":"make test"}', timeout_seconds: 600 },
    });
    expect(ask(id, 'a')).toBeNull();
    answered(id, 'a', { status: 'failed', exitCode: 2, evidence: '1 test failed' });
    check(id, 'a');
    expect(site.shown(id)).toEqual(['a: ready']);
    expect(site.reason(id, 'a')).toMatch(
      /^attempt 1 failed, another follows: gate 1 \(command\) failed: exit code 2/,
    );
    site.begin(id);
    expect(site.attempt(id, 'a').prompt).toBe(
      'do a\n\nAn earlier attempt at this did not pass its check. The command `make test` did not pass.\n\n1 test failed',
    );
    site.ends(id, 'a');
    ask(id, 'a');
    answered(id, 'a', { status: 'failed', exitCode: 2 });
    check(id, 'a');
    expect(site.shown(id)).toEqual(['a: failed']);
    expect(plans().get(id)?.status).toBe('failed');
  });

  test('an agent that claims success and did nothing is caught, with gates and without', () => {
    const lazy = { after: TREE, files: [], ran: false };
    const id = site.plan([[task('a', { max_retries: 0 }), task('b', { max_retries: 0, gates: [COMMAND] })]]);
    site.begin(id);
    site.ends(id, 'a', lazy);
    site.ends(id, 'b', lazy);
    expect(site.shown(id)).toEqual(['a: failed', 'b: failed']);
    expect(site.reason(id, 'a')).toMatch(/no file changed and no tool or command was run/);
  });

  test('what can not be told is not passed: a person decides', () => {
    const id = site.plan([[task('a'), task('b', { evidence: 'none' })]]);
    site.begin(id);
    const unknown = { after: { head: null, tree: null }, ran: null, directory: null };
    site.ends(id, 'a', unknown);
    site.ends(id, 'b', unknown);
    expect(site.shown(id)).toEqual(['a: needs_person', 'b: completed']);
  });

  describe('an approval waits for a week', () => {
    const statuses = (id: number) =>
      plans()
        .gates.of(site.attempt(id, 'a').id)
        .map(({ status }) => status);
    /** Files change meanwhile, it is approved, and the plan is looked at. */
    const approvedLate = (approval: Gate): number => {
      const id = site.plan([[task('a', { gates: [COMMAND, approval] }), task('b', { after: ['a'] })]]);
      site.begin(id);
      site.ends(id, 'a');
      ask(id, 'a');
      answered(id, 'a', {});
      ask(id, 'a', 1);
      expect(site.shown(id)).toEqual(['a: waiting_approval', 'b: pending']);
      site.pass(7 * 24 * 3_600_000);
      plans().control.approve(id, undefined, { ...me, approved: true });
      check(id, 'a', 'changed');
      return id;
    };

    test('and is asked again, after the commands before it, where files changed', () => {
      const id = approvedLate({ type: 'approval' });
      expect(statuses(id)).toEqual(['pending', 'pending']);
      const { id: attempt } = site.attempt(id, 'a');
      const changed = { head: 'h', tree: 'changed' };
      plans().gates.ask(attempt, 0, changed);
      const said = { status: 'passed', evidence: null, exitCode: 0, by: null } as const;
      plans().gates.answered(attempt, there(plans().gates.of(attempt)[0]), said, changed);
      plans().gates.ask(attempt, 1, changed);
      expect(site.reason(id, 'a')).toMatch(/^gate 2 waits for approval again: files changed after/);
      expect(plans().gates.of(attempt)[1]).toMatchObject({ asked: 2, decided_by: null });
      plans().control.approve(id, 'a', { ...me, approved: true });
      check(id, 'a', 'changed');
      expect(site.shown(id)).toEqual(['a: completed', 'b: ready']);
      expect(plans().gates.of(attempt)[1]).toMatchObject({ decided_by: 'me', evidence: 'approved by me' });
    });

    test('and stands where the plan says so; the commands before it are run again', () => {
      const id = approvedLate({ type: 'approval', on_change: 'keep' });
      expect(statuses(id)).toEqual(['pending', 'passed']);
      ask(id, 'a');
      answered(id, 'a', {});
      check(id, 'a');
      expect(site.shown(id)).toEqual(['a: completed', 'b: ready']);
      expect(plans().gates.of(site.attempt(id, 'a').id)[1]).toMatchObject({ decided_by: 'me' });
    });

    test('and is shown as stale once files have changed since it was asked', () => {
      const id = site.plan([[task('a', { gates: [{ type: 'approval' }] })]]);
      site.begin(id);
      site.ends(id, 'a');
      ask(id, 'a');
      const stale = () => plans().detail(id)?.phases[0]?.tasks[0]?.gates[0]?.stale;
      plans().seen('/work', CHANGED);
      expect(stale()).toBe(false);
      plans().seen('/work', { head: 'h', tree: 'v' });
      expect(stale()).toBe(true);
    });
  });

  test('what a person refuses has failed', () => {
    const id = site.plan([[task('a', { gates: [{ type: 'approval' }], max_retries: 0 })]]);
    site.begin(id);
    site.ends(id, 'a');
    ask(id, 'a');
    plans().control.approve(id, 'a', { ...me, approved: false, reason: 'no tests' });
    check(id, 'a');
    expect(site.shown(id)).toEqual(['a: failed']);
    expect(site.reason(id, 'a')).toMatch(/refused by me: no tests/);
  });

  test('of several gates that wait, the one that is meant is named', () => {
    const gates = [{ type: 'approval' }] as const;
    const id = site.plan([[task('a', { gates }), task('b', { gates })]]);
    site.begin(id);
    for (const key of ['a', 'b']) {
      site.ends(id, key);
      ask(id, key);
    }
    expect(() => plans().control.approve(id, undefined, { ...me, approved: true })).toThrow(
      /name one of the tasks a, b/,
    );
    plans().control.approve(id, 'b', { ...me, approved: true });
    expect(plans().gates.of(site.attempt(id, 'a').id)[0]?.status).toBe('waiting');
  });

  test('a judgement without a model is unknown, and a person may make it', () => {
    const id = site.plan([[task('a', { gates: [{ type: 'judgement', question: 'Good?' }] })]]);
    site.begin(id);
    site.ends(id, 'a');
    ask(id, 'a');
    answered(id, 'a', { status: 'unknown', evidence: 'no model provider', exitCode: null });
    check(id, 'a');
    expect(site.shown(id)).toEqual(['a: needs_person']);
    plans().control.approve(id, 'a', { ...me, approved: true });
    check(id, 'a');
    expect(site.shown(id)).toEqual(['a: completed']);
  });

  test('an override is for one attempt, and noted', () => {
    const id = site.plan([[task('a', { gates: [COMMAND], max_retries: 0 })]]);
    const failOnce = (): void => {
      site.begin(id);
      site.ends(id, 'a');
      ask(id, 'a');
      answered(id, 'a', { status: 'failed', exitCode: 1 });
      check(id, 'a');
    };
    failOnce();
    plans().control.override(id, 'a', { ...me, reason: 'flaky' });
    expect(site.attempt(id, 'a')).toMatchObject({
      outcome: 'overridden',
      decided_by: 'me',
      reason: 'let through by me: flaky',
    });
    expect(plans().get(id)?.status).toBe('completed');
    plans().control.retry(id, 'a', me);
    expect(plans().get(id)?.status).toBe('running');
    failOnce();
    expect(site.shown(id)).toEqual(['a: failed']);
    expect(site.store.audit.list({ where: { entity: ['plan'], action: ['override'] } }).items).toHaveLength(
      1,
    );
  });

  test('a judgement of other files is asked again, and holds over what a command after it writes', () => {
    const id = site.plan([[task('a', { gates: [{ type: 'judgement', question: 'good?' }, COMMAND] })]]);
    site.begin(id);
    site.ends(id, 'a');
    ask(id, 'a');
    answered(id, 'a', { exitCode: null });
    check(id, 'a', 'v');
    const statuses = () =>
      plans()
        .gates.of(site.attempt(id, 'a').id)
        .map(({ status }) => status);
    expect(statuses()).toEqual(['pending', 'pending']);
    ask(id, 'a');
    answered(id, 'a', { exitCode: null });
    ask(id, 'a', 1);
    const written = { head: 'h', tree: 'w' };
    const said = { status: 'passed', evidence: null, exitCode: 0, by: null } as const;
    const { id: attempt } = site.attempt(id, 'a');
    plans().gates.answered(attempt, there(plans().gates.of(attempt)[1]), said, written);
    check(id, 'a', 'w');
    expect(site.shown(id)).toEqual(['a: completed']);
  });

  test('a command that was never run says nothing about the work', () => {
    const row = { status: 'failed', reason: 'working_dir: there is no directory /x', signal: null } as const;
    const of = (given: object) => gateAnswerOf({ ...row, ...given } as TaskRow, '');
    expect(of({ exit_code: null })).toMatchObject({
      ...{ status: 'unknown', evidence: '[working_dir: there is no directory /x]' },
    });
    expect(of({ exit_code: 127 })).toMatchObject({ status: 'failed' });
    expect(of({ exit_code: null, signal: 'SIGTERM' })).toMatchObject({ status: 'failed' });
  });

  test('what was found is stale when files have changed since', () => {
    const id = site.plan([[task('a', { gates: [COMMAND] })]]);
    site.begin(id);
    site.ends(id, 'a');
    ask(id, 'a');
    answered(id, 'a', {});
    check(id, 'a');
    const stale = () => plans().detail(id)?.phases[0]?.tasks[0]?.gates[0]?.stale;
    plans().seen('/work', CHANGED);
    expect(stale()).toBe(false);
    plans().seen('/work', { head: 'h', tree: 'v' });
    expect(stale()).toBe(true);
  });
});

test('tries without progress: one look for the cause, then a person', () => {
  const id = site.plan([[task('a', { gates: [COMMAND], max_retries: 9 })]], { stuck_after: 2 });
  const fail = (): void => {
    site.begin(id);
    site.ends(id, 'a', { after: TREE, files: [] });
    ask(id, 'a');
    answered(id, 'a', { status: 'failed', exitCode: 1, evidence: 'boom' });
    check(id, 'a');
  };
  fail();
  fail();
  expect(site.shown(id)).toEqual(['a: ready']);
  fail();
  expect(site.attempt(id, 'a')).toMatchObject({ purpose: 'diagnosis', number: 3 });
  expect(site.attempt(id, 'a').prompt).toMatch(/Find out why .*do a.*boom/s);
  expect(site.shown(id)).toEqual(['a: needs_person']);
  plans().control.retry(id, 'a', me);
  fail();
  expect(site.attempt(id, 'a')).toMatchObject({ purpose: 'work', number: 4 });
});

describe('files', () => {
  const two = [task('a', { touches: ['src'] }), task('b', { touches: ['docs'] })];

  test('outside of what a task may touch need a person', () => {
    const id = site.plan([[task('a', { touches: ['src'] })]]);
    site.begin(id);
    site.ends(id, 'a', { files: ['src/x.ts', 'package.json'] });
    expect(site.reason(id, 'a')).toBe('it changed files outside of its touches: package.json');
  });

  test('of another task that ran meanwhile are not held against it, nor for it', () => {
    const id = site.plan([two]);
    site.begin(id);
    site.ends(id, 'a', { files: ['docs/x.md'], ran: null });
    expect(site.shown(id)).toEqual(['a: needs_person', 'b: running']);
    expect(site.reason(id, 'a')).toMatch(/can not be told/);
  });
});
