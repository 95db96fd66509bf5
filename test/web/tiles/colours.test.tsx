/** The rows of tiles as pieces with colours, which can be read on what they stand on. */
import { runsOf } from '../../../web/src/features/tiles/colours';

const DARK = {
  ...{
    background: '#0e1216',
    foreground: '#e3e8ed',
    red: '#ff8f85',
    brightBlue: '#a9ccff',
    black: '#2a323b',
  },
};
const ESC = '\x1b[';
const plain = { colour: null, ground: null, looks: '' };

test('a row without colours is one piece', () => {
  expect(runsOf('as it is <b>', DARK)).toEqual([{ text: 'as it is <b>', ...plain }]);
  expect(runsOf('', DARK)).toEqual([]);
});

test('the sixteen colours are those of the page, the others what they say', () => {
  const runs = runsOf(
    `${ESC}31mred${ESC}0m ${ESC}94mblue${ESC}38;5;208morange${ESC}38;2;255;200;0mexact${ESC}39mno`,
    DARK,
  );
  expect(runs.map(({ text, colour }) => [text, colour])).toEqual([
    ['red', 'rgb(255, 143, 133)'],
    [' ', null],
    ['blue', 'rgb(169, 204, 255)'],
    ['orange', 'rgb(255, 135, 0)'],
    ['exact', 'rgb(255, 200, 0)'],
    ['no', null],
  ]);
});

test('each piece has the looks that hold for it, and no later ones', () => {
  const runs = runsOf(`${ESC}1mbold${ESC}3mboth${ESC}22mitalic${ESC}0;4munder${ESC}24;9mstruck`, DARK);
  expect(runs.map(({ text, looks }) => `${text}: ${looks}`)).toEqual([
    'bold: is-bold',
    'both: is-bold is-italic',
    'italic: is-italic',
    'under: is-underlined',
    'struck: is-struck',
  ]);
});

test('what a program hides is hidden here as well', () => {
  const runs = runsOf(`shown${ESC}8mhidden${ESC}28mshown`, DARK);
  expect(runs.map(({ looks }) => looks)).toEqual(['', 'is-hidden', '']);
});

test('what is reversed has its colours the other way round', () => {
  const [cursor] = runsOf(`${ESC}7m `, DARK);
  expect(cursor).toMatchObject({ ground: '#e3e8ed', colour: 'rgb(14, 18, 22)' });
});

test.each([
  ['black on nearly black', `${ESC}38;2;0;0;0mtext`],
  ['the same on the same', `${ESC}38;2;80;80;80;48;2;80;80;80mtext`],
  ['white on white', `${ESC}38;2;255;255;255;48;2;255;255;255mtext`],
  ['dim grey', `${ESC}38;5;236mtext`],
])('%s can be read', (_what, row) => {
  const [run] = runsOf(row, DARK);
  const numbers = (colour: string): number[] =>
    colour.startsWith('#')
      ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
      : (colour.match(/\d+/g) ?? []).map(Number);
  const light = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = numbers(colour).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [one, other] = [light(run?.colour ?? ''), light(run?.ground ?? DARK.background)];
  expect((Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)).toBeGreaterThanOrEqual(4.4);
});

test.each([`${ESC}38;2;300;1;1mx`, `${ESC}38;5;999mx`, `${ESC}38mx`, `${ESC}999mx`, `${ESC}mx`, `x${ESC}`])(
  'what is no colour colours nothing: %j',
  (row) => {
    expect(runsOf(row, DARK)).toEqual([{ text: 'x', ...plain }]);
  },
);
