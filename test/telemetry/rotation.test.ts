/** Log files stay small, whoever writes them, and nothing that is kept is lost. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogs } from '../../telemetry/log';
import { keepOutputsSmall, rotateInPlace, rotatingFile } from '../../telemetry/rotation';

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

const onLinux = process.platform === 'linux';
(onLinux ? test : test.skip)('a line that can not be written is no fault of whoever says it', () => {
  symlinkSync('/dev/full', join(dir, 'app_8080.log'));
  const log = openLogs({ logDir: dir, level: 'info', port: 8080, monitorPort: 0, rotation }).of('app');
  expect(() => {
    for (let line = 0; line < 3; line += 1) log.warn('no room');
  }).not.toThrow();
});

test('an output that can not be copied ends nobody', () => {
  jest.useFakeTimers();
  try {
    // As one on a full disk: a directory has no copy.
    const stop = keepOutputsSmall([dir, file], { maxBytes: 0, keep: 1 });
    writeFileSync(file, 'output');
    expect(() => jest.advanceTimersByTime(60_000)).not.toThrow();
    expect([text('a.log'), text('a.log.1')]).toEqual(['', 'output']);
    stop();
  } finally {
    jest.useRealTimers();
  }
});

/** Only root may mount. */
(onLinux && process.getuid?.() === 0 ? describe : describe.skip)('on a full disk', () => {
  let filler: string;
  beforeEach(() => {
    const disk = join(dir, 'disk');
    mkdirSync(disk);
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status).toBe(0);
    [dir, file, filler] = [disk, join(disk, 'a.log'), join(disk, 'filler')];
  });
  afterEach(() => {
    spawnSync('umount', ['--lazy', dir]);
    dir = join(dir, '..');
  });
  const fill = (): void =>
    expect(() => {
      for (;;) writeFileSync(filler, Buffer.alloc(4_096), { flag: 'a' });
    }).toThrow(/ENOSPC/);

  test('what is said waits for room, whole and in order', () => {
    const stream = rotatingFile(file, { maxBytes: 1_000_000, keep: 2 }, () => nowMs);
    const lines = Array.from({ length: 20 }, (_, place) => `${place} ${'x'.repeat(500)}`);
    say(stream, lines[0] ?? '');
    fill();
    for (const line of lines.slice(1, 19)) say(stream, line);
    expect(text('a.log').length).toBeLessThan(5_000);
    rmSync(filler);
    say(stream, lines[19] ?? '');
    expect(text('a.log')).toBe(`${lines.join('\n')}\n`);
  });

  test('an output stays as it is, and so do the older ones, until there is room for its copy', () => {
    writeFileSync(file, 'y'.repeat(9_000));
    writeFileSync(`${file}.1`, 'older');
    fill();
    for (let time = 0; time < 3; time += 1) expect(() => rotateInPlace(file, rotation)).toThrow(/ENOSPC/);
    expect(readdirSync(dir).sort()).toEqual(['a.log', 'a.log.1', 'filler']);
    expect(text('a.log.1')).toBe('older');
    rmSync(filler);
    rotateInPlace(file, rotation);
    expect([text('a.log'), text('a.log.1').length, text('a.log.2')]).toEqual(['', 9_000, 'older']);
  });
});
