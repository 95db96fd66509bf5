/**
 * The database of the embedded engine. It can be made anew from the record, so a damaged one is no reason to stay away:
 * it is put aside, kept, and the engine starts with a new one.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { quickCheck } from '../store/db/integrity';
import { type Db, openDatabase } from '../store/db/open';

/** Checking goes at about 1 MiB a millisecond and holds up the whole process. */
const CHECK_UP_TO_BYTES = 256 * 1024 * 1024;
/** Who holds it now doesn't start an engine on it. */
const BUSY_TIMEOUT_MS = 100;
/** Made by the engine's first start before all else that it needs. */
const FIRST_TABLE = 'namespaces';
/** SQLite's own words and codes in what the engine writes when it can't start. */
const SAYS_DAMAGED = /file is not a database|database disk image is malformed|\bno such table\b/;

/** Of the files that belong together; the database itself is the last to go. */
const ENDS = ['-wal', '-shm', '-journal', ''];
const unmade = (file: string): string => `${file}.unmade`;

/** What is wrong with the file; undefined where it is whole, isn't there, or can't be looked at now. */
export function databaseFault(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  let db: Db | undefined;
  try {
    db = openDatabase(file, { readonly: true, busyTimeoutMs: BUSY_TIMEOUT_MS });
    const fault = statSync(file).size <= CHECK_UP_TO_BYTES ? quickCheck(db) : undefined;
    return fault ?? (hasTables(db) ? undefined : 'it has no tables of the engine');
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    return /^SQLITE_(NOTADB|CORRUPT)/.test(code) ? message : undefined;
  } finally {
    db?.close();
  }
}

/**
 * To be told before an engine may make the file: what that one leaves behind, if it is killed, can't be told from a whole
 * database, but lacks tables for ever.
 */
export function databaseBegins(file: string): void {
  if (!existsSync(file)) writeFileSync(unmade(file), '', { mode: 0o600 });
}

/** An engine works on it. */
export function databaseMade(file: string): void {
  rmSync(unmade(file), { force: true });
}

/** Removes a database whose making was cut off: nothing is in it yet. True where there was one. */
export function removeUnmade(file: string): boolean {
  if (!existsSync(unmade(file))) return false;
  for (const end of ENDS) rmSync(file + end, { force: true });
  rmSync(unmade(file));
  return true;
}

/** The words of an engine that couldn't start by which it says that its database is damaged. */
export function damageIn(words: string): string | undefined {
  return SAYS_DAMAGED.exec(words)?.[0];
}

/** Moves the database with its logs into a directory of its own. Returns the directory's path in the data directory. */
export function setDatabaseAside(file: string, now: Date): string {
  const directory = dirname(file);
  const name = `damaged-${now.toISOString().replace(/[:.]/g, '-')}`;
  mkdirSync(join(directory, name), { mode: 0o700 });
  for (const end of ENDS)
    if (existsSync(file + end)) renameSync(file + end, join(directory, name, basename(file) + end));
  return join(basename(directory), name);
}

/** A file that is there is never filled by the engine, be it empty: it fills only one that it makes itself. */
function hasTables(db: Db): boolean {
  const table = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(FIRST_TABLE);
  return table !== undefined;
}
