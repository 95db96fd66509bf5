/** The clock of a host against that of its hub. */
import { createHubClock } from '../../server/host/hub-clock';

test('a moment of the hub is the same moment here, however far the clocks are apart', () => {
  const clock = createHubClock();
  clock.measured(10_000_000, 1_000, 1_100);
  expect(clock.toHere(10_000_000)).toBe(1_050);
  expect(clock.toHub(1_050)).toBe(10_000_000);
});

test('the quickest answer counts: a slow one says little of when it was given', () => {
  const clock = createHubClock();
  clock.measured(5_000, 1_000, 1_010);
  clock.measured(6_000, 1_100, 2_900);
  expect(clock.aheadMs()).toBe(3_995);
});

test('a clock that is set is noticed with the next answer', () => {
  const clock = createHubClock();
  for (let at = 0; at < 10_000; at += 1_000) clock.measured(at + 500, at, at + 4);
  expect(clock.aheadMs()).toBe(498);
  // This machine's clock was set an hour back.
  clock.measured(10_500, 10_000 - 3_600_000, 10_004 - 3_600_000);
  expect(clock.aheadMs()).toBe(3_600_498);
});
