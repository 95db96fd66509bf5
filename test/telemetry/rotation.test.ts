/** Log files stay small, whoever writes them, and nothing that is kept is lost. */
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateInPlace, rotatingFile } from '../../telemetry/rotation';

const rotation = { maxBytes: 30, keep: 2 };
let dir: string;
let file: string;
let nowMs: number;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-rotation-'));
  file = join(dir, 'a.log');
  nowMs = 0;
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const text = (name: string): string => readFileSync(join(dir, name), 'utf8');
const writer = () => rotatingFile(file, rotation, () => nowMs);
function say(stream: ReturnType<typeof writer>, line: string): void {
  nowMs += 1_000;
  stream.write(`${line}\n`);
}

test('a file that has grown large is put aside, and the oldest goes', () => {
  const stream = writer();
  for (let line = 0; line < 12; line += 1) say(stream, `line number ${line}`);
  expect(readdirSync(dir).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  const kept = [...['a.log.2', 'a.log.1', 'a.log'].map(text)].join('');
  expect(kept).toMatch(/^line number \d+\n(line number \d+\n)+line number 11\n$/);
  const numbers = kept.match(/\d+/g)?.map(Number) ?? [];
  expect(numbers).toEqual(numbers.map((_, place) => (numbers[0] ?? 0) + place));
});

test('two processes that write one file both go on in the new one', () => {
  const [one, other] = [writer(), writer()];
  for (let line = 0; line < 4; line += 1) {
    say(one, `from one ${line}`);
    say(other, `from other ${line}`);
  }
  const all = readdirSync(dir).sort().reverse().map(text).join('');
  expect(all.split('\n').filter(Boolean)).toHaveLength(8);
  expect(text('a.log')).toContain('from other 3');
});

test('what another program puts aside, as logrotate does, is written anew', () => {
  const stream = writer();
  say(stream, 'before');
  renameSync(file, join(dir, 'old'));
  say(stream, 'after');
  expect([text('old'), text('a.log')]).toEqual(['before\n', 'after\n']);
});

test('a file that a program holds open is emptied after it was copied', () => {
  const fd = openSync(file, 'a');
  writeSync(fd, 'x'.repeat(20));
  rotateInPlace(file, rotation);
  expect(readdirSync(dir)).toEqual(['a.log']);
  writeSync(fd, 'x'.repeat(20));
  rotateInPlace(file, rotation);
  writeSync(fd, 'next');
  closeSync(fd);
  expect([text('a.log.1'), text('a.log')]).toEqual(['x'.repeat(40), 'next']);
  appendFileSync(file, 'y'.repeat(40));
  rotateInPlace(file, rotation);
  expect(text('a.log.2')).toBe('x'.repeat(40));
  rotateInPlace(join(dir, 'none.log'), rotation);
});
