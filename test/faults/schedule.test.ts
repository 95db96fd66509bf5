import { seeded } from './random';
import { planFaults } from './schedule';

const HABITS = [
  { kind: 'killed' },
  { kind: 'stopped', holdsMs: [1_000, 3_000] },
  { kind: 'full', holdsMs: [500, 900] },
] as const;
const PACE = { durationMs: 600_000, gapMs: [1_000, 5_000] } as const;

test('a seed gives the same faults again, another one gives others', () => {
  expect(planFaults(7, HABITS, PACE)).toEqual(planFaults(7, HABITS, PACE));
  expect(planFaults(7, HABITS, PACE)).not.toEqual(planFaults(8, HABITS, PACE));
});

test.each([1, 2, 3, 4, 5])(
  'with seed %i all kinds come about as often, in order, within the time',
  (seed) => {
    const planned = planFaults(seed, HABITS, PACE);
    const counts = HABITS.map(({ kind }) => planned.filter((fault) => fault.kind === kind).length);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    expect(planned.map(({ atMs }) => atMs)).toEqual(planned.map(({ atMs }) => atMs).sort((a, b) => a - b));
    expect(planned.every(({ atMs }) => atMs >= 1_000 && atMs < PACE.durationMs)).toBe(true);
  },
);

test.each([1, 2, 3, 4, 5])('with seed %i a kind is over before it comes again', (seed) => {
  for (const { kind } of HABITS) {
    const same = planFaults(seed, HABITS, PACE).filter((fault) => fault.kind === kind);
    for (const [index, { atMs }] of same.slice(1).entries()) {
      const before = same[index] as (typeof same)[number];
      expect(atMs).toBeGreaterThan(before.atMs + before.holdMs);
    }
  }
});

test('numbers of a seed are spread, and a shuffled list has all that was in it', () => {
  const random = seeded(42);
  const numbers = Array.from({ length: 1_000 }, () => random.between(1, 4));
  for (const number of [1, 2, 3, 4]) {
    const share = numbers.filter((one) => one === number).length;
    expect(share).toBeGreaterThan(200);
    expect(share).toBeLessThan(300);
  }
  expect(random.shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
});
