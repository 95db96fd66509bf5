/** The last rows of a screen: their colours, and nothing else that a terminal or a page would act on. */
import { tileRows } from '../../../terminal/colours/rows';
import { MAX_ROW_CHARS, TILE_ROWS } from '../../../workflows/contracts/tiles';

const ESC = '\x1b';
const red = `${ESC}[31m`;

test('the last rows that something stands in, with all before them left out', () => {
  const rows = Array.from({ length: 30 }, (_, index) => `row ${index}`);
  expect(tileRows([...rows, '', `${ESC}[44m   ${ESC}[0m`, ''])).toEqual(rows.slice(-TILE_ROWS));
  expect(tileRows(['', ' ', ''])).toEqual([]);
  expect(tileRows(['one', '', 'three'])).toEqual(['one', '', 'three']);
});

test('a colour that goes on from a row before is there from the beginning of each', () => {
  const screen = [`${red}${ESC}[1mfirst`, 'second', `third${ESC}[0m plain`, 'fourth'];
  expect(tileRows(screen)).toEqual([
    `${red}${ESC}[1mfirst`,
    `${red}${ESC}[1msecond`,
    `${red}${ESC}[1mthird${ESC}[0m plain`,
    'fourth',
  ]);
  // That of rows that are left out as well.
  const many = [red, ...Array.from({ length: TILE_ROWS }, () => 'x')];
  expect(tileRows(many)[0]).toBe(`${red}x`);
  expect(tileRows([`${red}a${ESC}[0;32mb`, 'c'])[1]).toBe(`${ESC}[32mc`);
});

test.each([
  ['a link', `${ESC}]8;;javascript:alert(1)${ESC}\\click${ESC}]8;;${ESC}\\`, 'click'],
  ['a title', `${ESC}]0;owned\x07text`, 'text'],
  ['the clipboard', `${ESC}]52;c;aGk=\x07text`, 'text'],
  ['a move of the cursor', `${ESC}[2Jtext${ESC}[10;10H`, 'text'],
  ['the beginning of a sequence', `text${ESC}[38;2;1`, 'text[38;2;1'],
  ['control characters', 'te\x00x\x9bt\x7f', 'text'],
  ['the colour of curly lines', `${ESC}[4:3m${red}${ESC}[58:2::1:2:3mtext`, `${ESC}[4m${red}text`],
  ['that colour as tmux writes it', `${ESC}[4:3m${red}${ESC}[58;2;1;33;3mtext`, `${ESC}[4m${red}text`],
  ['a line above', `${red}${ESC}[5:3mtext`, `${red}text`],
])('%s is left out', (_what, row, expected) => {
  const [shown = ''] = tileRows([row]);
  expect(shown).toBe(expected);
  // oxlint-disable-next-line no-control-regex
  expect(shown.replace(/\x1b\[[\d;]*m/g, '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
});

test('markup stays the text that it is', () => {
  expect(tileRows(['<img src=x onerror=alert(1)>'])).toEqual(['<img src=x onerror=alert(1)>']);
});

test('lines and corners are drawn with their characters', () => {
  expect(tileRows(['\x0elqk\x0f text q'])).toEqual(['┌─┐ text q']);
});

test('a row that never ends is cut, and not within a sequence', () => {
  const [row = ''] = tileRows([`${ESC}[38;2;1;2;3mx`.repeat(1_000)]);
  expect(row.length).toBeLessThanOrEqual(MAX_ROW_CHARS);
  // oxlint-disable-next-line no-control-regex
  expect(row.replace(/\x1b\[[\d;]*m/g, '')).toMatch(/^x+$/);
  expect(tileRows([red.repeat(5_000), 'x'])[1]?.length).toBeLessThan(100);
});
