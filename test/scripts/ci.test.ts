/** `.ci/run` in a directory where npm is a program of the test's own. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory, removeDirectory, ROOT, writeProgram } from './support';

let home: string;
beforeEach(() => {
  home = makeDirectory();
  mkdirSync(join(home, '.ci'));
  copyFileSync(join(ROOT, '.ci', 'run'), join(home, '.ci', 'run'));
});
afterEach(() => removeDirectory(home));

type Part = [printed: string, exitCode: number];
const NO_FUZZ: Part = ['0 passed, 0 failed\\n', 0];

/** What each part prints, and the exit code it ends with; `prepared`: that of getting what the fuzz run needs. */
function ci(
  tests: Part,
  agents: Part,
  { fuzz = NO_FUZZ, prepared = 0 }: { fuzz?: Part; prepared?: number } = {},
): { status: number | null; lines: string[] } {
  const part = ([text, code]: Part): string => `printf '%b' '${text}'; exit ${code}`;
  const npm = `#!/bin/sh
case "$*" in
  *test:fuzz*--prepare) exit ${prepared} ;;
  *test:fuzz*) ${part(fuzz)} ;;
  *test:agents*) ${part(agents)} ;;
  *) ${part(tests)} ;;
esac
`;
  writeProgram(join(home, 'bin', 'npm'), npm);
  const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
  const { status, stdout } = spawnSync('bash', [join(home, '.ci', 'run')], { env, encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('all counts are added up in the last line, which is the only one', () => {
  const { status, lines } = ci(
    ['some tests\\n10 passed, 0 failed\\n', 0],
    ['agents\\n5 passed, 0 failed\\n', 0],
    { fuzz: ['requests\\n3 passed, 0 failed\\n', 0] },
  );
  expect([status, lines]).toEqual([0, ['some tests', 'agents', 'requests', '18 passed, 0 failed']]);
});

test('without the program that makes requests at random the others still count', () => {
  const fuzz: Part = ['never run\\n', 1];
  const { status, lines } = ci(['9 passed, 0 failed\\n', 0], ['5 passed, 0 failed\\n', 0], {
    fuzz,
    prepared: 1,
  });
  expect(status).toBe(0);
  expect(lines).toEqual([expect.stringContaining('was not fuzzed'), '14 passed, 0 failed']);
});

test('a failure in any part makes it fail', () => {
  expect(ci(['9 passed, 1 failed\\n', 1], ['5 passed, 0 failed\\n', 0])).toEqual({
    status: 1,
    lines: ['14 passed, 1 failed'],
  });
  expect(ci(['9 passed, 0 failed\\n', 0], ['5 passed, 2 failed\\n', 1]).lines).toEqual([
    '14 passed, 2 failed',
  ]);
  const fuzz: Part = ['2 passed, 1 failed\\n', 1];
  expect(ci(['9 passed, 0 failed\\n', 0], ['5 passed, 0 failed\\n', 0], { fuzz })).toEqual({
    status: 1,
    lines: ['16 passed, 1 failed'],
  });
});

test('a part that breaks off without a count is one failure, and what it said last is shown', () => {
  const { status, lines } = ci(['9 passed, 0 failed\\n', 0], ['The registry is out of reach.\\n', 1]);
  expect([status, lines]).toEqual([1, ['The registry is out of reach.', '9 passed, 1 failed']]);
});

test('a part that fails though its count is clean is one failure', () => {
  expect(ci(['9 passed, 0 failed\\n', 1], ['5 passed, 0 failed\\n', 0]).lines).toEqual([
    '14 passed, 1 failed',
  ]);
});
