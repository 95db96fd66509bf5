/** Times of schedules: as we keep them, as Temporal takes and describes them, and in words. */
import type { ScheduleSpec as EngineSpec, ScheduleSpecDescription } from '@temporalio/client';
import { Cron } from 'croner';
import cronstrue from 'cronstrue';
import { DateTime, Duration } from 'luxon';
import type { ScheduleSpec } from '../../workflows/contracts/schedules';

/** Temporal returns a cron text as ranges and this comment: by it we know our own again. */
const CRON_COMMENT = 'cron: ';
/** What croner reads and Temporal doesn't: last days, nearest weekdays, the n-th of a month, seconds. */
const NOT_OF_TEMPORAL = /[#?+~]|\b\d*[LW]\b/i;

export const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The text with single spaces. @throws Error that says for a person what is wrong with it */
export function checkedCron(text: string): string {
  const cron = text.trim().replace(/\s+/g, ' ');
  if (NOT_OF_TEMPORAL.test(cron))
    throw new Error(
      'the workflow engine knows no #, ?, +, ~, L and W in cron texts: use numbers, names, * , - /',
    );
  let next: Date | null;
  try {
    next = new Cron(cron, { mode: '5-part' }).nextRun();
  } catch (error) {
    throw new Error(`expected a cron text of five fields, like "0 3 * * *": ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (next === null) throw new Error('there is no such day');
  return cron;
}

/** As Temporal takes it. `zone`: in which cron texts are read and whole hours are counted. */
export function toEngine(spec: ScheduleSpec, zone: string): EngineSpec {
  if ('temporal' in spec) return withDates(spec.temporal);
  if ('cron' in spec) {
    const comment = `# ${CRON_COMMENT}${spec.cron}`;
    return { cronExpressions: eitherDay(spec.cron).map((cron) => `${cron} ${comment}`), timezone: zone };
  }
  return { intervals: [{ every: spec.everySeconds * 1_000, offset: offsetMs(spec.everySeconds, zone) }] };
}

/** As we keep it, of what Temporal describes. */
export function fromEngine(engine: ScheduleSpecDescription, zone: string): ScheduleSpec {
  const { calendars = [], intervals = [], skip = [], startAt, endAt, jitter } = engine;
  const isPlain = skip.length === 0 && !startAt && !endAt && !jitter;
  const [interval] = intervals;
  if (isPlain && interval && intervals.length === 1 && calendars.length === 0) {
    const everySeconds = interval.every / 1_000;
    if ((interval.offset || 0) === offsetMs(everySeconds, zone)) return { everySeconds };
  }
  const comments = new Set(calendars.map(({ comment }) => comment ?? ''));
  const [comment = ''] = comments;
  if (isPlain && intervals.length === 0 && comments.size === 1 && comment.startsWith(CRON_COMMENT))
    return { cron: comment.slice(CRON_COMMENT.length) };
  return { temporal: JSON.parse(JSON.stringify(engine)) as Record<string, unknown> };
}

export function inWords(spec: ScheduleSpec): string {
  if ('temporal' in spec) return 'as it was set in Temporal';
  if ('cron' in spec) return lowerFirst(cronstrue.toString(spec.cron, { use24HourTimeFormat: true }));
  return `every ${Duration.fromObject({ seconds: spec.everySeconds }).rescale().toHuman()}`;
}

/** When it is due next, reckoned here; null: never, or only Temporal knows. */
export function nextTime(spec: ScheduleSpec, zone: string, now: Date): Date | null {
  if ('temporal' in spec) return null;
  if ('cron' in spec) return new Cron(spec.cron, { mode: '5-part', timezone: zone }).nextRun(now);
  const everyMs = spec.everySeconds * 1_000;
  const offset = offsetMs(spec.everySeconds, zone);
  return new Date((Math.floor((now.getTime() - offset) / everyMs) + 1) * everyMs + offset);
}

/** When it was due last, or is now, reckoned here; null: never, or only Temporal knows. */
export function lastTime(spec: ScheduleSpec, zone: string, now: Date): Date | null {
  if ('temporal' in spec) return null;
  if ('cron' in spec) {
    const justAfter = new Date(now.getTime() + 1);
    return new Cron(spec.cron, { mode: '5-part', timezone: zone }).previousRuns(1, justAfter)[0] ?? null;
  }
  const everyMs = spec.everySeconds * 1_000;
  const offset = offsetMs(spec.everySeconds, zone);
  return new Date(Math.floor((now.getTime() - offset) / everyMs) * everyMs + offset);
}

export const sameSpec = (a: ScheduleSpec | null, b: ScheduleSpec | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Cron means either day where both fields name some; Temporal means days that are both. */
function eitherDay(cron: string): string[] {
  const [minute, hour, dayOfMonth = '*', month, dayOfWeek = '*'] = cron.split(' ');
  if (dayOfMonth.startsWith('*') || dayOfWeek.startsWith('*')) return [cron];
  return [
    [minute, hour, dayOfMonth, month, '*'],
    [minute, hour, '*', month, dayOfWeek],
  ].map((fields) => fields.join(' '));
}

/** Intervals count from 1970 in UTC. Some zones are half an hour off: their full hours are meant all the same. */
function offsetMs(everySeconds: number, zone: string): number {
  if (everySeconds % 3_600 !== 0) return 0;
  const minutes = DateTime.utc().setZone(zone).offset % 60;
  return ((60 - minutes) % 60) * 60_000;
}

function withDates({ startAt, endAt, ...spec }: Readonly<Record<string, unknown>>): EngineSpec {
  const date = (name: string, value: unknown) =>
    typeof value === 'string' ? { [name]: new Date(value) } : {};
  return { ...spec, ...date('startAt', startAt), ...date('endAt', endAt) };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
