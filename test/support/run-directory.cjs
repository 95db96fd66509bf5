/**
 * Where a run of the tests has its temporary files: in memory, if there is room. SQLite and the engine write each commit
 * through to the disk, and a third of the time of the tests was a wait for that.
 */
const { spawnSync } = require('node:child_process');
const { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const process = require('node:process');

const MEMORY = '/dev/shm';
const ROOM_BYTES = 3 * 1024 ** 3;
const NAME = /^architect-tests-(\d+)-/;

/** From here on `os.tmpdir()` is the run's own directory, in this process and in those that it starts. */
exports.useRunDirectory = () => {
  // A test reads the configuration, or runs tests itself.
  if (NAME.test(basename(tmpdir()))) return;
  const directory = inMemory() ?? madeIn(tmpdir());
  process.env.TMPDIR = directory;
  process.once('exit', () => remove(directory));
};

/** Without a value where there is no such place, it is small, or programs don't run there, as in some containers. */
function inMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ROOM_BYTES) return undefined;
    const directory = madeIn(MEMORY);
    if (runsPrograms(directory)) return directory;
    remove(directory);
  } catch {
    // It is missing, or not for this user.
  }
  return undefined;
}

function runsPrograms(directory) {
  const program = join(directory, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}

function madeIn(base) {
  removeLeft(base);
  const directory = mkdtempSync(join(base, `architect-tests-${process.pid}-`));
  // Tests that give up their rights come through here, as through /tmp.
  chmodSync(directory, 0o711);
  return directory;
}

/** Those of runs that were killed. */
function removeLeft(base) {
  for (const name of readdirSync(base)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isAlive(pid)) remove(join(base, name));
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch ({ code }) {
    return code !== 'ESRCH';
  }
}

function remove(directory) {
  try {
    rmSync(directory, { recursive: true, force: true });
  } catch {
    // What somebody else left, or what a process still writes to, is removed by the run after it.
  }
}
