/** Who keeps the server running is found also while no server runs, however it was started. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '../../processes/identity';
import { isAlive } from '../../processes/stat';
import { type Exit, FAILED, SERVES, start, status, stop, UNCLEAR } from '../../server/daemon';
import {
  forgetKept,
  keep,
  keptProcess,
  noteSupervisor,
  supervisorOf,
  workersKept,
} from '../../server/supervisor';

let dir: string;
let children: ChildProcess[];
const place = () => ({ dataDir: dir, logDir: dir, cacheDir: dir });
const TIMING = { startTimeoutMs: 400, settleMs: 0, stopTimeoutMs: 10_000, unitTimeoutMs: 0 };
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-supervisor-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

function sleeper(): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  children.push(child);
  return child as ChildProcess & { readonly pid: number };
}
const saying = (): { said: string[]; say: (line: string) => void } => {
  const said: string[] = [];
  return { said, say: (line) => void said.push(line) };
};
const note = async (pid: number): Promise<void> =>
  writeFileSync(join(dir, 'supervisor.json'), JSON.stringify(await identify(pid)));

test('one in a terminal that waits to start the server again is told of, and ended by a stop', async () => {
  const supervisor = sleeper();
  await note(supervisor.pid);
  const before = saying();
  expect(await status(place(), before.say)).toBe(UNCLEAR);
  expect(before.said.join()).toBe(`Not serving: process ${supervisor.pid} starts it, or starts it again.`);
  const ended = once(supervisor, 'exit');
  const { said, say } = saying();
  expect(await stop(place(), say, TIMING)).toBe(SERVES);
  expect(said).toEqual(['Stopped.']);
  expect(await ended).toEqual([null, 'SIGTERM']);
  const after = saying();
  await stop(place(), after.say, TIMING);
  expect(after.said.join()).toMatch(/^Not running/);
});

test('beside it none is started in the background', async () => {
  await note(sleeper().pid);
  const { said, say } = saying();
  const launch = jest.fn();
  expect(await start(place(), say, launch, TIMING)).toBe(FAILED);
  expect(said[0]).toBe('It is being started already.');
  expect(launch).not.toHaveBeenCalled();
});

test('a note of a process that is another one by now names nobody', async () => {
  const other = sleeper();
  writeFileSync(join(dir, 'supervisor.json'), JSON.stringify({ pid: other.pid, started: 'before' }));
  expect(await supervisorOf(place())).toBeUndefined();
  const { said, say } = saying();
  expect(await stop(place(), say, TIMING)).toBe(SERVES);
  expect(said.join()).toMatch(/^Not running/);
  expect(isAlive(other.pid)).toBe(true);
});

test('it notes itself while it lives, in a data directory that is made, and takes no note of another one', async () => {
  dir = join(dir, 'new');
  const forget = await noteSupervisor(place());
  expect((await supervisorOf(place()))?.pid).toBe(process.pid);
  forget();
  expect(existsSync(join(dir, 'supervisor.json'))).toBe(false);
  const other = sleeper();
  await note(other.pid);
  (await noteSupervisor(place()))();
  expect((await supervisorOf(place()))?.pid).toBe(other.pid);
});

test('it notes how many workers it keeps, which counts while it lives', async () => {
  expect(await workersKept(place())).toBe(0);
  const forget = await noteSupervisor(place(), 2);
  expect(await workersKept(place())).toBe(2);
  forget();
  writeFileSync(
    join(dir, 'supervisor.json'),
    JSON.stringify({ pid: sleeper().pid, started: 'before', workers: 2 }),
  );
  expect(await workersKept(place())).toBe(0);
});

test('of two starts in the background at once one launches it, and the other one takes nothing away', async () => {
  const never = new Promise<Exit>(() => undefined);
  const launched: number[] = [];
  const launch = () => {
    const { pid } = sleeper();
    launched.push(pid);
    return { pid, exited: never };
  };
  const all = [saying(), saying(), saying()];
  expect(await Promise.all(all.map(({ say }) => start(place(), say, launch, TIMING)))).toEqual([
    ...[FAILED, FAILED, FAILED],
  ]);
  expect(launched).toHaveLength(1);
  expect(keptProcess(place())?.pid).toBe(launched[0]);
  expect(all.filter(({ said }) => said[0] === 'It is being started already.')).toHaveLength(2);
});

test('one that could not start forgets itself only', async () => {
  const other = await identify(sleeper().pid);
  if (!other) throw new Error('it has ended');
  const launch = () => {
    const { pid } = sleeper();
    // Another start has written its own meanwhile.
    const exited = new Promise<Exit>((resolve) =>
      setImmediate(() => {
        keep(place(), other);
        resolve({ how: 'exit code 78', code: 78 });
      }),
    );
    return { pid, exited };
  };
  expect(await start(place(), () => undefined, launch, { ...TIMING, startTimeoutMs: 10_000 })).toBe(78);
  expect(keptProcess(place())?.pid).toBe(other.pid);
  forgetKept(place(), other);
  expect(keptProcess(place())).toBeUndefined();
});
