/** Opens a database file; the only place that knows better-sqlite3. */
import Database from 'better-sqlite3';
import { accessSync, chmodSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Db } from './handle';
import { enableFolding } from './text-match';
import { shortenBusyTimeoutWhileHeld } from './busy-timeout';

export type { Db } from './handle';

export type StoreErrorCode =
  /** The data directory can't be written. */
  | 'not_writable'
  /** A file is in the place of a directory, or something else in the place of a file of ours. */
  | 'in_the_way'
  | 'damaged'
  /** Another program holds it: a later try may work. */
  | 'busy'
  | 'disk_full'
  /** Written by a newer release. */
  | 'newer_release'
  /** The file system has no locks. */
  | 'no_locks'
  /** The vault's key file, or another key of the data directory, can't be read. */
  | 'key_unreadable'
  /** For another reason, which the message says. */
  | 'not_opened';

/** A database that can't be used, with a message that says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface OpenOptions {
  readonly readonly?: boolean;
  /** How long to wait for a lock that others hold. The whole process waits. */
  readonly busyTimeoutMs?: number;
  /** FULL survives a power cut with every commit; NORMAL may lose the last ones. */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/** Other processes (the sqlite3 shell, a backup) hold the write lock for a moment at most. */
const BUSY_TIMEOUT_MS = 5_000;
const WAL_PAUSE_MS = 20;
const LOG_KEEPS_BYTES = 16 * 1024 * 1024;

/**
 * Opens `file`: WAL, foreign keys, busy timeout. A read-only handle needs the file to exist.
 * @throws StoreError when it can't be opened or written
 */
export function openDatabase(
  file: string,
  { readonly = false, synchronous = 'FULL', busyTimeoutMs = BUSY_TIMEOUT_MS }: OpenOptions = {},
): Db {
  try {
    if (!readonly) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      accessSync(dirname(file), constants.W_OK);
    }
    const db = new Database(file, { readonly, fileMustExist: readonly, timeout: busyTimeoutMs });
    if (!readonly) {
      // Prompts and screens are their owner's business; the WAL files take over these rights.
      chmodSync(file, 0o600);
      // Changing the mode needs the database alone, so it is done once, not by every process that opens it.
      useWal(db);
      db.pragma(`synchronous = ${synchronous}`);
      // A log that has grown gives its room back when it starts again; otherwise it keeps its size for ever.
      db.pragma(`journal_size_limit = ${LOG_KEEPS_BYTES}`);
      // Proves now, not at the first prompt, that the disk takes writes.
      db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`);
    }
    db.pragma('foreign_keys = ON');
    enableFolding(db);
    if (!readonly) shortenBusyTimeoutWhileHeld(db);
    return db;
  } catch (error) {
    throw storeError(file, error);
  }
}

/**
 * Runs an `INSERT ... RETURNING` and its commit. By itself such a statement is committed when its row was read, and
 * better-sqlite3 doesn't notice a commit that fails, as on a full disk.
 */
export function returning<Parameters extends unknown[], Row>(
  db: Db,
  statement: Database.Statement<Parameters, Row>,
): (...parameters: Parameters) => Row {
  return db.transaction((...parameters: Parameters): Row => statement.get(...parameters) as Row).immediate;
}

/** Opens `file` as it is: this reads, writes and changes nothing. Later it waits `busyTimeoutMs` for locks of others. */
export function openBare(file: string, busyTimeoutMs: number): Db {
  return new Database(file, { timeout: busyTimeoutMs });
}

/** If two processes change the mode at once, one gets "busy" without a wait, and tries again. */
function useWal(db: Db): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const { code = '' } = error as { code?: string };
      if (!code.startsWith('SQLITE_BUSY') || performance.now() >= deadline) throw error;
      // Opening is synchronous, and this is before anything else is done.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAL_PAUSE_MS);
    }
  }
}

/** `error` with what a person can do about it. */
export function storeError(file: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const [code, message] = explain(file, error as Error & { code?: string });
  return new StoreError(code, message, { cause: error });
}

function explain(file: string, error: Error & { code?: string }): [StoreErrorCode, string] {
  switch (error.code ?? '') {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'SQLITE_READONLY':
    case 'SQLITE_READONLY_DIRECTORY':
    case 'SQLITE_CANTOPEN':
      return [
        'not_writable',
        `The data directory ${dirname(file)} can't be written: make it writable for this user or set ARCHITECT_DATA_DIR to one that is.`,
      ];
    case 'EEXIST':
    case 'ENOTDIR':
      return [
        'in_the_way',
        `${dirname(file)} can't be a directory because a file is in its place: move that file away or set ARCHITECT_DATA_DIR to another directory.`,
      ];
    case 'SQLITE_NOTADB':
    case 'SQLITE_CORRUPT':
      return [
        'damaged',
        `${file} is no usable SQLite database (${error.message}): put a backup in its place or move it away to start empty.`,
      ];
    case 'SQLITE_BUSY':
      return ['busy', `Another program holds ${file}: end it, or try again in a moment.`];
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return ['disk_full', `The disk that holds ${file} is full: free some space and start again.`];
    default:
      return ['not_opened', `${file} can't be opened: ${error.message}`];
  }
}
