/** What is done about a dialog: its kind, the switch, the session's mode, the rules, and every way to read its text. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { judge, planFor } from '../../../activities/confirmations/judge';
import { DEFAULT_RULES } from '../../../policy';
import type { ToolCall } from '../../../workflows/contracts/confirmation';
import type { SeenDialog } from '../../../store/confirmations';
import { APPROVED, START, sees, there, type TestStore, testStore } from '../../store/support';

let record: TestStore;
beforeEach(() => {
  record = testStore();
  record.store.confirmRules.seed(DEFAULT_RULES);
  sees(record.store, 'a', { workingDir: '/home/me/work' });
});
afterEach(() => record.close());

const bash = (...commands: string[]): ToolCall => ({ tool: 'Bash', commands, path: null });
let now = START.getTime();
const deps = () => ({
  store: record.store,
  clock: () => new Date(now),
  home: '/home/me',
  own: ['/home/me/dashboard/data'],
});
function opened(call: ToolCall | null, more: Partial<SeenDialog> = {}): number {
  now = START.getTime();
  const opening = record.store.confirmations.open({
    ...{ session: 'a', host: 'box', agent: 'claude', fingerprint: String(Math.random()), kind: 'permission' },
    ...{ title: 'Bash command', body: '', options: [], call, source: 'screen', workingDir: '/home/me/work' },
    ...{ seenAt: new Date(START.getTime() + 1_000), ...more },
  });
  return there(opening.id);
}
const judged = (call: ToolCall | null, more: Partial<SeenDialog> = {}) => {
  const { verdict, answer, ruleId } = judge(
    deps(),
    there(record.store.confirmations.get(opened(call, more))),
  );
  return { verdict, answer, ruleId };
};

test.each([
  ['allows', bash('npm test'), 'allow', 'approve'],
  ['asks about', bash('git push'), 'ask', null],
  ['denies', bash('rm -rf /'), 'deny', 'deny'],
])('the mode safe does as the rules say: it %s', (_what, call, verdict, answer) => {
  expect(judged(call)).toMatchObject({ verdict, answer });
});

test('what can be read in several ways is answered only where all come to the same', () => {
  expect(judged(bash('ls a b', 'ls a\nls b'))).toMatchObject({ answer: 'approve' });
  expect(judged(bash('npm test', 'npm\ntest'))).toMatchObject({ verdict: 'ask', answer: null });
  expect(judged(bash('rm -rf /', 'ls'))).toMatchObject({
    verdict: 'ask',
    answer: null,
    ruleId: 'readings-differ',
  });
});

test('what can not be read is asked, in the mode all too: a rule may deny it', () => {
  expect(judged(null)).toEqual({ verdict: 'ask', answer: null, ruleId: 'not-readable' });
  record.store.confirmSettings.setMode('a', 'all', 10);
  expect(judged(null)).toEqual({ verdict: 'ask', answer: null, ruleId: 'not-readable' });
});

test('the mode all gives what is asked, not what is denied, nor what might be denied', () => {
  record.store.confirmSettings.setMode('a', 'all', 10);
  expect(judged(bash('git push'))).toMatchObject({ answer: 'approve', ruleId: 'mode-all' });
  expect(judged(bash('rm -rf /'))).toMatchObject({ answer: 'deny' });
  expect(judged(bash('rm -rf /', 'ls'))).toMatchObject({ answer: null, ruleId: 'readings-differ' });
  record.pass(10 * 60_000);
  expect(judged(bash('git push'))).toMatchObject({ answer: null });
});

test('the mode off and the switch answer nothing, and say what the rules would', () => {
  record.store.confirmSettings.setMode('a', 'off', null);
  expect(judged(bash('npm test'))).toMatchObject({ verdict: 'allow', answer: null });
  record.store.confirmSettings.setMode('a', 'all', 10);
  record.store.confirmSettings.change({ enabled: 0 });
  expect(judged(bash('rm -rf /'))).toMatchObject({ verdict: 'deny', answer: null });
  expect(judged(bash('npm test'))).toMatchObject({ answer: null });
});

test.each(['question', 'login', 'update', 'picker', 'other', 'trust'] as const)(
  'a dialog of the kind %s is for a person in every mode',
  (kind) => {
    for (const mode of ['safe', 'all'] as const) {
      record.store.confirmSettings.setMode('a', mode, mode === 'all' ? 10 : null);
      expect(judged(bash('npm test'), { kind })).toMatchObject({ verdict: 'ask', answer: null });
    }
  },
);

test('trust is given only in a registered directory or below it, whatever the name of another one begins with', () => {
  const trust = (path: string) => judged({ tool: 'Trust', commands: [], path }, { kind: 'trust' });
  expect(trust(__dirname)).toEqual({ verdict: 'ask', answer: null, ruleId: 'not-trusted' });
  record.store.confirmRules.trust(__dirname.slice(0, -1));
  expect(trust(__dirname)).toMatchObject({ answer: null });
  record.store.confirmRules.trust(`${__dirname}/..`);
  expect(trust(__dirname)).toEqual({ verdict: 'allow', answer: 'approve', ruleId: 'trusted-directory' });
  expect(trust('/there/is/none')).toMatchObject({ answer: null });
});

test('trust goes by where links lead: not out of a registered directory, and through one that is a link', () => {
  const trust = (path: string) => judged({ tool: 'Trust', commands: [], path }, { kind: 'trust' }).answer;
  for (const dir of ['app/src', 'other']) mkdirSync(join(record.dir, dir), { recursive: true });
  symlinkSync(join(record.dir, 'other'), join(record.dir, 'app/out'));
  symlinkSync(join(record.dir, 'app'), join(record.dir, 'link'));
  record.store.confirmRules.trust(join(record.dir, 'link'));
  expect(trust(join(record.dir, 'app/src'))).toBe('approve');
  expect(trust(join(record.dir, 'link/src'))).toBe('approve');
  expect(trust(join(record.dir, 'app/out'))).toBeNull();
  expect(trust(join(record.dir, 'other'))).toBeNull();
});

describe('the plan', () => {
  test('has a pause that is chosen once, between the shortest and the longest', () => {
    const id = opened(bash('npm test'));
    expect(planFor(deps(), id, 0.5)).toEqual({ next: { what: 'answer', inMs: 3_500 }, answer: 'approve' });
    now += 1_000;
    expect(planFor(deps(), id, 0.9)?.next).toEqual({ what: 'answer', inMs: 2_500 });
    now += 9_000;
    expect(planFor(deps(), id, 0)?.next).toEqual({ what: 'answer', inMs: 0 });
  });

  test('waits no longer where the clock is put back meanwhile', () => {
    const allowed = opened(bash('npm test'));
    planFor(deps(), allowed, 1);
    now -= 7_200_000;
    expect(planFor(deps(), allowed, 0.5)?.next).toEqual({ what: 'answer', inMs: 3_500 });
    const asked = opened(bash('git push'));
    now -= 7_200_000;
    expect(planFor(deps(), asked, 0)?.next).toEqual({ what: 'notify', inMs: 30_000 });
  });

  test('tells a person after the dwell, then again, then gives up where that is set', () => {
    const { confirmations, confirmSettings } = record.store;
    const id = opened(bash('git push'));
    expect(planFor(deps(), id, 0)).toEqual({ next: { what: 'notify', inMs: 30_000 }, answer: null });
    confirmations.messageDue(id, 'waiting');
    expect(planFor(deps(), id, 0)?.next).toEqual({ what: 'escalate', inMs: 600_000 });
    confirmations.messageDue(id, 'escalated');
    expect(planFor(deps(), id, 0)?.next).toBeNull();
    confirmSettings.change({ expire_after_ms: 1_000_000 });
    now += 400_000;
    expect(planFor(deps(), id, 0)?.next).toEqual({ what: 'expire', inMs: 600_000 });
  });

  test('takes up an answer that was under way at once', () => {
    const id = opened(bash('npm test'));
    planFor(deps(), id, 1);
    record.store.confirmations.pressing(id, 0, APPROVED);
    expect(planFor(deps(), id, 1)?.next).toEqual({ what: 'answer', inMs: 0 });
  });

  test('is none for a dialog that is over', () => {
    const id = opened(bash('npm test'));
    record.store.confirmations.end(id, { status: 'approved', decidedBy: 'person', resolution: 'done' });
    expect(planFor(deps(), id, 0)).toBeNull();
  });
});
