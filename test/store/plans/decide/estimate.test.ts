/** What a plan is likely to cost: a range of what is known, and what is not known is never 0. */
import { estimate, type EstimatedTask, type Past, pastOf } from '../../../../store/plans/decide/estimate';

const task = (key: string, given: Partial<EstimatedTask> = {}): EstimatedTask => ({
  ...{ key, agent: 'claude', isFree: false, retries: 0, judgements: 0 },
  ...given,
});
const flat = (usd: number | null, tokens: number | null = null): Past =>
  pastOf(usd === null && tokens === null ? [] : [{ usd, tokens }]);
const none = (): Past => pastOf([]);

test('the cheapest and the dearest tenth are left out, and the mean is what is likely', () => {
  const costs = Array.from({ length: 11 }, (_, at) => ({ usd: at === 10 ? 90 : at, tokens: null }));
  expect(pastOf(costs)).toEqual({ count: 11, usd: { low: 1, likely: 135 / 11, high: 9 }, tokens: null });
  expect(pastOf([])).toEqual({ count: 0, usd: null, tokens: null });
});

test('it is from one try of each task to all that they have', () => {
  const found = estimate([task('a', { retries: 2 }), task('b')], () => flat(2, 100), none);
  expect(found).toMatchObject({
    ...{ tasks: 2, unknownUsd: [], unknownTokens: [] },
    usd: { low: 4, likely: 4, high: 8 },
    tokens: { low: 200, likely: 200, high: 400 },
  });
});

test('what is not known is in no sum, and is named', () => {
  const past = (agent: string | null): Past => (agent === 'claude' ? flat(2) : none());
  const found = estimate([task('a'), task('b', { agent: 'codex' }), task('c', { agent: null })], past, none);
  expect(found).toMatchObject({ usd: { low: 2 }, unknownUsd: ['b', 'c'], tokens: null });
  expect(found.basis.map(({ agent, count }) => [agent, count])).toEqual([
    ['claude', 1],
    ['codex', 0],
    [null, 0],
  ]);
  expect(estimate([task('b')], none, none)).toMatchObject({ usd: null, tokens: null });
});

test('a shell costs nothing, and that is known', () => {
  expect(estimate([task('a', { agent: 'shell', isFree: true })], none, none)).toMatchObject({
    ...{ usd: { low: 0, likely: 0, high: 0 }, unknownUsd: [], basis: [] },
  });
});

test('judgements are asked of each try, and make a task unknown where nothing is known of them', () => {
  const judged = task('a', { retries: 1, judgements: 2 });
  expect(
    estimate(
      [judged],
      () => flat(1),
      () => flat(0.1),
    ).usd,
  ).toEqual({ low: 1.2, likely: 1.2, high: 2.4 });
  expect(estimate([judged], () => flat(1), none)).toMatchObject({ usd: null, unknownUsd: ['a'] });
});
