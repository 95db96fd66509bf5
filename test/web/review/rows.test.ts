/** The rows of a diff, below each other and side by side. */
import { changesIn, pairsOf, rowsOf } from '../../../web/src/features/review/rows';

const DIFF = [
  '@@ -1,3 +1,4 @@',
  ' a',
  '-b',
  '-c',
  '+B',
  '+C',
  '+D',
  '@@ -20,2 +21,1 @@ function f()',
  ' x',
  '-y',
  '\\ No newline at end of file',
].join('\n');

it('numbers the lines of both sides', () => {
  expect(rowsOf(DIFF).map(({ kind, old, new: now, text }) => [kind, old, now, text])).toEqual([
    ['same', 1, 1, 'a'],
    ['removed', 2, null, 'b'],
    ['removed', 3, null, 'c'],
    ['added', null, 2, 'B'],
    ['added', null, 3, 'C'],
    ['added', null, 4, 'D'],
    ['gap', null, null, 'function f()'],
    ['same', 20, 21, 'x'],
    ['removed', 21, null, 'y'],
    ['gap', null, null, 'No newline at end of file'],
  ]);
});

it('takes no line of a text for its own', () => {
  expect(rowsOf('@@ -0,0 +1,2 @@\n+@@ -1 +1 @@\n+\\ No').map(({ kind, text }) => [kind, text])).toEqual([
    ['added', '@@ -1 +1 @@'],
    ['added', '\\ No'],
  ]);
});

it('puts what went beside what came', () => {
  const texts = pairsOf(rowsOf(DIFF)).map(({ left, right }) => [left?.text ?? null, right?.text ?? null]);
  expect(texts.slice(0, 5)).toEqual([
    ['a', 'a'],
    ['b', 'B'],
    ['c', 'C'],
    [null, 'D'],
    ['function f()', 'function f()'],
  ]);
  expect(texts.at(-2)).toEqual(['y', null]);
});

it('finds where changes begin', () => {
  expect(changesIn([false, true, true, false, true])).toEqual([1, 4]);
  expect(changesIn([true])).toEqual([0]);
});
