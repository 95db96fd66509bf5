/** Whether two tasks may change the same file. */
import picomatch from 'picomatch';
import { overlap } from '../../../../store/plans/decide/touches';
import { random } from './support';

test.each([
  ['src/**', 'src/a/b.ts', true],
  ['src', 'src/a/b.ts', true],
  ['src/', 'src', true],
  ['./src/a.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a/b.ts', false],
  ['src/*.ts', 'src/*.js', false],
  ['src/a*', 'src/*b', true],
  ['src/a?.ts', 'src/ab.ts', true],
  ['src/a?.ts', 'src/abc.ts', false],
  ['**/*.md', 'docs/x/y.md', true],
  ['**/*.md', 'src/**/*.ts', false],
  ['**', 'anything', true],
  ['docs', 'src', false],
  ['{docs,src}/a', 'src/a', true],
  ['{docs/x,src}/a', 'src/a', true],
  ['s[rx]c/a', 'src/a', true],
  ['!(docs)/a', 'src/a', true],
  ['../other/**', 'src/a', true],
  ['README.md', 'readme.md', true],
  ['a/**/b/**/c', 'a/x/b/y/z/c', true],
  ['a/**/b/**/*.c', 'a/x/*.d', false],
])('%s and %s: %s', (one, other, expected) => {
  expect([overlap([one], [other]), overlap([other], [one])]).toEqual([expected, expected]);
});

test('no pair that finds the same file is called apart', () => {
  const next = random(7);
  const pick = (all: readonly string[]): string => all[Math.floor(next() * all.length)] as string;
  const PARTS = ['a', 'b', '*', '**', 'a*', '*b', '?', 'ab', '{a,b}', '[ab]'];
  const NAMES = ['a', 'b', 'ab', 'ba', 'aab'];
  const made = (parts: readonly string[]): string =>
    Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(parts)).join('/');
  let met = 0;
  for (let round = 0; round < 3_000; round += 1) {
    const [one, other, path] = [made(PARTS), made(PARTS), made(NAMES)];
    const options = { dot: true };
    if (!picomatch(one, options)(path) || !picomatch(other, options)(path)) continue;
    met += 1;
    expect([one, other, path, overlap([one], [other])]).toEqual([one, other, path, true]);
  }
  expect(met).toBeGreaterThan(50);
});

test('many stars cost no more than their product', () => {
  const glob = Array.from({ length: 60 }, () => '**/*a*b*c*').join('/');
  // Of its own work: what else the machine does makes it wait.
  const before = process.cpuUsage();
  overlap([glob], [`${glob}x`]);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(500);
});
