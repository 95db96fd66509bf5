/** Whether the databases can be used now: their files are where they were opened, take reads and writes, and have room to grow. */
import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Databases } from './databases';
import { DATABASE_NAMES } from './databases';
import { inBrackets, readersOf, writersOf } from './lock-holders';
import { type Db, openBare, openDatabase } from './open';
import { forgetRefusal, refusalOf } from './busy-timeout';

/** Less room counts as none: a backup, or the logs of the databases, may want so much at once. */
export const MIN_FREE_MIB = 32;
/** SQLite empties a log at some MiB, unless a reader prevents it. */
export const MAX_LOG_MIB = 64;
const BYTES_A_MIB = 1024 * 1024;
/** Anyone may ask, as often as they like. */
export const KEEP_MS = 2_000;
/** A check blocks the whole process: no answer is better than a wait. */
const BUSY_TIMEOUT_MS = 20;
/** Others may write for a moment. */
const HELD_AFTER_MS = 3_000;
/** A disk that has no room for one write may have room for another. */
const REFUSED_FOR_MS = 60_000;

export interface Trouble {
  /** The same as long as it is the same trouble. */
  readonly key: string;
  /** For anyone: what is wrong and what to do, without paths. */
  readonly message: string;
  /** For the log. */
  readonly detail: string;
}

export interface StoreHealth {
  /** It takes reads and writes. */
  readonly usable: boolean;
  readonly trouble: readonly Trouble[];
}

export interface StoreHealthOptions {
  readonly dataDir: string;
  readonly nowMs?: () => number;
  readonly freeBytes?: (dir: string) => Promise<number>;
}

interface Opened {
  readonly file: string;
  readonly inode: number;
  readonly db: Db;
  heldSinceMs?: number | undefined;
}

/** Checks every few seconds at most. */
export function storeHealth(
  databases: Databases,
  { dataDir, nowMs = () => performance.now(), freeBytes = freeBytesOf }: StoreHealthOptions,
): () => Promise<StoreHealth> {
  const opened: Opened[] = DATABASE_NAMES.map((name) => databases[name]).map((db) => {
    return { db, file: db.name, inode: statSync(db.name).ino };
  });
  const look = async (): Promise<StoreHealth> => {
    const unusable = [
      ...opened.flatMap((one) => faultOf(one, nowMs()) ?? []),
      ...((await roomFault(dataDir, freeBytes)) ?? []),
    ];
    return {
      usable: unusable.length === 0,
      trouble: [...unusable, ...opened.flatMap(({ file }) => largeLog(file))],
    };
  };
  let last: { readonly atMs: number; readonly health: Promise<StoreHealth> } | undefined;
  return () => {
    if (!last || nowMs() - last.atMs >= KEEP_MS) last = { atMs: nowMs(), health: look() };
    return last.health;
  };
}

function faultOf(one: Opened, nowMs: number): Trouble | undefined {
  const name = basename(one.file);
  const trouble = (key: string, message: string, detail: string): Trouble => ({
    key: `${name} ${key}`,
    message,
    detail,
  });
  try {
    read(one);
  } catch (error) {
    const message = `The database ${name} can't be read. The log of the dashboard (app_<port>.log) says why.`;
    return trouble('unread', message, `${one.file}: ${(error as Error).message}`);
  }
  const refused = refusalOf(one.db);
  const writable = probeWrite(one.file);
  if (writable === 'held') {
    one.heldSinceMs ??= nowMs;
    if (!refused && nowMs - one.heldSinceMs < HELD_AFTER_MS) return undefined;
    const who = inBrackets(writersOf(one.file));
    const message = `Another program${who} holds the database ${name}, so that nothing can be saved in it. End that program, or wait until it has done.`;
    return trouble('held', message, `${one.file} is locked for writing by another program${who}`);
  }
  one.heldSinceMs = undefined;
  const code = writable ?? refused?.code;
  if (code === undefined) return undefined;
  // The refusal was a lock that is gone, or it is long ago.
  if (
    !writable &&
    refused &&
    (code.startsWith('SQLITE_BUSY') || performance.now() - refused.atMs > REFUSED_FOR_MS)
  ) {
    forgetRefusal(one.db);
    return undefined;
  }
  const what =
    code.startsWith('SQLITE_FULL') || code === 'ENOSPC' ? 'has no room to grow' : `takes no writes (${code})`;
  const message = `The database ${name} ${what}: what is to be saved there is refused. Free some space on its disk, and see that this user can write there.`;
  return trouble('refused', message, `${one.file} ${what}: a write was refused with ${code}`);
}

/** By a handle of its own: one that is open answers from its memory. @throws if it can't be read */
function read({ file, inode }: Opened): void {
  // Opening another file by that name would also take away the locks that this process has on its log.
  if (statSync(file).ino !== inode) throw new Error(`${file} is another file than the one that is open`);
  const db = openDatabase(file, { readonly: true, busyTimeoutMs: BUSY_TIMEOUT_MS });
  try {
    db.prepare('SELECT count(*) FROM schema_migrations').get();
  } finally {
    db.close();
  }
}

/** Takes the lock of writers, and writes nothing. undefined if that works, else `held`, or SQLite's code. */
function probeWrite(file: string): string | undefined {
  let db: Db | undefined;
  try {
    db = openBare(file, BUSY_TIMEOUT_MS);
    db.exec('BEGIN IMMEDIATE; ROLLBACK');
    return undefined;
  } catch (error) {
    const { code = 'an unknown error' } = error as { code?: string };
    return code.startsWith('SQLITE_BUSY') ? 'held' : code;
  } finally {
    db?.close();
  }
}

async function roomFault(
  dataDir: string,
  freeBytes: (dir: string) => Promise<number>,
): Promise<Trouble[] | undefined> {
  try {
    const free = await freeBytes(dataDir);
    if (free >= MIN_FREE_MIB * BYTES_A_MIB) return undefined;
    const left = `has ${Math.floor(free / BYTES_A_MIB)} MiB of room left`;
    const message = `The data directory ${left}, less than the ${MIN_FREE_MIB} MiB that saving may want at once. Free some space.`;
    return [{ key: 'room', message, detail: `${dataDir} ${left}` }];
  } catch (error) {
    const message =
      "The data directory can't be looked at. The log of the dashboard (app_<port>.log) says why.";
    return [{ key: 'room', message, detail: (error as Error).message }];
  }
}

/** With a large log the databases still work, but what is written is kept twice and every read gets slower. */
function largeLog(file: string): Trouble[] {
  const { size } = statSync(`${file}-wal`, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size <= MAX_LOG_MIB * BYTES_A_MIB || emptyLog(file)) return [];
  const name = basename(file);
  const who = inBrackets(readersOf(file));
  const message = `The log of the database ${name} (${name}-wal) has grown to ${Math.floor(size / BYTES_A_MIB)} MiB: a program${who} that has been reading the database for long keeps it from being emptied. End that program.`;
  return [
    { key: `${name} log`, message, detail: `${file}-wal has ${size} bytes; readers${who || ': not known'}` },
  ];
}

/** The reader may have ended, and nobody has written since. True if the log is empty now. */
function emptyLog(file: string): boolean {
  let db: Db | undefined;
  try {
    db = openBare(file, BUSY_TIMEOUT_MS);
    return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

async function freeBytesOf(dir: string): Promise<number> {
  const { bavail, bsize, blocks } = await statfs(dir);
  // Some network file systems don't report it.
  return blocks === 0 ? Infinity : bavail * bsize;
}
