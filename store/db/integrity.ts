/** Finds damaged database files before anything is written to them. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILES } from './databases';
import { type Db, openDatabase } from './open';

/** SQLite's line before its findings. */
const HEADLINE = /^\*\*\* in database main \*\*\*\n/;

/** The first fault that SQLite finds; undefined if the file is whole. @throws if it can't be read */
export function quickCheck(
  db: Db,
  check: 'quick_check' | 'integrity_check' = 'quick_check',
): string | undefined {
  try {
    const found = db.pragma(`${check}(1)`, { simple: true });
    return found === 'ok' ? undefined : String(found).replace(HEADLINE, '');
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return message;
    throw error;
  }
}

/** The first damaged database, with its fault. */
export function findIntegrityFault(dataDir: string): { file: string; fault: string } | undefined {
  for (const path of Object.values(DATABASE_FILES)) {
    const file = join(dataDir, path);
    if (!existsSync(file)) continue;
    const fault = faultOf(file);
    if (fault !== undefined) return { file, fault };
  }
  return undefined;
}

/**
 * Databases whose file has 0 bytes, as paths in the data directory. A first start that was cut off leaves such files, and
 * so does a copy that was, or a full disk: only a backup shows whether there was something in it.
 */
export function emptyDatabases(dataDir: string): string[] {
  return Object.values(DATABASE_FILES).filter((path) => {
    const file = join(dataDir, path);
    // A file that can't be read is reported by the opening that follows.
    return existsSync(file) && statSync(file).size === 0;
  });
}

function faultOf(file: string): string | undefined {
  let db: Db | undefined;
  try {
    db = openDatabase(file, { readonly: true });
    return quickCheck(db);
  } catch {
    // Other reasons, such as rights, are reported by the opening that follows.
    return undefined;
  } finally {
    db?.close();
  }
}
