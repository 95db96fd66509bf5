/**
 * What every server of one build makes alike: the databases of a first start, and the document of its API. Made once for
 * a build, and kept: a test that starts the whole product begins with copies.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabases } from '../../store/db/databases';
import { keptIn } from './kept';

const ROOT = join(__dirname, '..', '..');
const STAMP = join(ROOT, 'dist', '.build-stamp.json');
const KEPT = join(ROOT, 'node_modules', '.cache', 'architect-dashboard', 'built');

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

const kept = (name: string, make: (directory: string) => void): string =>
  keptIn(KEPT, `${build()}-${name}`, make);

/** The build has the hash of its sources in its stamp. */
const build = (): string => createHash('sha256').update(readFileSync(STAMP)).digest('hex').slice(0, 16);
