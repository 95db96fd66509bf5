/**
 * A new record at the price of a copy. The migrations of a new one take longer than most of what is then tried on it, so
 * they run once for each state of the sources, as they do at every first start, and what they made is kept.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { openStore, type Store, type StoreOptions } from '../../store';
import { DATABASE_FILES } from '../../store/db/databases';
import { keptIn } from './kept';

const SOURCES = join(PROJECT_ROOT, 'store');
const KEPT = join(PROJECT_ROOT, 'node_modules', '.cache', 'architect-dashboard', 'records');

/** Opens the record of `dataDir`; where there is none yet it begins with a copy. */
export function openRecord(options: StoreOptions): Store {
  const { dataDir } = options;
  if (!existsSync(join(dataDir, DATABASE_FILES.architect))) cpSync(madeOnce(), dataDir, { recursive: true });
  return openStore(options);
}

let made: string | undefined;
const madeOnce = (): string =>
  (made ??= keptIn(KEPT, fingerprint(), (part) => openStore({ dataDir: part }).close()));

/** Of all that makes a record. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /\.(ts|sql)$/.test(name)).sort())
    hash.update(`${file}\n`).update(readFileSync(join(SOURCES, file)));
  return hash.digest('hex');
}
