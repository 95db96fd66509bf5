import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SCRIPT = `
  require(process.argv[1]).useRunDirectory();
  const { existsSync } = require('node:fs');
  const { TMPDIR } = process.env;
  console.log(JSON.stringify([TMPDIR, require('node:os').tmpdir() === TMPDIR, existsSync(TMPDIR), process.pid]));`;

/** As a run of the tests begins and ends, in a process of its own. */
function run(): { directory: string; isUsed: boolean; pid: number } {
  const argv = ['-e', SCRIPT, join(__dirname, 'run-directory.cjs')];
  // Not below that of the run this test is part of.
  const { TMPDIR: _own, ...env } = process.env;
  const [directory, isTmpdir, isThere, pid] = JSON.parse(
    execFileSync(process.execPath, argv, { encoding: 'utf8', env }),
  ) as [string, boolean, boolean, number];
  return { directory, isUsed: isTmpdir && isThere, pid };
}

test('temporary files of a run are in a directory of its own, which goes away with it', () => {
  const { directory, isUsed, pid } = run();
  expect(isUsed).toBe(true);
  expect(directory).toContain(`architect-tests-${pid}-`);
  expect(existsSync(directory)).toBe(false);
});

test('what a killed run left is removed, and that of a run under way is not', () => {
  const { directory, pid } = run();
  const base = dirname(directory);
  // The process of that number has just ended.
  const left = join(base, `architect-tests-${pid}-left`);
  const underWay = join(base, `architect-tests-${process.pid}-other`);
  for (const one of [left, underWay]) mkdirSync(one, { recursive: true });
  try {
    run();
    expect([existsSync(left), existsSync(underWay)]).toEqual([false, true]);
  } finally {
    for (const one of [left, underWay]) rmSync(one, { recursive: true, force: true });
  }
});
