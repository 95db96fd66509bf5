/** How long prompts took until they were completed. */
import type { Db } from '../db/open';
import { type FinishTimes, type Piece, STEP_RATIO } from './rows';

interface StepCount {
  readonly step: number;
  readonly prompts: number;
}
type Counts = readonly StepCount[];

const MEDIAN = 0.5;
const SLOWEST = 0.95;
/** Nothing is written any more into a time that ended so long ago. */
const CERTAIN_AFTER_SECONDS = 120;
/** Pieces that are remembered: those of all charts, in some time zones. */
const REMEMBERED = 2_000;

/** @returns what reads how many prompts took how long in a piece of time, which is read once if it has ended */
export function finishTimes(db: Db) {
  const read = db.prepare<[Piece], StepCount>(
    'SELECT step, sum(prompts) AS prompts FROM finish_times WHERE slot >= @from AND slot < @to GROUP BY step',
  );
  const known = new Map<string, Counts>();
  return (piece: Piece, nowSeconds: number): Counts => {
    const key = `${piece.from}-${piece.to}`;
    const before = known.get(key);
    if (before) return before;
    const counts = read.all(piece);
    if (piece.to + CERTAIN_AFTER_SECONDS < nowSeconds) known.set(key, counts);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    return counts;
  };
}

export function percentiles(pieces: readonly Counts[]): FinishTimes {
  const byStep = new Map<number, number>();
  for (const { step, prompts } of pieces.flat()) byStep.set(step, (byStep.get(step) ?? 0) + prompts);
  const counts = [...byStep].sort(([one], [other]) => one - other);
  const total = counts.reduce((sum, [, prompts]) => sum + prompts, 0);
  const at = (share: number): number | null => {
    let left = Math.ceil(total * share);
    for (const [step, prompts] of counts) {
      left -= prompts;
      if (left <= 0) return Number((STEP_RATIO ** step).toPrecision(3));
    }
    return null;
  };
  if (total === 0) return { p50_seconds: null, p95_seconds: null };
  return { p50_seconds: at(MEDIAN), p95_seconds: at(SLOWEST) };
}
