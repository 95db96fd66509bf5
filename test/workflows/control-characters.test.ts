/** What a terminal acts on, by code: C0, DEL and C1. */
import {
  CONTROL,
  CONTROL_IN_LINE,
  escapeInJson,
  readable,
  withoutControl,
} from '../../workflows/contracts/control-characters';

const CODES = Array.from({ length: 0x200 }, (_, code) => code);
const isC0OrC1 = (code: number): boolean => code < 0x20 || (code >= 0x7f && code <= 0x9f);

test('exactly these are found, and taken out', () => {
  for (const code of CODES) {
    const char = String.fromCharCode(code);
    const inText = isC0OrC1(code) && char !== '\t' && char !== '\n';
    expect(CONTROL_IN_LINE.test(char)).toBe(isC0OrC1(code));
    expect(CONTROL.test(char)).toBe(inText);
    expect(withoutControl(`a${char}b${char}`)).toBe(inText ? 'ab' : `a${char}b${char}`);
  }
});

test('lines that end as on Windows end plainly', () => {
  expect(withoutControl('one\r\ntwo\u001b[31m\r\n')).toBe('one\ntwo[31m\n');
});

test('what turns a line around or is not seen is shown by its number', () => {
  expect(readable('ls\u202e \u2066a\u2069\u200f\u200b\ufeff\u{e0061}')).toBe(
    'ls<U+202E> <U+2066>a<U+2069><U+200F><U+200B><U+FEFF><U+E0061>',
  );
  expect(readable('\u001b]8;;x\u0007link\u009b31m')).toBe(']8;;xlink31m');
});

test('texts of people stay as they are: accents, scripts that join, emoji of several parts', () => {
  for (const text of ['e\u0301', 'עברית', 'می\u200cخواهم', '👩\u200d💻', '❤\ufe0f', '漢字', 'a\tb\nc'])
    expect(readable(text)).toBe(text);
});

test('in JSON they are escaped, and what is read from it is the same', () => {
  const value = { text: 'a\u009b31m\u007f\u202eb\u{e0061}\u001b漢字 👩\u200d💻' };
  const json = escapeInJson(JSON.stringify(value));
  expect(JSON.parse(json)).toEqual(value);
  expect(json).toBe(String.raw`{"text":"a\u009b31m\u007f\u202eb\udb40\udc61\u001b漢字 ` + '👩\u200d💻"}');
});
