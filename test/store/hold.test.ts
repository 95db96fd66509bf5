/** A file held by one process at a time, for as long as that one lives. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hold, holdFault } from '../../store/db/hold';
import { StoreError } from '../../store/db/open';
import { temporaryDirectory } from './support';

let dir: string;
let file: string;
beforeEach(() => {
  dir = temporaryDirectory();
  file = join(dir, 'data', 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Holds the file in a process of its own. */
async function holder() {
  const child = fork(join(__dirname, 'holder.cjs'), [file], { execArgv: [] });
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  return { child, held: answer === 'held', ended: once(child, 'exit') };
}

test('whoever has it keeps all others out until it lets go', () => {
  const letGo = hold(file, 0);
  expect(letGo).toBeDefined();
  expect(hold(file, 0)).toBeUndefined();
  letGo?.();
  hold(file, 0)?.();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a holder that is stopped keeps it; one that is killed has it no more', async () => {
  const { child, held, ended } = await holder();
  expect(held).toBe(true);
  child.kill('SIGSTOP');
  expect(hold(file, 100)).toBeUndefined();
  child.kill('SIGKILL');
  await ended;
  const letGo = hold(file, 0);
  expect(letGo).toBeDefined();
  letGo?.();
});

test('of eight processes that try at once one gets it', async () => {
  const holders = await Promise.all(Array.from({ length: 8 }, holder));
  expect(holders.filter(({ held }) => held)).toHaveLength(1);
  for (const { child, ended } of holders) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await ended;
  }
});

test('what can not be held is said with what to do', () => {
  writeFileSync(join(dir, 'data'), '');
  expect(() => hold(file, 0)).toThrow(
    /can't be a directory because a file is in its place.* ARCHITECT_DATA_DIR/,
  );
  rmSync(join(dir, 'data'));
  hold(file, 0)?.();
  writeFileSync(file, 'x'.repeat(5_000));
  expect(() => hold(file, 0)).toThrow(/should be empty.* remove it/);
  const fault = holdFault(file, 'SQLITE_IOERR_LOCK', new Error('disk I/O error'));
  expect(fault).toBeInstanceOf(StoreError);
  expect(fault.code).toBe('no_locks');
  expect(fault.message).toMatch(/file system of the data directory .* has no locks.* set ARCHITECT_DATA_DIR/);
});
