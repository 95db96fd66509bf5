/** For which hour a message is, and when it is quiet. */
import { isQuiet, slotAt } from '../../../activities/sms/slots';

const HOURLY = { everySeconds: 3_600 };
const at = (iso: string): Date => new Date(iso);
const slot = (...[spec, iso]: [Parameters<typeof slotAt>[0], string]): string[] => {
  const { begins, ends } = slotAt(spec, at(iso));
  return [begins.toISOString(), ends.toISOString()];
};

test.each([
  ['2026-02-07T22:00:00.000Z', '2026-02-07T22:00:00.000Z'],
  ['2026-02-07T22:59:59.999Z', '2026-02-07T22:00:00.000Z'],
])('%s is in the hour of %s', (iso, begins) => {
  expect(slot(HOURLY, iso)[0]).toBe(begins);
});

test('each hour of the night in which the clock is put back is one of its own', () => {
  // In New York both are 1:30 in the morning.
  const [first, second] = ['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'];
  expect(slot(HOURLY, first)[0]).not.toBe(slot(HOURLY, second)[0]);
});

test('another interval has slots of its own, and is tried for an hour at most', () => {
  expect(slot({ everySeconds: 1_800 }, '2026-02-07T22:40:00.000Z')).toEqual([
    '2026-02-07T22:30:00.000Z',
    '2026-02-07T23:00:00.000Z',
  ]);
  expect(slot({ everySeconds: 21_600 }, '2026-02-07T17:40:00.000Z')).toEqual([
    '2026-02-07T12:00:00.000Z',
    '2026-02-07T13:00:00.000Z',
  ]);
});

test('of a cron text the last time that was due counts', () => {
  const local = new Date(2026, 1, 7, 12, 40);
  expect(slotAt({ cron: '30 */6 * * *' }, local).begins).toEqual(new Date(2026, 1, 7, 12, 30));
  expect(slotAt({ cron: '30 */6 * * *' }, new Date(2026, 1, 7, 12, 29)).begins).toEqual(
    new Date(2026, 1, 7, 6, 30),
  );
  // To the millisecond: the hour that begins, not the one that ends.
  const full = new Date(2026, 1, 7, 12);
  expect(slotAt({ cron: '0 * * * *' }, full).begins).toEqual(full);
});

test.each([
  [{ from: 22, to: 7 }, [22, 23, 0, 6], [7, 12, 21]],
  [{ from: 12, to: 13 }, [12], [11, 13]],
  [{ from: 22.5, to: 6.75 }, [23, 6], [22, 7]],
])('with %j it is quiet at %j and not at %j', (quiet, hours, others) => {
  const quietAt = (hour: number): boolean => isQuiet(quiet, new Date(2026, 1, 7, hour));
  expect(hours.every(quietAt)).toBe(true);
  expect(others.some(quietAt)).toBe(false);
  expect(isQuiet(null, new Date(2026, 1, 7, 23))).toBe(false);
});
