/**
 * Times are stored as SQLite writes CURRENT_TIMESTAMP (UTC, `YYYY-MM-DD HH:MM:SS`) with milliseconds added, so that
 * rows of the original, our rows and SQLite's date functions compare as text.
 */
export type Clock = () => Date;

export function sqlTime(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** What a statement compares times with to find what is older than so long. */
export function olderThan(clock: Clock, ms: number): { readonly before: string; readonly now: string } {
  const now = clock();
  return { before: sqlTime(new Date(now.getTime() - ms)), now: sqlTime(now) };
}

/** The last midnight of this machine's time zone, as it is stored; reckoned once a day. */
export function todayBegan(clock: Clock): () => string {
  let day: { readonly fromMs: number; readonly toMs: number; readonly began: string } | undefined;
  return () => {
    const now = clock();
    const nowMs = now.getTime();
    if (!day || nowMs < day.fromMs || nowMs >= day.toMs) {
      const midnight = new Date(now);
      const fromMs = midnight.setHours(0, 0, 0, 0);
      const began = sqlTime(midnight);
      // Not 24 hours later: some days have 23 or 25.
      day = { fromMs, began, toMs: midnight.setDate(midnight.getDate() + 1) };
    }
    return day.began;
  };
}

/** The day of this machine's time zone, as `2026-02-07`. */
export function localDay(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day so many days before `day`. */
export function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}

const WRITTEN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}$/;

/** ISO 8601 with zone, as the API gives it; null stays null. */
export function isoTime(sql: string): string;
export function isoTime(sql: string | null): string | null;
export function isoTime(sql: string | null): string | null {
  if (sql === null) return null;
  // As we write them: no need to parse what is only spelled differently.
  if (WRITTEN.test(sql)) return `${sql.slice(0, 10)}T${sql.slice(11)}Z`;
  const date = new Date(`${sql.replace(' ', 'T')}${/[zZ]|[+-]\d\d:?\d\d$/.test(sql) ? '' : 'Z'}`);
  return Number.isNaN(date.getTime()) ? sql : date.toISOString();
}

/** Unix milliseconds of a stored time; NaN if it is none. */
export function timeMs(sql: string): number {
  return Date.parse(isoTime(sql));
}

/** How much of the time since then the machine slept. */
export type SleptMs = (sinceMs: number) => number;

/** How long ago a stored time was, without the time in which the machine slept; below 0 if the clock was put back since. */
export const awakeSince =
  (clock: Clock, sleptMs: SleptMs) =>
  (since: string): number => {
    const sinceMs = timeMs(since);
    return clock().getTime() - sinceMs - sleptMs(sinceMs);
  };
