/**
 * A new record at the price of a copy. The migrations of a new one take longer than most of what is then tried on it, so
 * they run once for each state of the sources, as they do at every first start, and what they made is kept.
 */
import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { openStore, type Store, type StoreOptions } from '../../store';
import { DATABASE_FILES } from '../../store/db/databases';

const SOURCES = join(PROJECT_ROOT, 'store');
const KEPT_MS = 24 * 3_600_000;
const KEPT = join(PROJECT_ROOT, 'node_modules', '.cache', 'architect-dashboard', 'records');

/** Opens the record of `dataDir`; where there is none yet it begins with a copy. */
export function openRecord(options: StoreOptions): Store {
  const { dataDir } = options;
  if (!existsSync(join(dataDir, DATABASE_FILES.architect))) cpSync(madeOnce(), dataDir, { recursive: true });
  return openStore(options);
}

let made: string | undefined;
function madeOnce(): string {
  made ??= make(join(KEPT, fingerprint()));
  return made;
}

/** Whole or not at all: test files run side by side. */
function make(directory: string): string {
  if (existsSync(directory)) return directory;
  const part = join(KEPT, randomUUID());
  openStore({ dataDir: part }).close();
  try {
    renameSync(part, directory);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  removeOld();
  return directory;
}

/** Those of sources that are gone; a run that is under way may need one of today. */
function removeOld(): void {
  for (const name of readdirSync(KEPT)) {
    const directory = join(KEPT, name);
    const madeMs = statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - madeMs > KEPT_MS) rmSync(directory, { recursive: true, force: true });
  }
}

/** Of all that makes a record. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.(ts|sql)$/.test(name)).sort())
    hash.update(`${file}\n`).update(readFileSync(join(SOURCES, file)));
  return hash.digest('hex');
}
