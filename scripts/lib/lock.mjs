/** A lock between processes: a directory with the pid of its holder. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say, SetupError } from './project.mjs';

const POLL_MS = 300;
const WITHOUT_PID_STALE_MS = 5_000;
const LONGEST_WAIT_MS = 20 * 60_000;

/** Runs `work` while holding the lock; waits for a living holder, takes the lock of a dead one. */
export async function withLock(directory, what, work) {
  await acquire(directory, what);
  try {
    return await work();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function acquire(directory, what) {
  mkdirSync(dirname(directory), { recursive: true });
  const startMs = performance.now();
  for (let told = false; !tryLock(directory);) {
    const holder = holderOf(directory);
    if (holder === undefined) {
      discard(directory);
      continue;
    }
    if (!told) say(`Another start (process ${holder}) is at it: ${what}. Waiting for it.`);
    told = true;
    if (performance.now() - startMs > LONGEST_WAIT_MS) {
      throw new SetupError(
        `Waited 20 minutes for process ${holder} (${what}). End it, or remove ${directory}, and start again.`,
      );
    }
    await delay(POLL_MS);
  }
}

function tryLock(directory) {
  try {
    mkdirSync(directory);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new SetupError(`${directory} can't be made (${error.code}). Make its parent directory writable.`);
  }
  writeFileSync(join(directory, 'pid'), String(process.pid));
  return true;
}

/** The pid of the living holder; undefined where there is none (any more). */
function holderOf(directory) {
  let pid = NaN;
  try {
    pid = Number.parseInt(readFileSync(join(directory, 'pid'), 'utf8'), 10);
  } catch {
    // Just made, its pid not written yet, or just removed.
  }
  if (Number.isNaN(pid)) {
    const { mtimeMs } = statSync(directory, { throwIfNoEntry: false }) ?? { mtimeMs: 0 };
    return Date.now() - mtimeMs < WITHOUT_PID_STALE_MS ? 'unknown' : undefined;
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? pid : undefined;
  }
}

/** Renamed first: of two that find it stale, only one may remove it. */
function discard(directory) {
  const stale = `${directory}.stale-${process.pid}-${performance.now()}`;
  try {
    renameSync(directory, stale);
    rmSync(stale, { recursive: true, force: true });
  } catch {
    // The other one was faster.
  }
}
