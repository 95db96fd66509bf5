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

/** What each of the two prints, and the exit code it ends with. */
function ci(tests: [string, number], agents: [string, number]): { status: number | null; lines: string[] } {
  const part = ([text, code]: [string, number]): string => `printf '%b' '${text}'; exit ${code}`;
  const npm = `#!/bin/sh\ncase "$*" in *test:agents*) ${part(agents)} ;; *) ${part(tests)} ;; esac\n`;
  writeProgram(join(home, 'bin', 'npm'), npm);
  const env = { PATH: `${join(home, 'bin')}:/usr/bin:/bin` };
  const { status, stdout } = spawnSync('bash', [join(home, '.ci', 'run')], { env, encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

test('both counts are added up in the last line, which is the only one', () => {
  const { status, lines } = ci(
    ['some tests\\n10 passed, 0 failed\\n', 0],
    ['agents\\n5 passed, 0 failed\\n', 0],
  );
  expect([status, lines]).toEqual([0, ['some tests', 'agents', '15 passed, 0 failed']]);
});

test('a failure in either makes it fail', () => {
  expect(ci(['9 passed, 1 failed\\n', 1], ['5 passed, 0 failed\\n', 0])).toEqual({
    status: 1,
    lines: ['14 passed, 1 failed'],
  });
  expect(ci(['9 passed, 0 failed\\n', 0], ['5 passed, 2 failed\\n', 1]).lines).toEqual([
    '14 passed, 2 failed',
  ]);
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
