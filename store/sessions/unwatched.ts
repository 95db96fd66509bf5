/** The time in which nobody watched the sessions, so that it isn't taken for working time. */
import type { Db } from '../db/open';
import { type Clock, sqlTime, timeMs } from '../db/time';

/** A busy machine is that late now and then, and its agents work all the same. */
const LATE_MS = 5_000;
/** How much of a crash's time may be missing from the database: writing it more often would keep a disk awake. */
const KEPT_EVERY_MS = 15_000;
/** No turn is followed for longer. */
const KEPT_DAYS = 31;

/** Unix milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export type Unwatched = ReturnType<typeof unwatchedRepository>;

export function unwatchedRepository(db: Db, clock: Clock) {
  const insert = db.prepare('INSERT INTO unwatched (from_at, to_at, asleep) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM unwatched WHERE to_at < ?');
  const keep = db.prepare(
    'INSERT INTO watched (id, seen_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at',
  );
  const seen = db.prepare<[], string>('SELECT seen_at FROM watched').pluck();
  const atWork = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM leases)').pluck();
  const slept = db.prepare<[string], { from_at: string; to_at: string }>(
    'SELECT from_at, to_at FROM unwatched WHERE to_at > ? AND asleep = 1',
  );
  const sql = (ms: number): string => sqlTime(new Date(ms));
  let lastMs: number | undefined;
  let keptMs = -Infinity;

  const note = db.transaction(({ fromMs, toMs }: Span, asleep: boolean): void => {
    forget.run(sql(toMs - KEPT_DAYS * 86_400_000));
    insert.run(sql(fromMs), sql(toMs), Number(asleep));
    keep.run(sql(toMs));
  }).immediate;

  const repository = {
    /**
     * Somebody watches now; call it every second. Which clock stood still doesn't matter: of a sleeping machine, a
     * stopped process and a clock that was set forward, nobody saw the time in between.
     * Returns what passed unwatched since the last call, in milliseconds; 0 if it was in time.
     */
    look(): number {
      const nowMs = clock().getTime();
      const asleep = lastMs !== undefined;
      if (lastMs === undefined) {
        const kept = seen.get();
        lastMs = kept === undefined ? nowMs : timeMs(kept);
      }
      const passedMs = nowMs - lastMs;
      if (passedMs > LATE_MS) {
        // A write that fails leaves the span to the next call.
        note({ fromMs: lastMs, toMs: nowMs }, asleep);
        keptMs = nowMs;
      } else if (nowMs - keptMs >= KEPT_EVERY_MS && atWork.get() === 1) {
        keep.run(sql(nowMs));
        keptMs = nowMs;
      }
      // A clock that was set back begins anew as well.
      lastMs = nowMs;
      if (keptMs > nowMs) keptMs = -Infinity;
      return passedMs > LATE_MS ? passedMs : 0;
    },
    /** For those who ask between two looks: on waking they may come before the next one. */
    catchUp(): void {
      if (lastMs !== undefined) repository.look();
    },
    /** How much of the time since then the machine slept, in milliseconds. */
    sleptMs(sinceMs: number): number {
      const spans = slept.all(sql(sinceMs)).map(spanOf);
      return coveredMs(spans, { fromMs: sinceMs, toMs: clock().getTime() });
    },
    /** Nobody watches from now on. */
    end(): void {
      if (atWork.get() === 1) keep.run(sqlTime(clock()));
    },
  };
  return repository;
}

export const spanOf = ({ from_at, to_at }: { from_at: string; to_at: string }): Span => ({
  fromMs: timeMs(from_at),
  toMs: timeMs(to_at),
});

/** How much of `within` the spans cover together, in milliseconds; an overlap counts once. */
export function coveredMs(spans: readonly Span[], within: Span): number {
  let coveredToMs = within.fromMs;
  let sumMs = 0;
  for (const { fromMs, toMs } of [...spans].sort((a, b) => a.fromMs - b.fromMs)) {
    const begins = Math.max(fromMs, coveredToMs);
    const ends = Math.min(toMs, within.toMs);
    if (ends <= begins) continue;
    sumMs += ends - begins;
    coveredToMs = ends;
  }
  return sumMs;
}
