import type { Look } from '../../ui/badge';
import type { Line } from './load';

export const LEVELS: Readonly<Record<Line['level'], Look>> = {
  debug: { label: 'Debug', shape: 'ring', tone: 'mute' },
  info: { label: 'Info', shape: 'dot', tone: 'mute' },
  warn: { label: 'Warning', shape: 'triangle', tone: 'warn' },
  error: { label: 'Error', shape: 'cross', tone: 'bad' },
};

const TIME = new Intl.DateTimeFormat(undefined, {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hour12: false },
});
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
let today = '';
let todayMs = -Infinity;
const DAY_KEPT_MS = 1_000;

/** The time of day to the thousandth, of another day with the day. */
export function timeWords(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  if (performance.now() - todayMs > DAY_KEPT_MS) {
    today = DAY.format(new Date());
    todayMs = performance.now();
  }
  const day = DAY.format(at);
  return day === today ? TIME.format(at) : `${day} ${TIME.format(at)}`;
}
