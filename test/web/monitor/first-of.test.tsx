import { firstOf } from '../../../web/src/features/monitor/first-of';

const ascending = (a: number, b: number) => a - b;

it('gives the first as a sort of all would', () => {
  let seed = 7;
  const numbers = Array.from({ length: 500 }, () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) % 100);
  for (const count of [1, 8, 499, 500, 600]) {
    expect(firstOf(numbers, count, ascending)).toEqual(numbers.toSorted(ascending).slice(0, count));
  }
});

it('keeps the order of those that are equal', () => {
  const rows = ['b1', 'a1', 'b2', 'a2', 'a3'];
  expect(firstOf(rows, 4, (a, b) => a.charCodeAt(0) - b.charCodeAt(0))).toEqual(['a1', 'a2', 'a3', 'b1']);
});
