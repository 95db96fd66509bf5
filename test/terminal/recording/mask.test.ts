/** Values of secrets on a screen: whatever stands between their characters, they aren't kept. */
import { maskOf } from '../../../terminal/recording/mask';

const SECRET = 'sk-live-0123456789abcdef';
const ESC = '\x1b';
const mask = maskOf([SECRET]);
const hidden = (rows: readonly string[]): string => mask(rows).join('\n');

test('a value in a row, alone and among others, is covered, and nothing else is', () => {
  expect(mask([`key=${SECRET};`, 'plain'])).toEqual([`key=${'*'.repeat(SECRET.length)};`, 'plain']);
  expect(mask([`${SECRET}${SECRET}`])).toEqual(['*'.repeat(2 * SECRET.length)]);
});

test('one that goes on in the next row is covered in both', () => {
  const rows = [`token ${SECRET.slice(0, 9)}`, `${SECRET.slice(9)} after`];
  expect(mask(rows)).toEqual([`token ${'*'.repeat(9)}`, `${'*'.repeat(SECRET.length - 9)} after`]);
});

test.each([
  ['the frame of a box', ['│ sk-live-01 │', '│ 23456789ab │', '│ cdef       │']],
  ['an indent', ['> sk-live-0123', '  456789abcdef']],
  ['colours', [`${ESC}[31msk-live-${ESC}[0m${ESC}[1m0123456789abcdef${ESC}[0m`]],
  ['characters one by one', [SECRET.split('').join(' ')]],
])('one that %s divides is covered, and what divides it stays', (_, rows) => {
  const text = hidden(rows);
  expect(text).not.toMatch(/sk|live|0123|4567|89ab|cdef/);
  const rest = (all: readonly string[]): string => all.join('').replaceAll(/[\w*-]/g, '');
  if (!rows.join('').includes(ESC)) expect(rest(mask(rows))).toBe(rest(rows));
  else expect(text.match(/\x1b\[\d+m/g)).toHaveLength(4); // oxlint-disable-line no-control-regex
});

test('what is written so far, and what is left of one at the edge, is covered from half of it on', () => {
  for (let length = 12; length <= SECRET.length; length += 1) {
    expect(hidden([`$ echo ${SECRET.slice(0, length)}`])).toBe(`$ echo ${'*'.repeat(length)}`);
    expect(hidden([SECRET.slice(-length)])).toBe('*'.repeat(length));
  }
  expect(hidden(['sk-live-'])).toBe('sk-live-');
});

test('of a value in several lines each is covered, but for what says nothing by itself', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n{\n-----END KEY-----';
  const masked = maskOf([key])(['{ "a": 1 }', 'MIIEvQIBADANBgkq', key.split('\n')[0] ?? '']);
  expect(masked).toEqual(['{ "a": 1 }', '*'.repeat(16), '*****BEGIN KEY*****'.replaceAll(/[A-Z]/g, '*')]);
});

test('short ones are covered whole only, and empty ones cover nothing', () => {
  expect(maskOf(['1234', '', '  '])(['pin 1234, year 123'])).toEqual(['pin ****, year 123']);
  expect(maskOf([])(['a'])).toEqual(['a']);
});

test('characters of two units and of other scripts are covered like any other', () => {
  expect(maskOf(['пароль-密码-🔑'])(['a пароль-密码-🔑 b'])).toEqual([
    `a ${'*'.repeat('пароль-密码-🔑'.length)} b`,
  ]);
});

test('signs that mean something in a pattern mean nothing in a value', () => {
  expect(maskOf(['a.b*c(d)[e]$'])(['a.b*c(d)[e]$ aXbbc'])).toEqual(['************ aXbbc']);
});
