/** What is said of times. */
import type { Piece, Range } from './load';

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
