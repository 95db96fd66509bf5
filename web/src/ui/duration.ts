/** Lengths of time in words. */

/** Such as `840 ms`, `2.3 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 0) return '0 s';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return longDuration(Math.round(seconds));
}

function longDuration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return join(`${minutes} min`, seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return join(`${hours} h`, minutes % 60, 'min');
  return join(`${Math.floor(hours / 24)} d`, hours % 24, 'h');
}
const join = (head: string, rest: number, unit: string): string => (rest ? `${head} ${rest} ${unit}` : head);

/** Ages in seconds go up in steps: a list of new rows would be drawn anew each second. */
const AGE_STEP_S = 10;

/** The age in one unit: `now`, `20 s`, `3 min`, `5 h`, `9 d`. */
function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < AGE_STEP_S) return 'now';
  if (seconds < 60) return `${seconds - (seconds % AGE_STEP_S)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** The words for what lies `ms` back; `left` for what is still to come. */
export const SINCE = {
  age,
  ago: (ms: number) => (ms < AGE_STEP_S * 1000 ? 'just now' : `${age(ms)} ago`),
  running: (ms: number) => longDuration(Math.max(0, Math.floor(ms / 1000))),
  left: (ms: number) => longDuration(Math.max(0, Math.ceil(-ms / 1000))),
};
export type Since = keyof typeof SINCE;

const DATE_AND_TIME: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};

/** Local date and time, such as `7 Feb, 14:02:11`; with the year if it is another one. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  return date.toLocaleString(undefined, { ...DATE_AND_TIME, ...(!isThisYear && { year: 'numeric' }) });
}

const EXACT = new Intl.DateTimeFormat(undefined, {
  ...DATE_AND_TIME,
  year: 'numeric',
  timeZoneName: 'short',
});

/** The same with its year and zone, such as `7 Feb 2026, 14:02:11 CET`: what stands behind a relative time. */
export const exactTime = (iso: string): string => EXACT.format(new Date(iso));

const ISO_TIME = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\b/g;

/** The record writes times as ISO UTC into its reasons; a person reads their own. */
export const withLocalTimes = (text: string): string => text.replace(ISO_TIME, localTime);

/** Work that is planned or spent, such as `2.5 h`. */
export const hours = (number: number): string => `${Math.round(number * 10) / 10} h`;

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
] as const;

/** A length as forms take it, in the largest unit that it is whole in: `90m`, `2h`, `45s`. */
export function lengthText(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}

/** What a person wrote for a length: a plain number is seconds. */
export const lengthFrom = (text: string): string | number =>
  /^\d+$/.test(text.trim()) ? Number(text) : text.trim();
