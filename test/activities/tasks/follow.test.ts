/** A run is followed by its files: what the clock and the disk do meanwhile is no end of it. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow } from '../../../activities/tasks/follow';
import { runFiles } from '../../../activities/tasks/run-files';
import { identify } from '../../../processes/identity';
import { until } from '../../support/tmux-server';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-follow-'))));
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(dir, { recursive: true, force: true });
});

const EXIT = { exitCode: 0, signal: null, startError: null };

test('a clock that is put forward while it begins makes no run lost', async () => {
  const base = join(dir, '1.1-x');
  const files = runFiles(base);
  files.claim();
  const started = jest.fn();
  const end = follow({ base, graceMs: 100, onStarted: started, signal: new AbortController().signal });
  const later = Date.now() + 7_200_000;
  jest.spyOn(Date, 'now').mockReturnValue(later);
  // Longer than it is looked at anew without a change.
  await new Promise((resolve) => setTimeout(resolve, 700));
  const self = await identify(process.pid);
  if (!self) throw new Error('this process is there');
  await files.keepProcesses({ supervisor: self, program: self });
  await until(() => started.mock.calls.length === 1, 'the processes are known');
  await files.keepExit(EXIT);
  expect(await end).toEqual({ kind: 'ended', exitCode: 0, signal: null });
});

/** Only root may mount. */
const mountable = process.platform === 'linux' && process.getuid?.() === 0;
async function onFullDisk(work: (disk: string, makeRoom: () => void) => Promise<void>): Promise<void> {
  const disk = join(dir, 'disk');
  mkdirSync(disk);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status).toBe(0);
  try {
    const filler = join(disk, 'filler');
    closeSync(openSync(filler, 'w'));
    expect(() => {
      for (;;) writeFileSync(filler, Buffer.alloc(4_096), { flag: 'a' });
    }).toThrow(/ENOSPC/);
    await work(disk, () => rmSync(filler));
  } finally {
    spawnSync('umount', ['--lazy', disk]);
  }
}

(mountable ? test : test.skip)('how a program ended is written once there is room on the disk', async () => {
  await onFullDisk(async (disk, makeRoom) => {
    const files = runFiles(join(disk, '1.1-x'));
    let written = false;
    const kept = files.keepExit(EXIT).then(() => (written = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([written, files.exit()]).toEqual([false, undefined]);
    makeRoom();
    await kept;
    expect(files.exit()).toEqual(EXIT);
  });
});

(mountable ? test : test.skip)(
  'a run that began on a full disk is followed to its end, however long that stays full',
  async () => {
    await onFullDisk(async (disk, makeRoom) => {
      const base = join(disk, '1.1-x');
      const files = runFiles(base);
      const self = await identify(process.pid);
      expect(files.claim(self)).toBe(true);
      expect([files.claim(), files.claimant()]).toEqual([false, self]);
      let ended: unknown;
      jest.spyOn(performance, 'now').mockReturnValueOnce(-15_001);
      const { signal } = new AbortController();
      const end = follow({ base, graceMs: 100, onStarted: jest.fn(), signal }).then((how) => (ended = how));
      const kept = files.keepExit(EXIT);
      // Longer than it is looked at anew without a change.
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(ended).toBeUndefined();
      makeRoom();
      await kept;
      expect(await end).toEqual({ kind: 'ended', exitCode: 0, signal: null });
    });
  },
);

test('a run whose supervisor died before it could name its processes is lost', async () => {
  const base = join(dir, '1.1-x');
  const { pid } = spawnSync('true');
  runFiles(base).claim({ pid, started: 'then' });
  jest.spyOn(performance, 'now').mockReturnValueOnce(-15_001);
  const { signal } = new AbortController();
  expect(await follow({ base, graceMs: 100, onStarted: jest.fn(), signal })).toMatchObject({ kind: 'lost' });
});

test('a run whose files lost what was in them, as with the power, is lost and not followed for ever', async () => {
  const base = join(dir, '1.1-x');
  const files = runFiles(base);
  files.claim();
  for (const name of ['process.json', 'end.json']) writeFileSync(`${base}.${name}`, '');
  expect([files.processes(), files.exit()]).toEqual([undefined, undefined]);
  jest.spyOn(performance, 'now').mockReturnValueOnce(-15_001);
  const { signal } = new AbortController();
  expect(await follow({ base, graceMs: 100, onStarted: jest.fn(), signal })).toMatchObject({ kind: 'lost' });
});
