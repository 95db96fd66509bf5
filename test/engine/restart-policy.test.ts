import { RestartPolicy } from '../../engine/restart-policy';

test('the wait doubles from 0.2 s and starts over after a healthy run', () => {
  const policy = new RestartPolicy();
  const minute = 60_000;
  const runs = [0, 0, 0, 31_000, 0];
  const delays = runs.map((ranForMs, index) => policy.next(index * minute, ranForMs).delayMs);
  expect(delays).toEqual([200, 400, 800, 200, 400]);
});

test('the wait never exceeds 5 s', () => {
  const policy = new RestartPolicy();
  const delays = Array.from({ length: 8 }, (_, index) => policy.next(index * 10_000, 0).delayMs);
  expect(Math.max(...delays)).toBe(5_000);
});

test('five ends within 30 s are a crash loop, tried again every 5 s', () => {
  const policy = new RestartPolicy();
  const results = [0, 1_000, 2_000, 3_000, 4_000].map((nowMs) => policy.next(nowMs, 500));
  expect(results.map(({ crashLoop }) => crashLoop)).toEqual([false, false, false, false, true]);
  expect(results[4]?.delayMs).toBe(5_000);
  expect(policy.next(60_000, 31_000).crashLoop).toBe(false);
});
