/**
 * Times are stored as SQLite writes CURRENT_TIMESTAMP (UTC, `YYYY-MM-DD HH:MM:SS`) with milliseconds added, so that
 * rows of the original, our rows and SQLite's date functions compare as text.
 */
export type Clock = () => Date;

export function sqlTime(date: Date): string {
  return date.toISOString().replace('T', ' ').replace('Z', '');
}

/** ISO 8601 with zone, as the API gives it; null stays null. */
export function isoTime(sql: string | null): string | null {
  if (sql === null) return null;
  const date = new Date(`${sql.replace(' ', 'T')}${/[zZ]|[+-]\d\d:?\d\d$/.test(sql) ? '' : 'Z'}`);
  return Number.isNaN(date.getTime()) ? sql : date.toISOString();
}
