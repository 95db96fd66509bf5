/**
 * While SQLite waits for a database that another program holds, the whole process waits: reads, sessions, the engine's
 * messages. So only the first write waits long. The writes after it give up soon, until one succeeds.
 */
import type { Db } from './handle';

const SOON_MS = 20;

type Write = (...values: unknown[]) => unknown;
type Transaction = Write & Readonly<Record<'default' | 'deferred' | 'immediate' | 'exclusive', Write>>;

/** A write that failed for a reason outside of it: a lock, no room, the disk. */
export interface Refusal {
  /** SQLite's code. */
  readonly code: string;
  readonly atMs: number;
}

/** By handle; removed by the next write that succeeds. */
const refusals = new WeakMap<Db, Refusal>();
/** Codes of faults of the write itself, or of its caller. */
const OF_ITS_OWN = /^SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE|TOOBIG|MISUSE|ABORT|INTERRUPT)/;

/** The last write of `db` was refused. */
export const refusalOf = (db: Db): Refusal | undefined => refusals.get(db);
export const forgetRefusal = (db: Db): void => void refusals.delete(db);

/** How many writes were refused since the database was opened, and why. */
export interface RefusedWrites {
  /** Somebody else held the database. */
  busy: number;
  /** There was no room. */
  full: number;
  other: number;
}
const counts = new WeakMap<Db, RefusedWrites>();
export const refusedWrites = (db: Db): Readonly<RefusedWrites> =>
  counts.get(db) ?? { busy: 0, full: 0, other: 0 };

function count(db: Db, code: string): void {
  const refused = { ...refusedWrites(db) };
  refused[code.startsWith('SQLITE_BUSY') ? 'busy' : code.startsWith('SQLITE_FULL') ? 'full' : 'other'] += 1;
  counts.set(db, refused);
}

/** Watches the writes of `db`: statements that are run, and transactions that begin with the lock. */
export function shortenBusyTimeoutWhileHeld(db: Db): void {
  /** The usual timeout, while the short one is in force. */
  let usualMs: number | undefined;
  const setBusyTimeout = (ms: number): void => void db.pragma(`busy_timeout = ${ms}`);
  const watched =
    (write: Write): Write =>
    (...values) => {
      try {
        const result = write(...values);
        if (usualMs !== undefined) setBusyTimeout(usualMs);
        usualMs = undefined;
        refusals.delete(db);
        return result;
      } catch (error) {
        const { code = '' } = error as { code?: string };
        if (code.startsWith('SQLITE_') && !OF_ITS_OWN.test(code)) {
          refusals.set(db, { code, atMs: performance.now() });
          count(db, code);
        }
        if (usualMs === undefined && code.startsWith('SQLITE_BUSY')) {
          usualMs = Number(db.pragma('busy_timeout', { simple: true }));
          setBusyTimeout(Math.min(usualMs, SOON_MS));
        }
        throw error;
      }
    };

  const prepare = db.prepare.bind(db) as (sql: string) => { reader: boolean; run: Write };
  const transaction = db.transaction.bind(db) as unknown as (work: Write) => Transaction;
  Object.assign(db, {
    prepare: (sql: string) => {
      const statement = prepare(sql);
      return statement.reader
        ? statement
        : Object.assign(statement, { run: watched(statement.run.bind(statement)) });
    },
    transaction: (work: Write) => {
      const { default: usual, deferred, immediate, exclusive } = transaction(work);
      // On the function that better-sqlite3 made, these properties can't be changed.
      const made: Write = (...values) => usual(...values);
      const locking = { immediate: watched(immediate), exclusive: watched(exclusive) };
      return Object.assign(made, { default: made, deferred, ...locking, database: db });
    },
  });
}
