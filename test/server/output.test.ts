/** A server outlives what it says: its output may be a file on a full disk. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
/** As cli/main.ts does for commands. */
const program = (first: string): string => `
  require('${join(ROOT, 'test/support/typescript.cjs')}');
  process.stdout.on('error', (error) => { throw error; });
  ${first}
  process.stdout.write('said');
  setTimeout(() => process.exit(process.stdout.destroyed ? 3 : 0), 50);`;

const FULL = '/dev/full';
(existsSync(FULL) ? test : test.skip)('a full disk under its output does not end it', () => {
  const outliving = `require('${join(ROOT, 'server/output.ts')}').outliveOutput();`;
  const ends = ['', outliving].map((first) => {
    const full = openSync(FULL, 'w');
    const { status } = spawnSync(process.execPath, ['-e', program(first)], {
      stdio: ['ignore', full, 'ignore'],
    });
    closeSync(full);
    return status;
  });
  expect(ends[0]).not.toBe(0);
  expect(ends[1]).toBe(0);
});
