/** A file is read from its end, and no further than is asked for. */
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesBackwards } from '../../../telemetry/reading/lines-backwards';

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
