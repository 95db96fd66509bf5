/**
 * A file that one process holds for itself. The lock is the operating system's, taken through SQLite, because Node has
 * no call for it: nobody else gets it while its holder lives, be it stopped, and it is free when its holder is dead.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Db, openBare, StoreError, storeError } from './open';

/**
 * Holds `file`, which is made where it is missing; its content is nobody's business. undefined where another process
 * has it, after `busyTimeoutMs`. Of several that try at once one gets it, if they have patience.
 *
 * Nothing else of this process may open the file: the system lets all locks of a process on a file go with any close.
 * @returns what lets it go
 * @throws StoreError where the directory can't be written, or its file system can't lock
 */
export function hold(file: string, busyTimeoutMs: number): (() => void) | undefined {
  let db: Db | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    db = openBare(file, busyTimeoutMs);
    db.exec('BEGIN EXCLUSIVE');
    chmodSync(file, 0o600);
    const held = db;
    return () => void held.close();
  } catch (error) {
    db?.close();
    const { code = '' } = error as { code?: string };
    if (code.startsWith('SQLITE_BUSY')) return undefined;
    throw holdFault(file, code, error);
  }
}

/** Codes of SQLite where fcntl(2) refuses: ENOLCK or EOPNOTSUPP of a network or fuse file system without locks. */
const NO_LOCKS = ['SQLITE_IOERR_LOCK', 'SQLITE_IOERR_RDLOCK', 'SQLITE_IOERR_UNLOCK', 'SQLITE_NOLFS'];

/** Why `file` could not be held, where nobody else has it. */
export function holdFault(file: string, code: string, error: unknown): StoreError {
  if (NO_LOCKS.includes(code) || code.startsWith('SQLITE_PROTOCOL'))
    return new StoreError(
      'no_locks',
      `${file} can't be locked (${code}): the file system of the data directory ${dirname(file)} has no locks, as some of networks. Put the data directory on a local disk and set ARCHITECT_DATA_DIR to it.`,
      { cause: error },
    );
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return new StoreError(
      'in_the_way',
      `${file} should be empty, but something else is in it: remove it and start again.`,
      {
        cause: error,
      },
    );
  return storeError(file, error);
}
