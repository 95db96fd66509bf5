/** What a terminal acts on, by code: C0, DEL and C1. */
import { CONTROL, CONTROL_IN_LINE, withoutControl } from '../../workflows/contracts/control-characters';

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
