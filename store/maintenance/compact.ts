/** Gives the room of removed rows back to the disk. It waits for no program that is in the way. */
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { Sizes } from '../../workflows/contracts/maintenance';
import { inBrackets, readersOf, writersOf } from '../db/lock-holders';
import { type Db, openBare } from '../db/open';

/** Room is given back if it is worth it: a twentieth of the pages. */
const WORTH_IT = 0.05;
/** Written anew in one go, which holds up the whole process: some 3 ms for a MiB. Larger ones are made smaller bit by bit. */
const ANEW_UP_TO_BYTES = 128 * 1024 * 1024;
const PAGES_A_STEP = 500;
/** The whole process waits for a lock. */
const BUSY_TIMEOUT_MS = 20;
/** Others read for a moment, such as a backup. */
const TRIES = 20;
const PAUSE_MS = 100;
const INCREMENTAL = 2;

export interface Compacted {
  readonly sizes: Sizes;
  /** What couldn't be done, why, and what to do. */
  readonly undone?: string;
}

/** On a handle of its own, so that the busy timeout of the others stays as it is. */
export async function compact(file: string): Promise<Compacted> {
  const db = openBare(file, BUSY_TIMEOUT_MS);
  const before = sizeOf(db);
  try {
    // First: a file that is written anew goes through the log, which would only grow.
    let done = await withoutOthers(() => allCheckpointed(db, 'PASSIVE'));
    if (done) {
      if (number(db, 'freelist_count') > number(db, 'page_count') * WORTH_IT) await giveBack(db);
      done = await withoutOthers(() => allCheckpointed(db, 'TRUNCATE'));
    }
    if (!done) return { sizes: { before, after: sizeOf(db) }, undone: readBy(file) };
    db.pragma('optimize');
    return { sizes: { before, after: sizeOf(db) } };
  } catch (error) {
    const undone = reasonOf(file, (error as { code?: string }).code ?? '');
    if (undone === undefined) throw error;
    return { sizes: { before, after: sizeOf(db) }, undone };
  } finally {
    db.close();
  }
}

async function giveBack(db: Db): Promise<void> {
  if (sizeOf(db) <= ANEW_UP_TO_BYTES || number(db, 'auto_vacuum') !== INCREMENTAL) {
    // Takes effect with the next VACUUM: from then on it can be made smaller bit by bit.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
    return;
  }
  while (number(db, 'freelist_count') > 0) {
    db.pragma(`incremental_vacuum(${PAGES_A_STEP})`);
    await breathe();
  }
}

/** True if the file has everything that is in the log; for TRUNCATE, if the log is empty. */
function allCheckpointed(db: Db, how: 'PASSIVE' | 'TRUNCATE'): boolean {
  const [result] = db.pragma(`wal_checkpoint(${how})`) as {
    busy: number;
    log: number;
    checkpointed: number;
  }[];
  return result !== undefined && result.busy === 0 && result.checkpointed === result.log;
}

async function withoutOthers(attempt: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (attempt()) return true;
    await pause(PAUSE_MS);
  }
  return false;
}

function readBy(file: string): string {
  const who = `a program${inBrackets(readersOf(file))}`;
  return `The database was not made smaller and its log not emptied, because ${who} has been reading an old state of it for long. End it; the next clean-up does the rest.`;
}

function reasonOf(file: string, code: string): string | undefined {
  const rest = 'the next clean-up does the rest.';
  if (code.startsWith('SQLITE_BUSY'))
    return `The database was not made smaller, because another program${inBrackets(writersOf(file))} holds it. End that program; ${rest}`;
  if (code === 'SQLITE_FULL')
    return `The database was not made smaller: that needs as much room on its disk as the database has. Free some space; ${rest}`;
  return undefined;
}

const number = (db: Db, name: string): number => Number(db.pragma(name, { simple: true }));
const sizeOf = (db: Db): number => number(db, 'page_count') * number(db, 'page_size');
