/** What is said of figures and of times. What isn't known is not 0. */
import { duration } from '../../ui/duration';
import type { Figures, Piece, Range } from './load';

const MS_A_SECOND = 1_000;
export const NOT_KNOWN = 'not known';

type Spent = Pick<Figures['whole'], 'tokens' | 'unknown_tokens' | 'cost_usd' | 'unknown_cost' | 'spends'>;

/** Seconds as `4 min 10 s`. */
export const seconds = (value: number): string => duration(value * MS_A_SECOND);

/** A sum of `count` parts, of which so many told nothing; null: none did. */
export function told(sum: number, unknown: number, count: number): number | null {
  return count > 0 && unknown === count ? null : sum;
}

/** `$3.40 and 2 not known`. */
export function toldWords(
  { sum, unknown, count }: { sum: number; unknown: number; count: number },
  show: (value: number) => string,
): string {
  if (told(sum, unknown, count) === null) return NOT_KNOWN;
  return unknown > 0 ? `${show(sum)} and ${unknown} not known` : show(sum);
}

export const costOf = ({ cost_usd: sum, unknown_cost: unknown, spends: count }: Spent) => ({
  ...{ sum, unknown, count },
});
export const tokensOf = ({ tokens: sum, unknown_tokens: unknown, spends: count }: Spent) => ({
  ...{ sum, unknown, count },
});

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const HOUR: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** When it was: `Fri 27 Nov, 14:00 – 15:00`, `Fri 27 Nov`, `Mon 23 Nov – Sun 29 Nov`. */
export function whenOf({ from, to }: Pick<Piece, 'from' | 'to'>, range: Range | 'today'): string {
  const begin = new Date(from);
  const end = new Date(to);
  const day = (date: Date): string => date.toLocaleDateString(undefined, DAY);
  const hour = (date: Date): string => date.toLocaleTimeString(undefined, HOUR);
  if (range === '30d') return day(begin);
  // The end of a week is the midnight after it.
  if (range === '1y') return `${day(begin)} – ${day(new Date(end.getTime() - 1))}`;
  return `${day(begin)}, ${hour(begin)} – ${hour(end)}`;
}
