/** Pages of a recording: what was shown at a moment, forwards and backwards, and what is drawn of it. */
import { bytesOf, isOn, type RecordedPage, tapeOf } from '../../../web/src/features/playback/tape';

const at = (second: number): string => new Date(second * 1_000).toISOString();
const page: RecordedPage = {
  frames: [
    {
      ...{ at: at(10), cols: 80, rows: 2, whole: true },
      changed: [
        { row: 0, text: 'a' },
        { row: 1, text: 'b' },
      ],
    },
    { ...{ at: at(12), cols: 80, rows: 2, whole: false }, changed: [{ row: 1, text: 'c' }] },
    { ...{ at: at(15), cols: 100, rows: 1, whole: true }, changed: [{ row: 0, text: 'wide' }] },
  ],
  next: at(20),
};

test('what was shown at any moment, whichever way one goes', () => {
  const tape = tapeOf(page, 11_000, 99_000);
  const seen = (ms: number): string | undefined => tape.at(ms)?.rows.join('|');
  for (const ms of [11_000, 12_500, 15_000, 19_999, 12_000, 10_500])
    expect(seen(ms)).toBe(ms < 12_000 ? 'a|b' : ms < 15_000 ? 'a|c' : 'wide');
  expect(tape.at(9_000)).toBeNull();
  expect(tape.at(15_000)).toMatchObject({ cols: 100, sinceMs: 15_000 });
});

test('when it changes next, on this page and with the one after it', () => {
  const tape = tapeOf(page, 11_000, 99_000);
  expect([10_000, 12_000, 15_000].map((ms) => tape.changeAfter(ms))).toEqual([12_000, 15_000, 20_000]);
  expect([isOn(tape, 10_999), isOn(tape, 11_000), isOn(tape, 19_999), isOn(tape, 20_000)]).toEqual([
    ...[false, true, true, false],
  ]);
  const last = tapeOf({ ...page, next: null }, 11_000, 99_000);
  expect([last.changeAfter(15_000), last.toMs, last.nextMs]).toEqual([null, 99_000, null]);
});

test('every row is drawn in its place, without what was there before', () => {
  const bytes = bytesOf({ cols: 80, rows: ['\x1b[31mred', ''], sinceMs: 0 });
  expect(bytes).toBe(
    '\x1b[?25l\x1b[?7l\x1b[1;1H\x1b[0m\x1b[31mred\x1b[0m\x1b[K\x1b[2;1H\x1b[0m\x1b[0m\x1b[K',
  );
});
