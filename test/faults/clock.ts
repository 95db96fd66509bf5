/** A clock of the machine that can be moved for the programs of a test, by libfaketime (Debian: libfaketime). */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KeptClock {
  /** The environment of programs that go by it. */
  readonly settings: Readonly<Record<string, string>> & { readonly LD_PRELOAD: string };
  /** So many seconds off from now on. */
  moveBy(seconds: number): void;
}

/** Undefined where the library isn't installed. */
export function keptClock(dir: string): KeptClock | undefined {
  const library = findLibrary();
  if (library === undefined) return undefined;
  const file = join(dir, 'clock');
  const moveBy = (seconds: number): void => {
    // Whole at once: the server reads it all the time.
    writeFileSync(`${file}.part`, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
    renameSync(`${file}.part`, file);
  };
  moveBy(0);
  return {
    settings: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      // Waits go on as they are; what is moved is the time of day.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_CACHE_DURATION: '1',
    },
    moveBy,
  };
}

const SHARED_MEMORY = '/dev/shm';
/** What the library keeps there, by the process that it began with. */
const KEPT = /^(?:faketime_shm_|sem\.faketime_sem_)(\d+)$/;

/** What programs that were killed left in the shared memory of the machine, unless another still uses it. */
export function sweepClocks(): void {
  if (!existsSync(SHARED_MEMORY)) return;
  const kept = readdirSync(SHARED_MEMORY).filter((name) => KEPT.test(name));
  if (kept.length === 0) return;
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const used = new Set(processes);
  for (const pid of processes)
    for (const [, first = ''] of environment(pid).matchAll(/faketime_shm_(\d+)/g)) used.add(first);
  for (const name of kept)
    if (!used.has(KEPT.exec(name)?.[1] ?? '')) rmSync(join(SHARED_MEMORY, name), { force: true });
}

function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}

function findLibrary(): string | undefined {
  const root = '/usr/lib';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .flatMap((name) => [join(root, name, 'faketime/libfaketime.so.1'), join(root, name, 'libfaketime.so.1')])
    .find((path) => existsSync(path));
}
