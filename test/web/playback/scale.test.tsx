/** The line of time: its part that is shown, its labels and bars, and its marks. */
import {
  type Mark,
  markAfter,
  markBefore,
  markTitle,
  markWords,
} from '../../../web/src/features/playback/marks';
import { barsOf, momentAt, shareOf, ticksOf, viewAround } from '../../../web/src/features/playback/scale';

const HOUR = 3_600_000;
const END = Date.parse('2026-03-10T12:34:56.000Z');
const whole = { fromMs: END - 24 * HOUR, toMs: END };

test('a part of the time is shown around the moment, and never beyond its ends', () => {
  expect(viewAround(whole, 'All', END)).toEqual(whole);
  expect(viewAround(whole, '4 h', END - 12 * HOUR)).toEqual({
    fromMs: END - 14 * HOUR,
    toMs: END - 10 * HOUR,
  });
  expect(viewAround(whole, '4 h', END)).toEqual({ fromMs: END - 4 * HOUR, toMs: END });
  expect(viewAround(whole, '30 min', 0)).toEqual({ fromMs: whole.fromMs, toMs: whole.fromMs + HOUR / 2 });
});

test('places and moments are each other’s reverse, and places beyond the ends are the ends', () => {
  for (const share of [0, 0.25, 1]) expect(shareOf(momentAt(share, whole), whole)).toBeCloseTo(share);
  expect([momentAt(-1, whole), momentAt(2, whole)]).toEqual([whole.fromMs, whole.toMs]);
});

test.each([
  ['a usual day', END],
  ['a day with an hour less', Date.parse('2026-03-29T10:00:00.000Z')],
  ['a day with an hour more', Date.parse('2026-10-25T10:00:00.000Z')],
])('labels are in order, within the view and not too many, on %s', (_, toMs) => {
  for (const lengthMs of [24 * HOUR, 4 * HOUR, HOUR / 2]) {
    const view = { fromMs: toMs - lengthMs, toMs };
    const ticks = ticksOf(view, 8);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(
      ticks.every((tick, at) => tick >= view.fromMs && tick <= view.toMs && tick > (ticks[at - 1] ?? 0)),
    ).toBe(true);
    expect(ticks.every((tick) => tick % 60_000 === 0)).toBe(true);
  }
});

test('a single change is seen beside much activity, and what is out of view is left out', () => {
  const minute = (ms: number): string => new Date(Math.floor(ms / 60_000) * 60_000).toISOString();
  const activity = [
    { at: minute(END - 20 * HOUR), frames: 1 },
    { at: minute(END - 2 * HOUR), frames: 60 },
    { at: minute(END - HOUR), frames: 60 },
  ];
  const bars = barsOf(activity, whole, 240);
  expect(bars).toHaveLength(3);
  expect(bars[0]?.height).toBeGreaterThan(0.2);
  expect(bars.at(-1)?.height).toBe(1);
  expect(bars.every(({ from, to }) => to > from && to - from < 0.01)).toBe(true);
  expect(barsOf(activity, viewAround(whole, '4 h', END), 240)).toHaveLength(2);
});

const mark = (seconds: number, changes: Partial<Mark> = {}): Mark => ({
  ...{
    at: new Date(seconds * 1_000).toISOString(),
    kind: 'prompt_taken',
    prompt_id: 7,
    confirmation_id: null,
  },
  ...{ word: 'taken', text: 'do it\nand more', ...changes },
});

test('from mark to mark, also where one stands on one', () => {
  const marks = [mark(10), mark(20), mark(20), mark(30)];
  expect(markAfter(marks, 10_000)).toBe(marks[1]);
  expect(markAfter(marks, 20_000)).toBe(marks[3]);
  expect(markBefore(marks, 20_000)).toBe(marks[0]);
  expect(markBefore(marks, 10_000)).toBeUndefined();
  expect(markAfter(marks, 30_000)).toBeUndefined();
});

test('marks say what happened', () => {
  expect(markWords(mark(1))).toBe('Prompt #7 taken: do it');
  expect(markTitle(mark(1, { kind: 'prompt_ended', word: 'failed' }))).toBe('Prompt #7 failed');
  expect(markTitle(mark(1, { kind: 'prompt_ended', word: 'queued' }))).toBe(
    'Prompt #7 given back to the queue',
  );
  expect(markWords(mark(1, { kind: 'dialog_opened', text: null }))).toBe('Dialog opened');
});
