/** What was done, how long it took and what it cost, over a day or a year: read from sums that are kept up by triggers. */
import type { Db } from '../db/open';
import { finishTimes, percentiles } from './finish-times';
import type { LeaseTime } from './lease-time';
import { type FinishTimes, NOTHING, type Piece, type PieceFigures, SLOT_SECONDS, type Sums } from './rows';

type Counted = Omit<PieceFigures, keyof FinishTimes>;
/** How long the leases that are held now lasted in a quarter of an hour. */
interface Held {
  readonly slot: number;
  readonly seconds: number;
}

const SUMMED = Object.keys(NOTHING).filter((name) => !name.endsWith('_seconds'));
/** What is there and may be given a prompt, now or when it is ready. */
const COUNTED = "present = 1 AND (status NOT IN ('unknown', 'exited') OR current_task_id IS NOT NULL)";
/** Somebody was there, or something ended: the lease of a server that was killed lasts through its absence. */
const KNOWN = 'looks > 0 OR completed + failed + cancelled + indeterminate + spends > 0';

export function throughputRepository(db: Db, leases: LeaseTime) {
  const look = db.prepare(`
    INSERT INTO throughput (slot, looks, sessions)
    SELECT CAST(@now AS INTEGER) / 900 * 900, 1, count(*) FROM sessions WHERE ${COUNTED}
    ON CONFLICT (slot) DO UPDATE SET looks = looks + 1, sessions = sessions + excluded.sessions`);
  const sums = db.prepare<[Piece & { now: number }], Sums & { isKnown: number }>(`
    SELECT coalesce(max(${KNOWN}), 0) AS isKnown, ${SUMMED.map((name) => `coalesce(sum(${name}), 0) AS ${name}`).join(', ')},
      total(iif(looks > 0, leased_seconds, 0)) AS leased_seconds,
      total(iif(looks > 0, max(0, min(${SLOT_SECONDS}, @now - slot)), 0)) AS known_seconds
    FROM throughput WHERE slot >= @from AND slot < @to`);
  const looked = db
    .prepare<[Piece], number>('SELECT slot FROM throughput WHERE looks > 0 AND slot >= @from AND slot < @to')
    .pluck();
  const timesOf = finishTimes(db);

  /** In the quarters in which the sessions were counted, as it is with leases that have ended. */
  function heldIn({ from, to }: Piece): Held[] {
    const held = leases.heldSince();
    if (held.length === 0) return [];
    const now = leases.nowSeconds();
    const first = Math.max(from, Math.min(...held) - SLOT_SECONDS);
    return looked.all({ from: first, to }).map((slot) => {
      const end = Math.min(slot + SLOT_SECONDS, now);
      return {
        slot,
        seconds: held.reduce((sum, since) => sum + Math.max(0, end - Math.max(since, slot)), 0),
      };
    });
  }

  function figuresOf({ from, to }: Piece, held: readonly Held[]): Counted {
    const { isKnown, ...found } = sums.get({ from, to, now: leases.nowSeconds() }) ?? {
      isKnown: 0,
      ...NOTHING,
    };
    const seconds = held.reduce(
      (sum, one) => (one.slot >= from && one.slot < to ? sum + one.seconds : sum),
      0,
    );
    return { ...found, leased_seconds: found.leased_seconds + seconds, isKnown: isKnown === 1 };
  }

  return {
    /** Counts the sessions, once a minute: whatever lasts for a time in which nobody counts isn't known. */
    look: (): void => void look.run({ now: leases.nowSeconds() }),
    /** Of each piece, and of the whole, which they are parts of. */
    figures: db.transaction((pieces: readonly Piece[], whole: Piece) => {
      const held = heldIn(whole);
      const times = pieces.map((piece) => timesOf(piece, leases.nowSeconds()));
      return {
        pieces: pieces.map((piece, at): PieceFigures => ({
          ...figuresOf(piece, held),
          ...percentiles(times.slice(at, at + 1)),
        })),
        whole: { ...figuresOf(whole, held), ...percentiles(times) } satisfies PieceFigures,
      };
    }),
    nowSeconds: leases.nowSeconds,
  };
}
