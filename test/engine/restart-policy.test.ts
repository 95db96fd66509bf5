import { RestartPolicy } from '../../engine/restart-policy';

const delays = (...ranForMs: number[]): number[] => {
  const policy = new RestartPolicy();
  return ranForMs.map((ms) => policy.next(ms).delayMs);
};

test('the wait doubles from 0.2 s and starts over after a healthy run', () => {
  expect(delays(0, 0, 0, 31_000, 0)).toEqual([200, 400, 800, 200, 400]);
});

test('the wait grows to a minute and no further', () => {
  expect(delays(...Array.from({ length: 2_000 }, () => 0)).slice(7)).toEqual([
    25_600,
    51_200,
    ...Array.from({ length: 1_991 }, () => 60_000),
  ]);
});

test('five ends in a row are a crash loop, until it has run for half a minute', () => {
  const policy = new RestartPolicy();
  const loops = [0, 1_000, 29_999, 0, 0, 0].map((ranForMs) => policy.next(ranForMs).crashLoop);
  expect(loops).toEqual([false, false, false, false, true, true]);
  expect(policy.next(30_000).crashLoop).toBe(false);
});
