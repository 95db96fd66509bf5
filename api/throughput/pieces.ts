/** The pieces of time that a chart has points of, in the time zone of who looks: whole hours, days and weeks of theirs. */
import { DateTime } from 'luxon';
import type { Piece } from '../../store/throughput/rows';
import type { Range } from '../../workflows/contracts/throughput-ranges';

const HOURS_BEFORE = 23;
const DAYS_BEFORE = { '7d': 6, '30d': 29 };
const WEEKS_BEFORE = 52;

/** The last one is the one of now: it goes on. */
export function piecesOf(range: Range, nowMs: number, zone: string): Piece[] {
  const now = DateTime.fromMillis(nowMs, { zone });
  const today = now.startOf('day');
  switch (range) {
    case 'today':
      return between(today, now, { hours: 1 });
    case '24h':
      return between(now.startOf('hour').minus({ hours: HOURS_BEFORE }), now, { hours: 1 });
    case '7d':
      return days(today.minus({ days: DAYS_BEFORE[range] }), now).flatMap(({ from, to }) =>
        between(from, to < now ? to : now, { hours: 3 }, to),
      );
    case '30d':
      return days(today.minus({ days: DAYS_BEFORE[range] }), now).map(pieceOf);
    case '1y':
      return between(now.startOf('week').minus({ weeks: WEEKS_BEFORE }), now, { weeks: 1 });
  }
}

type Step = Readonly<Partial<Record<'hours' | 'days' | 'weeks', number>>>;

interface Span {
  readonly from: DateTime;
  readonly to: DateTime;
}

const days = (from: DateTime, now: DateTime): Span[] => spans(from, now, { days: 1 });

const between = (from: DateTime, until: DateTime, step: Step, end?: DateTime): Piece[] =>
  spans(from, until, step, end).map(pieceOf);

/** Those that begin up to `until`; `end` cuts the last one. */
function spans(from: DateTime, until: DateTime, step: Step, end?: DateTime): Span[] {
  const all: Span[] = [];
  for (let at = from; at <= until && (!end || at < end);) {
    const next = nextOf(at, step);
    const to = end && end < next ? end : next;
    all.push({ from: at, to });
    at = to;
  }
  return all;
}

/** Where the clocks go forward at midnight a day begins at one, and the next one at midnight again. */
const nextOf = (at: DateTime, step: Step): DateTime =>
  step.hours === undefined ? at.plus(step).startOf('day') : at.plus(step);

const pieceOf = ({ from, to }: Span): Piece => ({ from: from.toSeconds(), to: to.toSeconds() });
