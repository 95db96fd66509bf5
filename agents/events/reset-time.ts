/** When a usage limit ends, read from what agents write for people. Pure. */
import { DateTime } from 'luxon';

const UNITS_MS: Readonly<Record<string, number>> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};
/** A time of day that was so short a time ago is the one that was meant: it is told to the minute, and read a little later. */
const JUST_OVER_MS = 10 * 60_000;

const UNIT = 'weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s';
const COUNT = String.raw`(\d+(?:\.\d+)?|an?)\s*(${UNIT})(?![a-z])`;
const SPAN = new RegExp(
  String.raw`\b(?:try again|resets?|available(?: again)?|wait)\s+(?:in\s+)?(?:about\s+|~\s*)?((?:${COUNT}[,\s]*(?:and\s+)?)+)`,
  'i',
);
const WHEN = /\b(?:try again|resets?|until|available(?: again)?)[\s:]+(?:(?:at|on|after)\s+)?/gi;

const DAY_OF_MONTH = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])`;
const MONTH = String.raw`(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`;
const YEAR = String.raw`(?:,?\s+(?<year>\d{4})(?![\d:]))?`;
/** Each at the beginning of what is left to read. */
const DAYS = [
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/,
  new RegExp(String.raw`^${MONTH}\s+${DAY_OF_MONTH}${YEAR}`, 'i'),
  new RegExp(String.raw`^${DAY_OF_MONTH}\s+${MONTH}${YEAR}`, 'i'),
  /^(?<relative>today|tonight|tomorrow)\b/i,
  /^(?<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?/i,
];
const TIMES = [
  /^(?<hour>\d{1,2})(?::(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?)?\s*(?<half>[ap])\.?m\b\.?/i,
  /^(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?/,
  /^(?<word>noon|midnight)\b/i,
];
const ZONE =
  /^\s*(?:\((?<name>[\w+/:-]+)\)|(?<offset>Z\b|[+-]\d{2}:?\d{2}\b)|(?<bare>[A-Z]{2,5}\b(?:[+-]\d{1,2})?))/;
const BETWEEN = /^(?:[\s,]|T(?=\d)|(?:at|on)\b)+/;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Letters that stand for a zone where people live by them; others are no names of zones anywhere. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ PT: 'America/Los_Angeles', PST: 'America/Los_Angeles', PDT: 'America/Los_Angeles' },
  ...{ MT: 'America/Denver', MST: 'America/Denver', MDT: 'America/Denver' },
  ...{ CT: 'America/Chicago', CST: 'America/Chicago', CDT: 'America/Chicago' },
  ...{ ET: 'America/New_York', EST: 'America/New_York', EDT: 'America/New_York' },
  ...{ CET: 'Europe/Berlin', CEST: 'Europe/Berlin', BST: 'Europe/London', Z: 'UTC' },
};

type Parts = Readonly<Record<string, string | undefined>>;
interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * `resets 8pm (America/New_York)`, `try again at 3:04 PM`, `resets Dec 3, 9am`, `try again in 2 hours 5 minutes`. Unix
 * milliseconds; undefined where no time stands there. `saidMs` is when it was written, as near as that is known. Without a
 * zone it is this machine's. A time that was just over then is given as it is, not as tomorrow's.
 */
export function resetIn(text: string, saidMs: number): number | undefined {
  const epoch = /\|(\d{10})\b/.exec(text)?.[1];
  if (epoch !== undefined) return Number(epoch) * 1_000;
  const span = SPAN.exec(text)?.[1];
  if (span !== undefined) return saidMs + spanMs(span);
  for (const { index, 0: words } of text.matchAll(WHEN)) {
    const at = timeIn(text.slice(index + words.length), saidMs);
    if (at !== undefined) return at;
  }
  return undefined;
}

function spanMs(span: string): number {
  const parts = [...span.matchAll(new RegExp(COUNT, 'gi'))];
  return parts.reduce((sum, [, count, unit]) => {
    const number = /^an?$/i.test(count as string) ? 1 : Number(count);
    return sum + number * (UNITS_MS[(unit as string).charAt(0).toLowerCase()] as number);
  }, 0);
}

/** A day, a time of day or both in either order, and a zone, at the beginning of the text. */
function timeIn(text: string, saidMs: number): number | undefined {
  let rest = text;
  const take = (...patterns: RegExp[]): Parts | undefined => {
    const between = BETWEEN.exec(rest)?.[0].length ?? 0;
    for (const pattern of patterns) {
      const match = pattern.exec(rest.slice(between));
      if (!match) continue;
      rest = rest.slice(between + match[0].length);
      return match.groups;
    }
    return undefined;
  };
  const before = take(...DAYS);
  const time = take(...TIMES);
  const zone = take(ZONE);
  const day = before ?? take(...DAYS);
  if (!time && !day) return undefined;
  const said = DateTime.fromMillis(saidMs, { zone: zoneOf(zone) });
  if (time) return at(said, day, clockOf(time));
  // A day alone: its beginning, unless that is over. What is left of it nobody told.
  const begins = at(said, day, { hour: 0, minute: 0, second: 0 });
  return begins !== undefined && begins > saidMs ? begins : undefined;
}

function zoneOf(zone: Parts | undefined): string {
  const name = zone?.['name'] ?? zone?.['offset'] ?? zone?.['bare'] ?? '';
  const known = LETTERS[name.toUpperCase()] ?? name.replace(/^(?:GMT|UTC)?(?=[+-]\d)/, 'UTC');
  return known !== '' && DateTime.utc().setZone(known).isValid ? known : 'default';
}

function clockOf({ hour = '0', minute = '0', second = '0', half, word }: Parts): Clock {
  if (word !== undefined) return { hour: word.toLowerCase() === 'noon' ? 12 : 0, minute: 0, second: 0 };
  const afternoon = half?.toLowerCase() === 'p' ? 12 : 0;
  return {
    hour: (Number(hour) % (half === undefined ? 24 : 12)) + afternoon,
    minute: Number(minute),
    second: Number(second),
  };
}

function at(said: DateTime, day: Parts | undefined, clock: Clock): number | undefined {
  const saidMs = said.toMillis();
  const on = (date: DateTime): number[] => momentsOf(date, clock);
  const daysFrom = (first: number, last: number): DateTime[] =>
    Array.from({ length: last - first + 1 }, (_, index) => said.plus({ days: first + index }));
  const next = (moments: readonly number[]): number | undefined =>
    moments.find((ms) => ms >= saidMs - JUST_OVER_MS);
  const nextOrLast = (moments: readonly number[]): number | undefined => next(moments) ?? moments.at(-1);
  if (day === undefined) return next(daysFrom(-1, 2).flatMap(on));
  if (day['weekday'] !== undefined) {
    const wanted = WEEKDAYS.indexOf(day['weekday'].toLowerCase()) + 1;
    return next(
      daysFrom(-1, 8)
        .filter(({ weekday }) => weekday === wanted)
        .flatMap(on),
    );
  }
  if (day['relative'] !== undefined) {
    return nextOrLast(on(said.plus({ days: day['relative'].toLowerCase() === 'tomorrow' ? 1 : 0 })));
  }
  const month = MONTHS.indexOf((day['month'] as string).toLowerCase()) + 1 || Number(day['month']);
  const inYear = (year: number): number[] =>
    on(DateTime.fromObject({ year, month, day: Number(day['day']) }, { zone: said.zone }));
  if (day['year'] !== undefined) {
    return nextOrLast(inYear(Number(day['year'])));
  }
  // No limit lasts half a year: the nearest is meant, before as after New Year.
  const distance = ([ms = Infinity]: readonly number[]): number => Math.abs(ms - saidMs);
  const years = [said.year - 1, said.year, said.year + 1].map(inYear);
  return nextOrLast(years.sort((a, b) => distance(a) - distance(b))[0] ?? []);
}

/** Twice in an hour that comes twice when the clocks go back; none where there is no such day or time. */
function momentsOf(date: DateTime, clock: Clock): number[] {
  if (!date.isValid) return [];
  const { year, month, day, zone } = date;
  const moment = DateTime.fromObject({ year, month, day, ...clock }, { zone });
  return moment.isValid ? moment.getPossibleOffsets().map((one) => one.toMillis()) : [];
}
