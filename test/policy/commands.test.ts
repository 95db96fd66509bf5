import { ask, verdictOf } from './support';
import { allowed } from './tables/allowed';
import { askedPrograms } from './tables/asked-programs';
import { askedShell } from './tables/asked-shell';
import { askedTools } from './tables/asked-tools';
import { denied } from './tables/denied';

const rows = (...tables: readonly Readonly<Record<string, readonly string[]>>[]) =>
  tables.flatMap((table) => Object.values(table).flat());

describe('allowed without asking', () => {
  test.each(rows(allowed))('%j', (command) => {
    expect(ask({ command })).toMatchObject({ verdict: 'allow' });
  });
});

describe.each(Object.entries({ ...askedShell, ...askedTools, ...askedPrograms }))(
  'asked: %s',
  (_, commands) => {
    test.each(commands)('%j', (command) => {
      expect(ask({ command })).toMatchObject({ verdict: 'ask' });
    });
  },
);

describe('never run', () => {
  test.each(rows(denied))('%j', (command) => {
    expect(ask({ command })).toMatchObject({ verdict: 'deny' });
  });
});

test('a verdict names its rule, its reason and the part that decided', () => {
  expect(ask({ command: 'ls && git push origin main; pwd' })).toEqual({
    verdict: 'ask',
    ruleId: 'publish',
    reason: 'Publishes or sends to a place others can see',
    evidence: 'git push origin main',
  });
  expect(ask({ command: 'ls && frobnicate -x' })).toMatchObject({
    ruleId: 'no-rule',
    evidence: 'frobnicate -x',
  });
  expect(ask({ command: 'ls > /etc/x' })).toMatchObject({ ruleId: 'write-outside', evidence: '/etc/x' });
});

test('what is piped into an interpreter is asked, and named so', () => {
  expect(ask({ command: 'cat a.sh | bash' })).toMatchObject({
    ruleId: 'piped-to-interpreter',
    evidence: '| bash',
  });
  expect(ask({ command: 'cat a.sh | (cd src; sh -s x)' })).toMatchObject({ ruleId: 'piped-to-interpreter' });
});

test('the most careful part decides, wherever it stands', () => {
  expect(verdictOf('rm -rf / ; ls')).toBe('deny');
  expect(verdictOf('git push; rm -rf /')).toBe('deny');
  expect(verdictOf('ls; "unclosed; rm -rf /')).toBe('ask');
});

test('a command line without a command is asked', () => {
  for (const command of ['', '   ', '# nothing', '\n\n']) expect(verdictOf(command)).toBe('ask');
});

test('long evidence is cut', () => {
  expect(ask({ command: `frobnicate ${'x'.repeat(5_000)}` }).evidence.length).toBeLessThan(400);
});
