/** A file is read from its end, and no further than is asked for. */
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesAtBackwards, linesBackwards, PIECE_BYTES } from '../../../telemetry/reading/lines-backwards';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-lines-'));
  file = join(dir, 'x.log');
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(dir, { recursive: true });
});

test.each<[string, string[]]>([
  ['', []],
  ['\n\n', []],
  ['one', ['one']],
  ['one\n', ['one']],
  ['\none\n\ntwo\nthree', ['three', 'two', 'one']],
])('the lines of %j', (text, lines) => {
  writeFileSync(file, text);
  expect([...linesBackwards(file)]).toEqual(lines);
});

test('lines that lie over blocks, are longer than one, and have letters of several bytes are whole', () => {
  const lines = Array.from({ length: 400 }, (_, at) => `${at} ${'ä€𝄞'.repeat(at % 7 === 0 ? 9_000 : at)}`);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  expect([...linesBackwards(file)].reverse()).toEqual(lines);
});

test('what comes after the given end is left out, and a file that is not there has none', () => {
  writeFileSync(file, 'one\ntwo\nthree\n');
  expect([...linesBackwards(file, 8)]).toEqual(['two', 'one']);
  expect([...linesBackwards(join(dir, 'none.log'))]).toEqual([]);
});

test('a file that is shorter than the given end is read from its own', () => {
  writeFileSync(file, 'one\ntwo\n');
  const read = jest.spyOn(fs, 'readSync');
  expect([...linesBackwards(file, Number.MAX_SAFE_INTEGER)]).toEqual(['two', 'one']);
  expect(read).toHaveBeenCalledTimes(1);
});

test('a line that has no end for very long comes in pieces, which are all of it', () => {
  writeFileSync(file, `begin ${'x'.repeat(5 * PIECE_BYTES)} end\nlast\n`);
  const found = [...linesBackwards(file)];
  expect(found.shift()).toBe('last');
  expect(Math.max(...found.map(({ length }) => length))).toBeLessThanOrEqual(2 * PIECE_BYTES);
  expect(found.reverse().join('')).toBe(`begin ${'x'.repeat(5 * PIECE_BYTES)} end`);
});

test('places are those of the file, also where it has what is no text', () => {
  writeFileSync(
    file,
    Buffer.concat([Buffer.from('one\n'), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('x')]),
  );
  expect([...linesAtBackwards(file)].map(({ end }) => end)).toEqual([8, 6, 3]);
});

test('of 16 MiB no more than the end is read', () => {
  writeFileSync(file, 'a line of some length\n'.repeat(800_000));
  const read = jest.spyOn(fs, 'readSync');
  const closed = jest.spyOn(fs, 'closeSync');
  let count = 0;
  for (const line of linesBackwards(file)) {
    expect(line).toBe('a line of some length');
    count += 1;
    if (count === 50) break;
  }
  expect(read).toHaveBeenCalledTimes(1);
  expect(closed).toHaveBeenCalledTimes(1);
});
