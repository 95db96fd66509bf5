/**
 * A file that one process holds for itself. The lock is the operating system's. It is taken through SQLite, because Node
 * has no call for it. Nobody else gets it while its holder lives, even stopped, and it is free when its holder is dead.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Db, openBare, StoreError, storeError } from './open';

/**
 * Holds `file`, which is created if it is missing; nobody reads its content. undefined if another process still has it
 * after `busyTimeoutMs`. If several try at once and their timeouts are long enough, one gets it.
 *
 * Nothing else of this process may open the file: any close gives up all locks of the process on that file.
 * @returns a function that lets it go
 * @throws StoreError if the directory can't be written, or its file system can't lock
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

/** SQLite's codes when fcntl(2) refuses: ENOLCK or EOPNOTSUPP of a network or fuse file system without locks. */
const NO_LOCKS = ['SQLITE_IOERR_LOCK', 'SQLITE_IOERR_RDLOCK', 'SQLITE_IOERR_UNLOCK', 'SQLITE_NOLFS'];

/** Why `file` could not be held, although nobody else has it. */
export function holdFault(file: string, code: string, error: unknown): StoreError {
  if (NO_LOCKS.includes(code) || code.startsWith('SQLITE_PROTOCOL'))
    return new StoreError(
      'no_locks',
      `${file} can't be locked (${code}): the file system of the data directory ${dirname(file)} has no locks, like some network file systems. Put the data directory on a local disk and set ARCHITECT_DATA_DIR to it.`,
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
