/** An answer that is longer than the limit keeps its end, and says what is missing. */
import { shorten } from '../../../terminal/turn/shorten';

const KIB = 1024;
const note = (what: string): string =>
  `[the first ${what} are missing: the longest answer that is kept has 1 KiB]\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${String(from + index).padStart(3, '0')}`).join(
    '\n',
  );

test('what fits stays as it is', () => {
  expect(shorten({ text: 'done' }, KIB)).toBe('done');
});

test('whole lines are left out, and counted together with those that were lost before', () => {
  const text = lines(0, 299);
  // 113 lines of 9 bytes and a part of one more.
  expect(shorten({ text }, KIB)).toBe(note('187 lines') + lines(187, 299));
  expect(shorten({ text, missing: { lines: 14, isAbout: false } }, KIB)).toMatch(
    /^\[the first 201 lines are/,
  );
  expect(shorten({ text, missing: { lines: 14, isAbout: true } }, KIB)).toMatch(
    /^\[the first 201 or so lines are/,
  );
  expect(shorten({ text: 'done', missing: { lines: 14, isAbout: false } }, KIB)).toBe(
    `${note('14 lines')}done`,
  );
});

test('of a line longer than the limit its end is kept, also where a short one follows', () => {
  const text = `${'x'.repeat(5 * KIB)}\ndone`;
  expect(shorten({ text }, KIB)).toBe(`${note(`${4 * KIB + 5} characters`)}${'x'.repeat(KIB - 5)}\ndone`);
});

test('the limit holds for characters of any size, none of which is cut', () => {
  for (const text of ['a'.repeat(5 * KIB) + '界'.repeat(5 * KIB), '🚀é'.repeat(KIB)]) {
    const kept = shorten({ text }, KIB).split('\n')[1] ?? '';
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(KIB);
    expect(Buffer.byteLength(kept)).toBeGreaterThan(KIB - 4);
    expect(text.endsWith(kept)).toBe(true);
  }
});
