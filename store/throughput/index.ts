/** What was done, how long it took and what it cost, over a day or a year: read from sums that are kept up by triggers. */
import type { Db } from '../db/open';
import { finishTimes, percentiles } from './finish-times';
import type { LeaseTime } from './lease-time';
import { type FinishTimes, NOTHING, type Piece, type PieceFigures, SLOT_SECONDS, type Sums } from './rows';

type Counted = Omit<PieceFigures, keyof FinishTimes>;

const SUMMED = Object.keys(NOTHING).filter((name) => !name.endsWith('_seconds'));
/** What is there and may be given a prompt, now or when it is ready. */
const COUNTED = "present = 1 AND (status NOT IN ('unknown', 'exited') OR current_task_id IS NOT NULL)";

export function throughputRepository(db: Db, leases: LeaseTime) {
  const look = db.prepare(`
    INSERT INTO throughput (slot, looks, sessions)
    SELECT CAST(@now AS INTEGER) / 900 * 900, 1, count(*) FROM sessions WHERE ${COUNTED}
    ON CONFLICT (slot) DO UPDATE SET looks = looks + 1, sessions = sessions + excluded.sessions`);
  const sums = db.prepare<[Piece & { now: number }], Sums & { rows: number }>(`
    SELECT count(*) AS rows, ${SUMMED.map((name) => `coalesce(sum(${name}), 0) AS ${name}`).join(', ')},
      total(iif(looks > 0, leased_seconds, 0)) AS leased_seconds,
      total(iif(looks > 0, min(${SLOT_SECONDS}, @now - slot), 0)) AS known_seconds
    FROM throughput WHERE slot >= @from AND slot < @to`);
  const timesOf = finishTimes(db);

  function figuresOf(piece: Piece, heldSince: readonly number[]): Counted {
    const now = leases.nowSeconds();
    const { rows, ...found } = sums.get({ ...piece, now }) ?? { rows: 0, ...NOTHING };
    const until = Math.min(piece.to, now);
    const held = heldSince.reduce((sum, since) => sum + Math.max(0, until - Math.max(since, piece.from)), 0);
    return { ...found, leased_seconds: found.leased_seconds + held, isKnown: rows > 0 || held > 0 };
  }

  return {
    /** Counts the sessions, once a minute: whatever lasts for a time in which nobody counts isn't known. */
    look: (): void => void look.run({ now: leases.nowSeconds() }),
    /** Of each piece, and of the whole, which they are parts of. */
    figures: db.transaction((pieces: readonly Piece[], whole: Piece) => {
      const heldSince = leases.heldSince();
      const times = pieces.map((piece) => timesOf(piece, leases.nowSeconds()));
      return {
        pieces: pieces.map((piece, at): PieceFigures => ({
          ...figuresOf(piece, heldSince),
          ...percentiles(times.slice(at, at + 1)),
        })),
        whole: { ...figuresOf(whole, heldSince), ...percentiles(times) } satisfies PieceFigures,
      };
    }),
    nowSeconds: leases.nowSeconds,
  };
}
