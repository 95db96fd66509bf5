/** Worker processes of a data directory, as other processes see them. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlreadyRunningError, takePlace } from '../../../server/instance';
import { haveWorkersLeave } from '../../../server/worker/leave-databases';
import { stopWorkers } from '../../../server/worker/lifecycle';
import { registerWorker, workersOf, workingIn } from '../../../server/worker/registry';
import { ended, startRegistered } from './support';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-workers-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('one is there from its first moment to its last, and leaves nothing behind', async () => {
  expect(workersOf(dir)).toEqual([]);
  const worker = await registerWorker(dir, { version: '3.0.0', kept: true });
  expect(workersOf(dir)).toEqual([
    expect.objectContaining({ pid: process.pid, state: 'waiting', version: '3.0.0', kept: true }),
  ]);
  expect(workingIn(dir)).toEqual([]);
  worker.is('running');
  expect(workingIn(dir)).toHaveLength(1);
  worker.is('leaving');
  worker.is('running');
  expect(workersOf(dir)[0]?.state).toBe('leaving');
  worker.leave();
  expect(workersOf(dir)).toEqual([]);
  expect(readdirSync(join(dir, 'workers'))).toEqual([]);
});

test('what it does is noted later where there was no room for it, but not that it opens the databases', async () => {
  const worker = await registerWorker(dir, { version: '3.0.0', kept: true });
  const file = join(dir, 'workers', `${worker.id}.json`);
  const blocked = (act: () => void): void => {
    renameSync(file, `${file}.aside`);
    mkdirSync(file);
    try {
      act();
    } finally {
      rmdirSync(file);
      renameSync(`${file}.aside`, file);
    }
  };
  blocked(() => expect(() => worker.is('connecting')).toThrow(/EISDIR|ENOTEMPTY/));
  worker.is('waiting');
  worker.is('connecting');
  blocked(() => worker.is('running'));
  expect(workersOf(dir)[0]?.state).toBe('connecting');
  worker.beat();
  expect(workersOf(dir)[0]?.state).toBe('running');
  blocked(() => worker.is('leaving'));
  worker.leave();
  expect(workersOf(dir)).toEqual([]);
});

test('one that was killed is gone at once, with its files', async () => {
  const other = await startRegistered(dir, 'running');
  expect(workersOf(dir).map(({ pid }) => pid)).toEqual([other.pid]);
  other.kill('SIGKILL');
  await ended(other);
  expect(workersOf(dir)).toEqual([]);
  expect(readdirSync(join(dir, 'workers'))).toEqual([]);
});

test('one that is stopped by a signal is still there', async () => {
  const other = await startRegistered(dir, 'running');
  other.kill('SIGSTOP');
  expect(workersOf(dir)).toHaveLength(1);
  other.kill('SIGKILL');
});

test('what is no note of a worker counts for nothing', async () => {
  const worker = await registerWorker(dir, { version: '3.0.0', kept: false });
  writeFileSync(join(dir, 'workers', `${worker.id}.json`), '{"pid":"many"}');
  expect(workersOf(dir)).toEqual([]);
  expect(existsSync(join(dir, 'workers', `${worker.id}.lock`))).toBe(true);
  worker.leave();
});

test('a restore is refused while one has the databases open, and a server is not', async () => {
  const other = await startRegistered(dir, 'running');
  await expect(takePlace(dir, '', 'restore')).rejects.toThrow(AlreadyRunningError);
  await expect(takePlace(dir, '', 'restore')).rejects.toThrow(`running (${other.pid}): stop them first`);
  const server = await takePlace(dir);
  server.leave();
  other.kill('SIGKILL');
});

test('databases are migrated only when all have left them; one that stays is named', async () => {
  const place = { wantsAlone: (alone: boolean): void => void asked.push(alone) };
  const asked: boolean[] = [];
  const said: string[] = [];
  const leave = (): Promise<void> => haveWorkersLeave(dir, place, (line) => said.push(line), 300);
  await leave();
  expect(asked).toEqual([]);
  const other = await startRegistered(dir, 'running');
  await expect(leave()).rejects.toThrow(`kill -KILL ${other.pid}`);
  expect(asked).toEqual([true]);
  expect(said).toHaveLength(1);
  const left = leave();
  other.kill('SIGKILL');
  await left;
});

test('they are ended in order, also one that is stopped by a signal; one that does not end is named', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const [first, second] = await Promise.all([
    startRegistered(dir, 'running'),
    startRegistered(dir, 'waiting'),
  ]);
  second.kill('SIGSTOP');
  expect(await stopWorkers(dir, say)).toBe(true);
  expect([await ended(first), await ended(second)]).toEqual([0, 0]);
  expect(said).toEqual([]);
  const deaf = await startRegistered(dir, 'running', 'deaf');
  expect(await stopWorkers(dir, say, 300)).toBe(false);
  expect(said.join()).toContain(`kill -KILL ${deaf.pid}`);
  deaf.kill('SIGKILL');
});
