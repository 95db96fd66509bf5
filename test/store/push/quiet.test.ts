/** Quiet hours: over midnight, by days, over changes of the clock, and what passes. */
import { passesQuiet, quietUntil } from '../../../store/push/quiet';
import type { QuietSpan, Weekday } from '../../../workflows/contracts/quiet-hours';
import { WEEKDAYS } from '../../../workflows/contracts/quiet-hours';

const BERLIN = 'Europe/Berlin';
const span = (from: string, to: string, days: readonly Weekday[] = WEEKDAYS): QuietSpan => ({
  days,
  from,
  to,
});
const until = (at: string, spans: readonly QuietSpan[], zone = BERLIN): string | null =>
  quietUntil({ zone, spans }, new Date(at))?.toISOString() ?? null;

const NIGHT = [span('22:00', '07:00')];

describe('a night', () => {
  test.each([
    // Berlin is one hour ahead of UTC in winter.
    ['a minute before it', '2026-02-09T20:59:59Z', null],
    ['when it begins', '2026-02-09T21:00:00Z', '2026-02-10T06:00:00.000Z'],
    ['before midnight', '2026-02-09T22:59:59Z', '2026-02-10T06:00:00.000Z'],
    ['at midnight', '2026-02-09T23:00:00Z', '2026-02-10T06:00:00.000Z'],
    ['a moment before its end', '2026-02-10T05:59:59Z', '2026-02-10T06:00:00.000Z'],
    ['when it ends', '2026-02-10T06:00:00Z', null],
    ['at noon', '2026-02-10T11:00:00Z', null],
  ])('%s', (_, at, end) => expect(until(at, NIGHT)).toBe(end));

  test('is that of the zone, wherever the server is', () => {
    expect(until('2026-02-09T21:30:00Z', NIGHT, 'America/New_York')).toBeNull();
    expect(until('2026-02-10T03:30:00Z', NIGHT, 'America/New_York')).toBe('2026-02-10T12:00:00.000Z');
    expect(until('2026-02-09T17:00:00Z', NIGHT, 'Asia/Kolkata')).toBe('2026-02-10T01:30:00.000Z');
  });

  test('belongs to the day on which it begins', () => {
    const friday = [span('22:00', '07:00', [5])];
    // 2026-02-13 is a Friday.
    expect(until('2026-02-13T22:00:00Z', friday)).toBe('2026-02-14T06:00:00.000Z');
    expect(until('2026-02-14T05:00:00Z', friday)).toBe('2026-02-14T06:00:00.000Z');
    expect(until('2026-02-14T22:00:00Z', friday)).toBeNull();
    expect(until('2026-02-13T05:00:00Z', friday)).toBeNull();
  });
});

describe('when the clock changes', () => {
  test('in spring the night is an hour shorter, and ends by the new time', () => {
    expect(until('2026-03-28T22:00:00Z', NIGHT)).toBe('2026-03-29T05:00:00.000Z');
    expect(until('2026-03-29T05:00:00Z', NIGHT)).toBeNull();
  });

  test('in autumn it is an hour longer', () => {
    expect(until('2026-10-24T21:00:00Z', NIGHT)).toBe('2026-10-25T06:00:00.000Z');
    expect(until('2026-10-25T05:30:00Z', NIGHT)).toBe('2026-10-25T06:00:00.000Z');
  });

  test('hours that begin or end in the hour that is left out, do so right after it', () => {
    // 02:30 is 03:30 on that day.
    expect(until('2026-03-29T01:00:00Z', [span('02:30', '05:00')])).toBeNull();
    expect(until('2026-03-29T01:30:00Z', [span('02:30', '05:00')])).toBe('2026-03-29T03:00:00.000Z');
    expect(until('2026-03-29T00:59:00Z', [span('01:00', '02:30')])).toBe('2026-03-29T01:30:00.000Z');
  });

  test('hours that end in the hour that comes twice end in the second, without a gap', () => {
    const early = [span('01:00', '02:30')];
    expect(until('2026-10-25T00:29:00Z', early)).toBe('2026-10-25T01:30:00.000Z');
    expect(until('2026-10-25T00:45:00Z', early)).toBe('2026-10-25T01:30:00.000Z');
    expect(until('2026-10-25T01:30:00Z', early)).toBeNull();
  });
});

test('spans that meet are one', () => {
  const weekend = [span('22:00', '00:00', [5]), span('00:00', '00:00', [6, 7]), span('00:00', '06:30', [1])];
  expect(until('2026-02-13T21:30:00Z', weekend)).toBe('2026-02-16T05:30:00.000Z');
});

test('one that ends when it begins is a whole day', () => {
  expect(until('2026-02-09T11:00:00Z', [span('12:00', '12:00', [1])])).toBe('2026-02-10T11:00:00.000Z');
  expect(until('2026-02-09T10:59:00Z', [span('12:00', '12:00', [1])])).toBeNull();
});

test('without spans it is never quiet', () => expect(until('2026-02-09T23:00:00Z', [])).toBeNull());

test('urgent is what is critical of the kinds that pass, and a secret that is due', () => {
  const passes = ['health', 'secret'] as const;
  expect(passesQuiet({ passes }, { kind: 'health', severity: 'critical' })).toBe(true);
  expect(passesQuiet({ passes }, { kind: 'health', severity: 'warning' })).toBe(false);
  expect(passesQuiet({ passes }, { kind: 'budget', severity: 'critical' })).toBe(false);
  expect(passesQuiet({ passes }, { kind: 'approval', severity: 'critical' })).toBe(false);
  expect(passesQuiet({ passes }, { kind: 'secret', severity: 'warning' })).toBe(true);
  expect(passesQuiet({ passes: [] }, { kind: 'secret', severity: 'critical' })).toBe(false);
});
