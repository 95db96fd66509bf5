/** What a prompt's time went into, as pieces of one line. */
import { phaseTotals, timePieces } from '../../../web/src/features/receipt/time-pieces';

const START = Date.parse('2026-02-07T10:00:00.000Z');
const steps = (...all: [stage: string, atS: number][]) =>
  all.map(([stage, atS]) => ({ stage, at: new Date(START + atS * 1000).toISOString() }));

const taken = steps(['queued', 0], ['leased', 10], ['typing', 10.2], ['taken', 11], ['completed', 31]);

it('puts steps of one phase together, in the order in which they came', () => {
  const pieces = timePieces(taken, null);
  expect(pieces.map(({ phase, lengthMs, isFolded }) => [phase, lengthMs, isFolded])).toEqual([
    ['waits', 10_000, false],
    ['delivery', 1_000, false],
    ['works', 20_000, false],
  ]);
  expect(pieces.map(({ share }) => share * 31)).toEqual([10, 1, 20]);
  expect(phaseTotals(pieces)).toEqual([
    ['waits', 10_000],
    ['delivery', 1_000],
    ['works', 20_000],
  ]);
});

it('folds what is so long that nothing beside it would be seen', () => {
  const pieces = timePieces(
    steps(['queued', 0], ['leased', 7200], ['taken', 7201], ['completed', 7231]),
    null,
  );
  expect(pieces.map(({ phase, isFolded }) => [phase, isFolded])).toEqual([
    ['waits', true],
    ['delivery', false],
    ['works', true],
  ]);
  const total = pieces.reduce((sum, { share }) => sum + share, 0);
  expect(total).toBeCloseTo(1);
  expect(pieces[1]?.share).toBeGreaterThan(0.5);
});

it('never folds the only one, and goes on until now', () => {
  expect(timePieces(steps(['queued', 0]), START + 5_000)).toEqual([
    { phase: 'waits', startMs: START, lengthMs: 5_000, share: 1, isFolded: false },
  ]);
});

it('has nothing to draw where no time went by, and takes a stage that it does not know for work', () => {
  expect(timePieces([], START)).toEqual([]);
  expect(timePieces(steps(['queued', 0]), null)).toEqual([]);
  expect(timePieces(steps(['__proto__', 0], ['completed', 1]), null)).toMatchObject([{ phase: 'works' }]);
});

it('says so where it had ended and went on', () => {
  const again = steps(['taken', 0], ['failed', 10], ['queued', 20], ['taken', 30], ['completed', 40]);
  expect(phaseTotals(timePieces(again, null))).toEqual([
    ['works', 20_000],
    ['rests', 10_000],
    ['waits', 10_000],
  ]);
});
