/** Times of schedules: checked, in words, and as Temporal takes them. */
import { checkedCron, inWords, lastTime, toEngine } from '../../../temporal/schedules/spec';

test.each([
  ['0 3 * * *', 'at 03:00'],
  ['*/5 * * * *', 'every 5 minutes'],
  ['  30  8 * *  MON-FRI ', 'at 08:30, Monday through Friday'],
])('the cron text %p is %p', (text, words) => {
  expect(inWords({ cron: checkedCron(text) })).toBe(words);
});

test.each([
  [60, 'every 1 minute'],
  [300, 'every 5 minutes'],
  [5_400, 'every 1 hour, 30 minutes'],
])('%d seconds are %p', (everySeconds, words) => {
  expect(inWords({ everySeconds })).toBe(words);
});

test.each([
  ['61 * * * *', 'Invalid value for minute: 61'],
  ['x', 'expected a cron text of five fields'],
  ['0 0 * * * *', 'expected a cron text of five fields'],
  ['0 0 30 2 *', 'there is no such day'],
  // Temporal would take the rest for a comment, and run each Friday.
  ['0 0 * * 5#2', 'the workflow engine knows no #'],
  ['0 0 L * *', 'the workflow engine knows no #'],
  ['0 0 15W * *', 'the workflow engine knows no #'],
])('the cron text %p is refused: %s', (text, message) => {
  expect(() => checkedCron(text)).toThrow(message);
});

test('names with an L or a W are none of those', () => {
  expect(checkedCron('0 0 1 JUL WED')).toBe('0 0 1 JUL WED');
});

test('a day of the month and one of the week are either, as cron means it', () => {
  expect(toEngine({ cron: '0 9 13 * 5' }, 'UTC')).toEqual({
    cronExpressions: ['0 9 13 * * # cron: 0 9 13 * 5', '0 9 * * 5 # cron: 0 9 13 * 5'],
    timezone: 'UTC',
  });
});

test.each([
  ['UTC', 3_600, 0],
  ['Asia/Kolkata', 3_600, 1_800_000],
  ['Asia/Kathmandu', 7_200, 900_000],
  ['America/New_York', 3_600, 0],
  ['Asia/Kolkata', 300, 0],
])('in %s every %d s begins at the local full hour', (zone, everySeconds, offset) => {
  expect(toEngine({ everySeconds }, zone)).toEqual({ intervals: [{ every: everySeconds * 1_000, offset }] });
});

test.each([
  [{ cron: '30 3 * * *' }, '2026-10-25T02:29:59Z', '2026-10-24T01:30:00.000Z'],
  [{ cron: '30 3 * * *' }, '2026-10-25T02:30:00Z', '2026-10-25T02:30:00.000Z'],
  [{ everySeconds: 3_600 }, '2026-10-25T02:30:00Z', '2026-10-25T02:00:00.000Z'],
  [{ temporal: {} }, '2026-10-25T02:30:00Z', undefined],
])('%j was due last before %s at %s', (spec, now, last) => {
  expect(lastTime(spec, 'Europe/Berlin', new Date(now))?.toISOString()).toBe(last);
});
