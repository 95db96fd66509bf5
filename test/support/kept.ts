/** Directories that are made once and kept: for other test files of a run, and for the runs of a day. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const KEPT_MS = 24 * 3_600_000;

/** `root/name` with what `make` puts there, whole or not at all: test files run side by side. */
export function keptIn(root: string, name: string, make: (directory: string) => void): string {
  const directory = join(root, name);
  if (existsSync(directory)) return directory;
  const part = join(root, randomUUID());
  mkdirSync(part, { recursive: true, mode: 0o700 });
  make(part);
  try {
    renameSync(part, directory);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  removeOld(root);
  return directory;
}

/** Of sources and builds that are gone; a run that is under way may need one of today. */
function removeOld(root: string): void {
  for (const name of readdirSync(root)) {
    const directory = join(root, name);
    const madeMs = statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - madeMs > KEPT_MS) rmSync(directory, { recursive: true, force: true });
  }
}
