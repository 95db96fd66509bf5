/** For which hour a message is: instants in UTC, so that no change of the clock makes two of one. */
import { Cron } from 'croner';
import { quietUntil } from '../../store/push/quiet';
import { WEEKDAYS } from '../../workflows/contracts/quiet-hours';
import type { ScheduleSpec } from '../../workflows/contracts/schedules';

export interface Slot {
  readonly begins: Date;
  readonly ends: Date;
}

export const HOURLY: ScheduleSpec = { everySeconds: 3_600 };
const HOUR_MS = 3_600_000;
const MINUTES_AN_HOUR = 60;
const HOURS_A_DAY = 24;
/** Local time of day as hours with fractions. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** The last time at which one was due, and until when it may be tried: for an hour at most. */
export function slotAt(spec: ScheduleSpec, now: Date): Slot {
  const everyMs = 'everySeconds' in spec ? spec.everySeconds * 1_000 : HOUR_MS;
  const begins = begun(spec, now, everyMs);
  return { begins, ends: new Date(begins.getTime() + Math.min(everyMs, HOUR_MS)) };
}

function begun(spec: ScheduleSpec, now: Date, everyMs: number): Date {
  // A time that is now has come.
  const justAfter = new Date(now.getTime() + 1);
  const [last] = 'cron' in spec ? new Cron(spec.cron, { mode: '5-part' }).previousRuns(1, justAfter) : [];
  return last ?? new Date(Math.floor(now.getTime() / everyMs) * everyMs);
}

export function isQuiet(quiet: QuietHours | null, now: Date): boolean {
  if (quiet === null || quiet.from === quiet.to) return false;
  const span = { days: WEEKDAYS, from: timeOf(quiet.from), to: timeOf(quiet.to) };
  return quietUntil({ zone: 'system', spans: [span] }, now) !== null;
}

function timeOf(hours: number): string {
  const minutes = Math.round(hours * MINUTES_AN_HOUR);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / MINUTES_AN_HOUR) % HOURS_A_DAY)}:${two(minutes % MINUTES_AN_HOUR)}`;
}
