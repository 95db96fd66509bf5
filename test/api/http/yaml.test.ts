/** Bodies in YAML that are meant to do harm: each is answered, and soon. */
import { HttpError } from '../../../api/http/errors';
import { readYaml } from '../../../api/http/yaml';

const MILLION = 1_000_000;
/** What a body of a megabyte may take; each of these once took minutes. */
const LONGEST_MS = 20_000;

const refusal = (text: string): string => {
  try {
    readYaml(text);
  } catch (error) {
    expect(error).toBeInstanceOf(HttpError);
    return (error as HttpError).message;
  }
  return 'taken';
};
const lines = (bytes: number, line: (n: number) => string): string => {
  let text = '';
  for (let n = 0; text.length < bytes; n += 1) text += `${line(n)}\n`;
  return text.slice(0, -1);
};

describe('YAML bodies', () => {
  test(
    'a hundred thousand keys in a map are read',
    () => {
      const { value } = readYaml(lines(MILLION, (n) => `k${n}: 1`));
      expect(Object.keys(value as object).length).toBeGreaterThan(80_000);
    },
    LONGEST_MS,
  );

  test('a key that stands twice is refused with its line', () => {
    expect(refusal('a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n')).toContain('line 5: Map keys must be unique');
    expect(refusal('{a: 1, "a": 2}')).toContain('line 1: Map keys must be unique');
  });

  test(
    'more aliases than anybody writes are refused, each of one anchor of its own too',
    () => {
      const text = `${lines(MILLION / 2, (n) => `- &a${n} x`)}\n${lines(MILLION / 2, (n) => `- *a${n}`)}`;
      expect(refusal(text)).toMatch(/line \d+: at most 100 aliases are read/);
    },
    LONGEST_MS,
  );

  test('aliases of aliases do not grow', () => {
    const rows = Array.from(
      { length: 20 },
      (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`,
    );
    expect(refusal(`a0: &a0 x\n${rows.join('\n')}`)).toContain('Excessive alias count');
  });

  test.each([
    ['lists in one line', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['lists in lists', '- '.repeat(100_000) + 'x'],
    ['maps in one line', '{a: '.repeat(50_000) + '1' + '}'.repeat(50_000)],
  ])(
    'nested without end: %s',
    (_, text) => expect(refusal(text)).toMatch(/isn't YAML that can be read/),
    LONGEST_MS,
  );
});
