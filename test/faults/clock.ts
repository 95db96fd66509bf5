/** A clock of the machine that can be moved for the programs of a test, by libfaketime (Debian: libfaketime). */
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
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

function findLibrary(): string | undefined {
  const root = '/usr/lib';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .flatMap((name) => [join(root, name, 'faketime/libfaketime.so.1'), join(root, name, 'libfaketime.so.1')])
    .find((path) => existsSync(path));
}
