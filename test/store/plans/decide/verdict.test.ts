/** What becomes of an attempt, and what follows one that failed. */
import { endOf, percent, phaseStatus } from '../../../../store/plans/decide/progress';
import { afterFailure, triesWithoutProgress } from '../../../../store/plans/decide/retry';
import type { AttemptFacts, EndedTry, GateState } from '../../../../store/plans/decide/types';
import { firstVerdict, gateStep } from '../../../../store/plans/decide/verdict';

const facts = (given: Partial<AttemptFacts> = {}): AttemptFacts => ({
  ...{ changed: null, ran: null, outside: [], evidence: 'derived' },
  ...given,
});
const gate = (given: Partial<GateState> = {}): GateState => ({
  ...{ type: 'command', holds: false, status: 'passed', tree: null, reason: null },
  ...given,
});
const outcome = (given: Partial<AttemptFacts>, gates: GateState[] = []) =>
  firstVerdict(facts(given), gates)?.outcome ?? 'ask the gates';

describe('an attempt whose agent says that it is done', () => {
  test.each<[Partial<AttemptFacts>, string]>([
    [{ changed: true, ran: true }, 'passed'],
    [{ changed: true }, 'passed'],
    [{ changed: false, ran: true }, 'passed'],
    [{ changed: null, ran: true }, 'passed'],
    [{ changed: false, ran: false }, 'failed'],
    [{ changed: null, ran: false }, 'failed'],
    [{ changed: true, ran: false }, 'needs_person'],
    [{ changed: false, ran: null }, 'needs_person'],
    [{ changed: null, ran: null }, 'needs_person'],
    [{ changed: false, ran: false, evidence: 'none' }, 'passed'],
    [{ changed: true, ran: true, outside: ['x'] }, 'needs_person'],
    [{ changed: true, outside: ['x'], evidence: 'none' }, 'needs_person'],
  ])('without gates, %j: %s', (given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  test('did nothing: its commands would pass as they did before, so they are not even asked', () => {
    expect(outcome({ changed: false, ran: false }, [gate()])).toBe('failed');
    expect(outcome({ changed: null, ran: null }, [gate()])).toBe('ask the gates');
    expect(outcome({ changed: false, ran: false }, [gate(), gate({ type: 'approval' })])).toBe(
      'ask the gates',
    );
  });

  test('names the files that were none of its business', () => {
    const outside = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(firstVerdict(facts({ outside }), [])?.reason).toMatch(/: a, b, c, d, e and 2 more$/);
  });
});

describe('gates', () => {
  const step = (gates: GateState[], given: Partial<Parameters<typeof gateStep>[0]> = {}) =>
    gateStep({ gates, reruns: 0, tree: null, shared: false, ...given });

  test('are asked one after the other', () => {
    const later = gate({ status: 'pending', type: 'approval' });
    expect(step([gate({ status: 'pending' }), later])).toEqual({ do: 'ask', position: 0 });
    expect(step([gate({ status: 'running' }), later])).toEqual({ do: 'wait' });
    expect(step([gate(), later])).toEqual({ do: 'ask', position: 1 });
    expect(step([gate(), gate({ status: 'waiting', type: 'approval' })])).toEqual({ do: 'wait' });
  });

  test('all passed, or overridden, is passed; unknown is not', () => {
    expect(step([gate(), gate({ status: 'overridden' })])).toMatchObject({ verdict: { outcome: 'passed' } });
    expect(step([gate({ status: 'failed', reason: 'exit code 1' })])).toMatchObject({
      verdict: { outcome: 'failed', reason: 'gate 1 (command) failed: exit code 1' },
    });
    const unknown = gate({ type: 'judgement', status: 'unknown', reason: 'no model provider' });
    expect(step([gate(), unknown])).toMatchObject({
      verdict: { outcome: 'needs_person', reason: 'gate 2 (judgement) is unknown: no model provider' },
    });
  });

  test('are asked anew where files changed since, a few times', () => {
    const passed = [gate({ tree: 'old' }), gate({ type: 'approval' })];
    expect(step(passed, { tree: 'old' })).toMatchObject({ verdict: { outcome: 'passed' } });
    expect(step(passed, { tree: 'new' })).toMatchObject({ do: 'rerun' });
    expect(step(passed, { tree: 'new', reruns: 3 })).toMatchObject({ verdict: { outcome: 'needs_person' } });
    // A model judged the files as they were too, and a person saw those.
    expect(step([gate({ type: 'judgement', tree: 'old' })], { tree: 'new' })).toMatchObject({ do: 'rerun' });
    expect(step([gate({ type: 'approval', tree: 'old' })], { tree: 'new' })).toMatchObject({ do: 'rerun' });
    const kept = gate({ type: 'approval', tree: 'old', holds: true });
    expect(step([kept], { tree: 'new' })).toMatchObject({ do: 'end' });
    // Before a person is asked the commands are run again.
    const unasked = [gate({ tree: 'old' }), gate({ type: 'approval', status: 'pending' })];
    expect(step(unasked, { tree: 'new' })).toMatchObject({ do: 'rerun' });
    expect(step(unasked, { tree: 'old' })).toEqual({ do: 'ask', position: 1 });
    // What cannot be told, and what others may have done, decides nothing.
    expect(step(passed, { tree: null })).toMatchObject({ verdict: { outcome: 'passed' } });
    // It is said that what was seen is not what is there now.
    expect(step(passed, { tree: 'new', shared: true })).toMatchObject({
      verdict: {
        outcome: 'passed',
        reason: expect.stringMatching(/others changed files in its directory since/),
      },
    });
  });
});

describe('after a try that failed', () => {
  const attempt = (given: Partial<EndedTry> = {}): EndedTry => ({
    ...{ purpose: 'work', before: { head: 'h', tree: 't' }, after: { head: 'h', tree: 't' } },
    gates: ['failed 1'],
    ...given,
  });
  const moved = attempt({ after: { head: 'h', tree: 'u' } });
  const next = (tries: EndedTry[], given: { maxRetries?: number; canDiagnose?: boolean } = {}) =>
    afterFailure({ tries, maxRetries: 5, stuckAfter: 2, canDiagnose: true, ...given }).do;

  test('it is tried again while a try is left and something moves', () => {
    expect(next([moved])).toBe('retry');
    expect(next([moved, moved, moved])).toBe('retry');
    expect(next([moved, moved], { maxRetries: 1 })).toBe('fail');
    expect(next([attempt()], { maxRetries: 0 })).toBe('fail');
  });

  test('committing is progress, and so is another result of a gate', () => {
    const committed = attempt({ after: { head: 'i', tree: 't' } });
    expect(triesWithoutProgress([committed, committed])).toBe(0);
    expect(triesWithoutProgress([attempt(), attempt({ gates: ['failed 2'] })])).toBe(0);
    expect(
      triesWithoutProgress([attempt(), attempt({ gates: ['failed 2'] }), attempt({ gates: ['failed 2'] })]),
    ).toBe(1);
    expect(triesWithoutProgress([attempt(), attempt()])).toBe(2);
  });

  test('without progress the cause is asked for, once; then a person decides', () => {
    expect(next([attempt(), attempt()])).toBe('diagnose');
    expect(next([attempt(), attempt(), attempt({ purpose: 'diagnosis' })])).toBe('person');
    expect(next([attempt(), attempt(), attempt({ purpose: 'diagnosis' }), attempt()])).toBe('person');
  });

  test('a shell is not asked for a cause', () => {
    expect(next([attempt(), attempt()], { canDiagnose: false })).toBe('person');
  });

  test('where files can not be told, what the gates say counts', () => {
    const unknown = attempt({ before: { head: null, tree: null }, after: { head: null, tree: null } });
    expect(next([unknown, unknown])).toBe('diagnose');
    expect(next([unknown, { ...unknown, gates: ['passed 0', 'failed 1'] }])).toBe('retry');
  });
});

test('progress is whole percents, and 100 only when all is done', () => {
  expect(percent(['completed', 'skipped', 'running'])).toBe(66);
  expect(percent(Array.from({ length: 1_000 }, (_, at) => (at === 0 ? 'running' : 'completed')))).toBe(99);
  expect([percent(['completed']), percent([])]).toEqual([100, 100]);
});

test('a plan ends when nothing can be done any more', () => {
  expect(endOf(['completed', 'skipped'])).toBe('completed');
  expect(endOf(['completed', 'failed', 'blocked'])).toBe('failed');
  expect(endOf(['failed', 'running'])).toBeNull();
  expect(endOf(['failed', 'needs_person'])).toBeNull();
  expect(phaseStatus(['completed'])).toBe('completed');
  expect(phaseStatus(['pending', 'pending'])).toBe('pending');
  expect(phaseStatus(['completed', 'pending'])).toBe('running');
  expect(phaseStatus(['failed', 'blocked'])).toBe('failed');
  expect(phaseStatus(['cancelled', 'completed'])).toBe('cancelled');
});
