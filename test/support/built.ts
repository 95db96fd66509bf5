/**
 * What every server of one build makes alike: the databases of a first start, and the document of its API. Made once for
 * a build, and kept: a test that starts the whole product begins with copies.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openDatabases } from '../../store/db/databases';

const ROOT = join(__dirname, '..', '..');
const STAMP = join(ROOT, 'dist', '.build-stamp.json');
const KEPT = join(ROOT, 'node_modules', '.cache', 'architect-dashboard', 'built');
const KEPT_MS = 24 * 3_600_000;

/** Makes `dataDir` with the databases as a first start leaves them. */
export function copyDatabases(dataDir: string): void {
  const made = kept('databases', (part) => openDatabases(part).close());
  cpSync(made, dataDir, { recursive: true });
}

/** The API document as `read` gives it; asked once for a build. */
export async function documentOnce(read: () => Promise<string>): Promise<string> {
  const file = join(KEPT, `${build()}-document`, 'openapi.json');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const text = await read();
  kept('document', (part) => writeFileSync(join(part, 'openapi.json'), text));
  return text;
}

/** Whole or not at all: test files run side by side. */
function kept(name: string, make: (directory: string) => void): string {
  const directory = join(KEPT, `${build()}-${name}`);
  if (existsSync(directory)) return directory;
  const part = join(KEPT, randomUUID());
  mkdirSync(part, { recursive: true, mode: 0o700 });
  make(part);
  try {
    renameSync(part, directory);
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  removeOld();
  return directory;
}

/** Those of builds that are gone; a run that is under way may need one of today. */
function removeOld(): void {
  for (const name of readdirSync(KEPT)) {
    const directory = join(KEPT, name);
    const madeMs = statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - madeMs > KEPT_MS) rmSync(directory, { recursive: true, force: true });
  }
}

/** The build has the hash of its sources in its stamp. */
const build = (): string => createHash('sha256').update(readFileSync(STAMP)).digest('hex').slice(0, 16);
