/** What the system keeps of a process, read from real ones. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isRunning, signalProcess } from '../../processes/identity';
import { hasEnded, isAlive, statByPs, statOf, statOnLinux } from '../../processes/stat';
import { withoutDescriptors } from '../support/no-descriptors';
import { testTmux, until } from '../support/tmux-server';

const linuxOnly = process.platform === 'linux' ? test : test.skip;
const NOBODY = 4_194_305;
const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

function start(file: string, ...args: string[]): number {
  const child = spawn(file, args, { stdio: 'ignore' });
  started.push(child);
  return child.pid as number;
}

test('a process is known by its number and its start until it ends', async () => {
  const pid = start('sleep', '600');
  const id = await identify(pid);
  expect(id).toMatchObject({ pid });
  expect(await isRunning({ pid, started: id?.started ?? '' })).toBe(true);
  expect(await isRunning({ pid, started: 'some other time' })).toBe(false);
  expect(await signalProcess({ pid, started: 'some other time' }, 'SIGKILL')).toBe(false);
  expect(isAlive(pid)).toBe(true);
  const ended = once(started[0] as ChildProcess, 'exit');
  expect(await signalProcess(id ?? { pid, started: '' }, 'SIGTERM')).toBe(true);
  await ended;
  expect(await identify(pid)).toBeUndefined();
  expect(isAlive(pid)).toBe(false);
});

test('there is nothing to tell of a number that nobody has', async () => {
  expect(await statOf(NOBODY)).toBeUndefined();
  expect(statOnLinux(NOBODY)).toBeUndefined();
  expect(await statByPs(NOBODY)).toBeUndefined();
  expect(isAlive(NOBODY)).toBe(false);
});

linuxOnly('one of which nothing can be read at the moment is not taken for one that has ended', async () => {
  const modules = {
    stat: 'processes/stat',
    identity: 'processes/identity',
    foreground: 'terminal/foreground',
  };
  const told = await withoutDescriptors(
    modules,
    `const id = { pid: process.ppid, started: 'then' };
     const failed = (error) => error.code ?? String(error);
     return [
       await stat.statOf(process.ppid).catch(failed),
       await identity.isRunning(id).catch(failed),
       stat.isAlive(process.ppid),
       stat.isAlive(${NOBODY}),
       await foreground.presenceOf(id, { id: 'claude' }, process.ppid),
       String(await foreground.foregroundOf(process.ppid)),
     ];`,
  );
  expect(told).toEqual(['EMFILE', 'EMFILE', true, false, 'unknown', 'undefined']);
});

linuxOnly('one that has ended, and whose parent has not asked yet, is not running', async () => {
  // The shell becomes a program that asks for none of its children.
  const parent = start('sh', '-c', 'sleep 0 & exec sleep 600');
  let child = 0;
  await until(() => {
    child = Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8'));
    const stat = child > 0 ? statOnLinux(child) : undefined;
    return stat !== undefined && hasEnded(stat);
  }, 'the child has ended');
  expect(await identify(child)).toBeUndefined();
  expect(isAlive(child)).toBe(false);
});

linuxOnly('a name of blanks and parentheses is no obstacle', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'stat-'));
  try {
    const program = join(dir, 'a) S (b');
    copyFileSync('/bin/sleep', program);
    const pid = start(program, '600');
    await until(async () => statOnLinux(pid)?.name === 'a) S (b', 'the program runs');
    expect(statOnLinux(pid)).toMatchObject({ name: 'a) S (b', state: expect.stringMatching(/^[RSD]$/) });
  } finally {
    rmSync(dir, { recursive: true });
  }
});

linuxOnly('/proc and ps tell the same of a program in a terminal', async () => {
  const tmux = testTmux();
  try {
    await tmux.session('one', 'sh', '-c', 'sleep 600; true');
    const pid = Number(await tmux.command('display-message', '-p', '-t', '=one:', '#{pane_pid}'));
    await until(async () => (statOnLinux(pid)?.foregroundGroup ?? 0) > 0, 'it has the terminal');
    const [byProc, byPs] = [statOnLinux(pid), await statByPs(pid)];
    expect(byProc?.terminal).not.toBe('');
    expect(byPs?.terminal).not.toBe('');
    const what = { name: byPs?.name, state: byPs?.state, foregroundGroup: byPs?.foregroundGroup };
    expect(what).toEqual({ name: 'sh', state: byProc?.state, foregroundGroup: byProc?.foregroundGroup });
    // Only the same reader's answers compare, but each keeps to its own.
    expect((await statByPs(pid))?.started).toBe(byPs?.started);
    expect(byPs?.started).toMatch(/\d{2}:\d{2}:\d{2}/);
  } finally {
    await tmux.close();
  }
});

linuxOnly('one that is stopped says so', async () => {
  const pid = start('sleep', '600');
  process.kill(pid, 'SIGSTOP');
  await until(async () => statOnLinux(pid)?.state === 'T', 'it is stopped');
  expect((await statByPs(pid))?.state).toBe('T');
});
