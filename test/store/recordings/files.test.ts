/** Files of recordings: what is handed in is read back, whatever a crash, a full disk or a moved clock does to it. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shownAfter } from '../../../store/recordings/frames';
import { recordingReader } from '../../../store/recordings/reader';
import { recordsIn } from '../../../store/recordings/records';
import { sessionWriter } from '../../../store/recordings/writer';
import type { RecordedFrame, Screen } from '../../../workflows/contracts/recording';

const UID = 123_456_789_012;
const START = Date.parse('2026-03-10T12:00:00.000Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const FOREVER = { toMs: Number.MAX_SAFE_INTEGER, limit: 1_000 };

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-recordings-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const screen = (...rows: string[]): Screen => ({ cols: 80, rows });
const files = (): string[] =>
  existsSync(join(dir, String(UID))) ? readdirSync(join(dir, String(UID))).sort() : [];
const pathOf = (name = ''): string => join(dir, String(UID), name);
const writer = () => sessionWriter(join(dir, String(UID)));
const read = (fromMs: number, more: object = {}) =>
  recordingReader(dir).frames(UID, { fromMs, ...FOREVER, ...more });
/** What is shown after each frame. */
function shown(frames: readonly RecordedFrame[]): string[] {
  let now: Screen | undefined;
  return frames.map((frame) => (now = shownAfter(now, frame)).rows.join('|'));
}
const times = (frames: readonly RecordedFrame[]): number[] => frames.map(({ atMs }) => atMs - START);

async function recordSeconds(count: number): Promise<void> {
  const one = writer();
  for (let at = 0; at < count; at += 1) {
    one.take(screen('top', `second ${at}`, ''), START + at * SECOND);
    await one.flush();
  }
}

test('what is handed in is read back: each change, at its time, from any moment on', async () => {
  const one = writer();
  one.take(screen('a', 'b'), START);
  one.take(screen('a', 'b'), START + SECOND);
  one.take(screen('a', 'c'), START + 2 * SECOND);
  await one.flush();
  one.take(screen('x', 'c', 'more'), START + 3 * SECOND);
  one.take({ cols: 100, rows: ['x', 'c', 'more'] }, START + 4 * SECOND);
  await one.flush();
  const { frames, nextMs } = await read(START);
  expect(shown(frames)).toEqual(['a|b', 'a|c', 'x|c|more', 'x|c|more']);
  expect(times(frames)).toEqual([0, 2_000, 3_000, 4_000]);
  expect(frames.map(({ isWhole }) => isWhole)).toEqual([true, false, true, true]);
  expect(frames[1]?.changed).toEqual([[1, 'c']]);
  expect(nextMs).toBeNull();
  const later = await read(START + 2_500);
  expect(shown(later.frames)).toEqual(['a|c', 'x|c|more', 'x|c|more']);
  expect(times(later.frames)[0]).toBe(2_000);
});

test('files and directories are for this account alone', async () => {
  await recordSeconds(1);
  expect(statSync(pathOf()).mode & 0o777).toBe(0o700);
  expect(statSync(pathOf(files()[0])).mode & 0o777).toBe(0o600);
});

test.each([1, 5, 27, 40])(
  'a tail that was cut off by %i bytes is left out, and all before it is read',
  async (cut) => {
    await recordSeconds(5);
    const path = pathOf(files()[0]);
    truncateSync(path, statSync(path).size - cut);
    expect(shown((await read(START)).frames).at(-1)).toMatch(/second [23]/);
    expect((await recordingReader(dir).index(UID)).ranges).toHaveLength(1);
  },
);

test('at every place where it may be cut off, what is before that is read', async () => {
  await recordSeconds(4);
  const path = pathOf(files()[0]);
  const whole = readFileSync(path);
  const all = recordsIn(whole).length;
  const counts = new Set<number>();
  for (let length = 0; length <= whole.length; length += 1) {
    writeFileSync(path, whole.subarray(0, length));
    const { frames } = await read(START);
    counts.add(frames.length);
    shown(frames).forEach((rows, at) => expect(rows).toBe(`top|second ${at}|`));
  }
  expect([...counts].sort()).toEqual([0, 1, 2, 3, all]);
});

test('what was written over, and zeros that a lost power left, end what is read', async () => {
  await recordSeconds(4);
  const path = pathOf(files()[0]);
  const whole = readFileSync(path);
  appendFileSync(path, Buffer.alloc(4_096));
  expect((await read(START)).frames).toHaveLength(4);
  const spoiled = Buffer.from(whole);
  spoiled.writeUInt8(spoiled.readUInt8(whole.length - 2) ^ 0xff, whole.length - 2);
  writeFileSync(path, spoiled);
  expect((await read(START)).frames).toHaveLength(3);
  writeFileSync(path, 'something else');
  expect((await read(START)).frames).toEqual([]);
});

test('who goes on after a crash begins another file, and both are one recording', async () => {
  await recordSeconds(3);
  const again = writer();
  again.take(screen('after'), START + 10 * SECOND);
  await again.flush();
  expect(files()).toHaveLength(2);
  expect(shown((await read(START)).frames)).toEqual([
    'top|second 0|',
    'top|second 1|',
    'top|second 2|',
    'after',
  ]);
  const { ranges } = await recordingReader(dir).index(UID);
  expect(ranges.map(({ fromMs, toMs }) => [fromMs - START, toMs - START])).toEqual([
    [0, 2_000],
    [10_000, 10_000],
  ]);
});

test('a screen that stays as it is costs a few bytes a minute, and is no gap', async () => {
  const one = writer();
  one.take(screen('idle'), START);
  await one.flush();
  for (let at = 1; at <= 50 * 60; at += 1) {
    one.still(START + at * SECOND);
    if (at % 5 === 0) await one.flush();
  }
  await one.flush(true);
  const { ranges, activity, bytes } = await recordingReader(dir).index(UID);
  expect(ranges).toEqual([{ fromMs: START, toMs: START + 50 * MINUTE }]);
  expect(activity).toEqual([{ atMs: START, frames: 1 }]);
  expect(files()).toHaveLength(1);
  expect(bytes).toBeLessThan(2_500);
});

test('a time in which nobody looked is a gap, of a screen that changed and of one that did not', async () => {
  const one = writer();
  one.take(screen('a'), START);
  one.still(START + 4 * SECOND);
  one.still(START + 5 * MINUTE);
  one.still(START + 5 * MINUTE + SECOND);
  one.take(screen('b'), START + 9 * MINUTE);
  await one.flush(true);
  const { ranges } = await recordingReader(dir).index(UID);
  expect(ranges.map(({ fromMs, toMs }) => [fromMs - START, toMs - START])).toEqual([
    [0, 4_000],
    [300_000, 301_000],
    [540_000, 540_000],
  ]);
});

test('files end after some minutes, so that the oldest can go, and frames go on over their ends', async () => {
  const one = writer();
  for (let at = 0; at < 25 * 60; at += 1) {
    one.take(screen(`second ${at}`), START + at * SECOND);
    if (at % 5 === 4) await one.flush();
  }
  await one.flush();
  expect(files()).toHaveLength(3);
  const { ranges } = await recordingReader(dir).index(UID);
  expect(ranges).toEqual([{ fromMs: START, toMs: START + 1_499 * SECOND }]);
  const { frames, nextMs } = await read(START + 595_500, { limit: 10 });
  expect(shown(frames)).toEqual(Array.from({ length: 10 }, (_, at) => `second ${595 + at}`));
  expect(nextMs).toBe(START + 605 * SECOND);
  const next = await read(nextMs ?? 0, { limit: 10 });
  expect(shown(next.frames)[0]).toBe('second 605');
  const until = await read(START, { toMs: START + 3_500 });
  expect(times(until.frames)).toEqual([0, 1_000, 2_000, 3_000]);
});

test('a clock that is put back begins another file, and a small step stands still', async () => {
  const one = writer();
  one.take(screen('a'), START);
  one.take(screen('b'), START - 500);
  one.take(screen('c'), START - 60 * MINUTE);
  await one.flush();
  expect(files()).toHaveLength(2);
  expect(times((await read(START - 90 * MINUTE)).frames)).toEqual([-3_600_000, 0, 0]);
  expect(shown((await read(START)).frames)).toEqual(['b']);
});

test('a night without an hour, and one with an hour twice, are like any other', async () => {
  for (const night of ['2026-03-29T00:30:00.000Z', '2026-10-25T00:30:00.000Z']) {
    const startMs = Date.parse(night);
    const one = writer();
    for (let at = 0; at <= 60; at += 1) one.take(screen(`${night} ${at}`), startMs + at * 9 * SECOND);
    await one.flush();
    const { frames } = await read(startMs);
    expect(frames.filter(({ atMs }) => atMs <= startMs + 540_000).map(({ atMs }) => atMs - startMs)).toEqual(
      Array.from({ length: 61 }, (_, at) => at * 9_000),
    );
    rmSync(pathOf(), { recursive: true });
  }
});

test('what finds no room is dropped, and what comes after it is right', async () => {
  const one = writer();
  const large = (at: number): Screen =>
    screen(...Array.from({ length: 100 }, (_, row) => `${at} ${row} ${'x'.repeat(2_000)}`));
  for (let at = 0; at < 50; at += 1) one.take(large(at), START + at * SECOND);
  // What it shows isn't known: that it stands still would be no truth.
  expect(one.still(START + 50 * SECOND)).toBe(false);
  await one.flush();
  expect(one.still(START + 55 * SECOND)).toBe(false);
  one.take(large(99), START + 60 * SECOND);
  expect(one.still(START + 61 * SECOND)).toBe(true);
  await one.flush();
  const { frames } = await read(START);
  expect(frames.length).toBeLessThan(10);
  expect(shown(frames).at(-1)).toBe(large(99).rows.join('|'));
});

test('a file that was taken away meanwhile is not gone on with', async () => {
  const one = writer();
  one.take(screen('a'), START);
  await one.flush();
  rmSync(pathOf(), { recursive: true });
  one.take(screen('b'), START + SECOND);
  await expect(one.flush()).rejects.toThrow(/ENOENT/);
  one.take(screen('c'), START + 2 * SECOND);
  await one.flush();
  expect(shown((await read(START)).frames)).toEqual(['c']);
});
