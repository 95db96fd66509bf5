/** What a terminal would show of a stream of output, however long it is. */
import type { Baseline } from '../../../agents/types';
import { renderRows } from '../../../terminal/shell-output/render';

const BASELINE: Baseline = { historySize: 0, cursorX: 2, cursorY: 3, width: 20, promptRow: '$ ' };
const rows = (text: string, change: Partial<Baseline> = {}, isCut = false): Promise<string[]> =>
  renderRows(Buffer.from(text), { ...BASELINE, ...change }, { isCut, height: 5 });
const trimmed = async (...args: Parameters<typeof rows>): Promise<string[]> => {
  const all = (await rows(...args)).map((row) => row.trimEnd());
  return all.slice(0, all.findLastIndex((row) => row !== '') + 1);
};

test('begins with the prompt that stood there, and what was typed behind it', async () => {
  expect(await trimmed('echo hi\r\nhi\r\n$ ')).toEqual(['$ echo hi', 'hi', '$']);
});

test('a prompt of two rows is drawn again where it stood', async () => {
  const above = ['~/app'];
  expect(await trimmed('\x1b[A\r\x1b[J~/app\r\n$ ls\r\na\r\n', { above, promptRows: 1 })).toEqual([
    '$ ls',
    'a',
  ]);
  const first = { above, promptRows: 1, cursorY: 1 };
  expect(await trimmed('\x1b[A\r\x1b[J~/app\r\n$ ls\r\na\r\n', first)).toEqual(['$ ls', 'a']);
});

test('joins what the terminal wrapped, also where it scrolled away, and carries out what is drawn', async () => {
  const long = 'x'.repeat(50);
  const lines = Array.from({ length: 30_000 }, (_, index) => `${index}`);
  expect(await trimmed(`go\r\n${long}\r\n10%\r20%\r\n${lines.join('\r\n')}\r\n`)).toEqual([
    ...['$ go', long, '20%'],
    ...lines,
  ]);
});

test('characters and sequences that fall on the border of two pieces stay whole', async () => {
  const line = `${'é'.repeat(10)}\x1b[31m€🚀\x1b[0m`;
  const text = Array.from({ length: 2_000 }, () => line).join('\r\n');
  expect(new Set((await trimmed(text, {}, true)).map((row) => row))).toEqual(
    new Set(['é'.repeat(10) + '€🚀']),
  );
});

test('a million bytes without a line end are one line, drawn over and over', async () => {
  const bar = Array.from({ length: 100_000 }, (_, index) => `\r${index} of 99999`).join('');
  expect(await trimmed(`go\r\n${bar}\r\n`)).toEqual(['$ go', '99999 of 99999']);
}, 60_000);

test('a full-screen program leaves nothing, also where its beginning is cut', async () => {
  expect(await trimmed('vi\r\n\x1b[?1049h\x1b[2J\x1b[Hfile\r\n~\r\n\x1b[?1049ldone\r\n')).toEqual([
    '$ vi',
    'done',
  ]);
  expect(await trimmed('~\r\n~\r\n\x1b[?1049ldone\r\n', {}, true)).toEqual(['done']);
});

test('of a beginning that is cut all rows are given, without a prompt before them', async () => {
  expect(await trimmed('7\r\n8\r\n9\r\n', {}, true)).toEqual(['7', '8', '9']);
});

test('a program that erases the history in the middle takes nothing from the answer', async () => {
  for (const count of [100, 3_000]) {
    const lines = Array.from({ length: count }, (_, index) => `${index}`);
    const all = await trimmed(`go\r\n${lines.join('\r\n')}\r\n\x1b[3Jend\r\n`);
    expect(all).toEqual(['$ go', ...lines, 'end']);
  }
});

test('what has scrolled away before the screen is cleared stays', async () => {
  const lines = Array.from({ length: 3_000 }, (_, index) => `${index}`);
  // Of the screen's five rows the last is empty: four are cleared.
  const wanted = ['$ go', ...lines.slice(0, -4), 'end'];
  for (const clears of ['\x1b[H\x1b[2J\x1b[3J', '\x1b[H\x1b[2J', '\x1bc'])
    expect(await trimmed(`go\r\n${lines.join('\r\n')}\r\n${clears}end\r\n`)).toEqual(wanted);
});

test.each([
  ['clear', '\x1b[H\x1b[2J\x1b[3J'],
  ['clear of an older terminal', '\x1b[H\x1b[J'],
  ['a full reset', '\x1bc'],
])('after %s the answer begins with what came afterwards', async (_what, sequence) => {
  expect(await trimmed(`x\r\n${sequence}after\r\nmore\r\n`)).toEqual(['after', 'more']);
  const lines = Array.from({ length: 300 }, (_, index) => `${index}`);
  expect(await trimmed(`x\r\nbefore\r\n${sequence}${lines.join('\r\n')}\r\n`)).toEqual(lines);
});
