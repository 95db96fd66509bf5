/** Lines of a unified diff. */
import { diffLines } from '../../../web/src/features/diff/lines';

const read = (...lines: string[]) =>
  diffLines(lines.join('\n')).map(({ kind, number, text }) => [kind, number, text]);

it('numbers lines as they are after the change, and removed ones as they were', () => {
  expect(read('@@ -1,3 +1,4 @@', ' one', '-two', '+2', ' three', '+four')).toEqual([
    ['same', '1', 'one'],
    ['removed', '2', 'two'],
    ['added', '2', '2'],
    ['same', '3', 'three'],
    ['added', '4', 'four'],
  ]);
});

it('shows what lies between as a gap that says where the next place is', () => {
  expect(read('@@ -1 +1 @@', '-a', '+b', '@@ -40,2 +40 @@ function f() {', ' x', '-y')).toEqual([
    ['removed', '1', 'a'],
    ['added', '1', 'b'],
    ['gap', '', 'function f() {'],
    ['same', '40', 'x'],
    ['removed', '41', 'y'],
  ]);
});

it('takes lines of a text for lines, whatever they look like', () => {
  expect(
    read('@@ -0,0 +1,3 @@', '+@@ -1 +1 @@', '+diff --git a/x b/x', '+', '\\ No newline at end of file'),
  ).toEqual([
    ['added', '1', '@@ -1 +1 @@'],
    ['added', '2', 'diff --git a/x b/x'],
    ['added', '3', ''],
    ['gap', '', 'No newline at end of file'],
  ]);
});
