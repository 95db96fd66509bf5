/** What was done, how long it took and what it cost: kept up whoever ends a prompt, and for a year. */
import { openStore } from '../../store';
import { quartersOf } from '../../store/throughput/lease-time';
import type { Piece } from '../../store/throughput/rows';
import { spending } from './spending';
import { PLAIN, queued, sees, START, type TestStore, testStore, there } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const { begin, keep, turn } = spending(() => record);
const MINUTE_MS = 60_000;
const HOUR = 3_600;
const start = START.getTime() / 1_000;
const hour = (after: number): Piece => ({ from: start + after * HOUR, to: start + (after + 1) * HOUR });
const whole = { from: start - 24 * HOUR, to: start + 24 * HOUR };
const figures = (...pieces: Piece[]) => record.store.throughput.figures(pieces, whole);
const figuresOf = (piece: Piece) => there(figures(piece).pieces[0]);

/** A turn in that session that takes so long. */
function works(session: string, ms: number, outcome: 'completed' | 'failed' = 'completed'): number {
  const id = queued(record.store, { target_session: session });
  sees(record.store, session);
  if (record.store.leases.get(id) === undefined) record.store.assign();
  begin(id);
  record.pass(ms);
  record.store.lifecycle.settle(id, outcome, 'ended');
  return id;
}

test('each end counts in its hour, by how it ended', () => {
  works('a', MINUTE_MS);
  works('a', MINUTE_MS, 'failed');
  record.pass(60 * MINUTE_MS);
  works('a', MINUTE_MS);
  const { pieces, whole: all } = figures(hour(0), hour(1), hour(2));
  expect(pieces).toMatchObject([
    { completed: 1, failed: 1, cancelled: 0, indeterminate: 0, isKnown: true },
    { completed: 1, failed: 0, isKnown: true },
    { completed: 0, isKnown: false },
  ]);
  expect(all).toMatchObject({ completed: 2, failed: 1 });
});

test('one that failed and is done again counts both times, and how long is that of the try that completed it', () => {
  const id = works('a', 10 * MINUTE_MS, 'failed');
  const { store } = record;
  store.lifecycle.reopen(id, 'a person asked for it');
  store.lifecycle.enterQueue(id);
  sees(store, 'a');
  if (store.leases.get(id) === undefined) store.assign();
  begin(id);
  record.pass(2 * MINUTE_MS);
  store.lifecycle.settle(id, 'completed', 'ended');
  expect(figuresOf(hour(0))).toMatchObject({ completed: 1, failed: 1 });
  expect(figuresOf(hour(0)).p50_seconds).toBeCloseTo(120, -1);
});

test('what a person settles later counts then, and adds no time that nobody knows', () => {
  const { store } = record;
  const id = queued(store, { target_session: 'a' });
  sees(store, 'a');
  if (store.leases.get(id) === undefined) store.assign();
  begin(id);
  store.lifecycle.settle(id, 'indeterminate', 'nobody knows');
  record.pass(60 * MINUTE_MS);
  store.lifecycle.resolve(id, 'completed', 'it was done');
  expect(figures(hour(0), hour(1)).pieces).toMatchObject([
    { indeterminate: 1, completed: 0 },
    { indeterminate: 0, completed: 1, p50_seconds: null },
  ]);
});

test('what there was before the figures were kept is summed up once, as it ended last', () => {
  const { store } = record;
  works('a', 2 * MINUTE_MS);
  works('a', 5 * MINUTE_MS, 'failed');
  const again = works('a', 9 * MINUTE_MS, 'failed');
  store.lifecycle.reopen(again, 'a person asked for it');
  store.lifecycle.enterQueue(again);
  sees(store, 'a');
  if (store.leases.get(again) === undefined) store.assign();
  begin(again);
  store.lifecycle.settle(again, 'indeterminate', 'nobody knows');
  record.pass(10 * MINUTE_MS);
  store.lifecycle.resolve(again, 'completed', 'it was done');
  store.lifecycle.withdraw(queued(store, { target_session: 'nobody' }), 'no longer wanted');
  store.prompts.insert(PLAIN);
  const db = record.assigner();
  db.exec(`DROP TRIGGER throughput_ended; DROP TRIGGER finish_times_ended; DROP TRIGGER throughput_spent;
    DROP TABLE throughput; DROP TABLE finish_times; DELETE FROM schema_migrations WHERE number = 67`);
  const clock = (): Date => new Date(START.getTime() + 60 * MINUTE_MS);
  const next = openStore({ dataDir: record.dir, clock });
  const { whole: all } = next.throughput.figures([whole], whole);
  next.close();
  expect(all).toMatchObject({ completed: 2, failed: 1, cancelled: 1, indeterminate: 0 });
  // Of the one that a person settled nobody knows how long it took.
  expect([all.p50_seconds, all.p95_seconds].map((each) => Math.round(there(each) / 10))).toEqual([12, 12]);
});

test('half, and nearly all, took at most so long: exact to 2 %', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  for (const each of minutes) works('a', each * MINUTE_MS);
  const { p50_seconds: half, p95_seconds: most } = figures(whole).whole;
  expect(Math.abs(there(half) / 300 - 1)).toBeLessThan(0.02);
  expect(Math.abs(there(most) / 6_000 - 1)).toBeLessThan(0.02);
});

test('times that are far shorter than a second, or of a clock that was put back, are times as well', () => {
  works('a', 3);
  works('a', -MINUTE_MS);
  expect(figures(whole).whole.p95_seconds).toBeLessThan(0.02);
});

test('how long sessions had prompts is spread over the hours that it lasted, with what is under way', () => {
  const { store } = record;
  const id = queued(store, { target_session: 'a' });
  sees(store, 'a');
  sees(store, 'b');
  if (store.leases.get(id) === undefined) store.assign();
  for (let quarter = 0; quarter < 6; quarter += 1) {
    store.throughput.look();
    record.pass(15 * MINUTE_MS);
  }
  store.throughput.look();
  const shown = () => figures(hour(0), hour(1)).pieces;
  expect(shown()).toMatchObject([
    { leased_seconds: 3_600, known_seconds: 3_600, looks: 4, sessions: 8 },
    { leased_seconds: 1_800, known_seconds: 1_800 },
  ]);
  store.lifecycle.settle(id, 'completed', 'done');
  expect(shown().map(({ leased_seconds }) => leased_seconds)).toEqual([3_600, 1_800]);
  record.pass(15 * MINUTE_MS);
  expect(shown()[1]).toMatchObject({ leased_seconds: 1_800 });
});

test('nothing is known of a time in which the server was away, also where a lease lasted through it', () => {
  const { store } = record;
  const id = queued(store, { target_session: 'a' });
  sees(store, 'a');
  if (store.leases.get(id) === undefined) store.assign();
  store.throughput.look();
  record.pass(3 * 60 * MINUTE_MS);
  store.throughput.look();
  record.pass(15 * MINUTE_MS);
  const shown = () => figures(hour(0), hour(1), hour(2), hour(3)).pieces;
  const expected = [
    { isKnown: true, leased_seconds: 900, known_seconds: 900 },
    { isKnown: false, leased_seconds: 0, known_seconds: 0 },
    { isKnown: false, leased_seconds: 0, known_seconds: 0 },
    { isKnown: true, leased_seconds: 900, known_seconds: 900 },
  ];
  expect(shown()).toMatchObject(expected);
  store.lifecycle.settle(id, 'cancelled', 'no longer wanted');
  expect(shown()).toMatchObject(expected);
});

test('a time that is yet to come, after the clock was put back, takes nothing from what is known', () => {
  record.store.throughput.look();
  record.pass(-30 * MINUTE_MS);
  record.store.throughput.look();
  record.pass(15 * MINUTE_MS);
  expect(figures(whole).whole).toMatchObject({ looks: 2, known_seconds: 900 });
});

test('a lease is cut at quarters of an hour', () => {
  expect(quartersOf(100, 100)).toEqual([]);
  expect(quartersOf(890, 2_000)).toEqual([
    { slot: 0, seconds: 10 },
    { slot: 900, seconds: 900 },
    { slot: 1_800, seconds: 200 },
  ]);
});

test('sessions that can be given nothing are not counted', () => {
  const { store } = record;
  sees(store, 'a');
  sees(store, 'gone', { status: 'exited' });
  store.throughput.look();
  expect(figuresOf(hour(0))).toMatchObject({ looks: 1, sessions: 1 });
});

test('tokens and cost are those that were told; what was not is counted, not 0', () => {
  const { store } = record;
  turn('a', 0.5);
  turn('a', null);
  const id = queued(store, { target_session: 'a' });
  sees(store, 'a');
  if (store.leases.get(id) === undefined) store.assign();
  begin(id);
  keep(id, 2, 500);
  expect(figuresOf(hour(0))).toMatchObject({ spends: 2, tokens: 2_000, cost_usd: 0.5, unknown_cost: 1 });
  store.lifecycle.settle(id, 'completed', 'done');
  expect(figuresOf(hour(0))).toMatchObject({ spends: 3, tokens: 2_500, cost_usd: 2.5, unknown_tokens: 0 });
});

test('the figures stay for a year when their prompts have gone, and then go', async () => {
  works('a', MINUTE_MS);
  const { store } = record;
  const keep = { promptDays: 30, interactions: 10, healthDays: 7 };
  record.pass(40 * 24 * 60 * MINUTE_MS);
  await store.maintenance.prune({ keep, dryRun: false });
  expect(store.prompts.list({}, 'newest', 10, 0).items).toEqual([]);
  expect(figuresOf(hour(0))).toMatchObject({ completed: 1, p50_seconds: expect.closeTo(60, 0) });
  record.pass(365 * 24 * 60 * MINUTE_MS);
  await store.maintenance.prune({ keep, dryRun: false });
  expect(figuresOf(hour(0))).toMatchObject({ completed: 0, isKnown: false });
  expect(record.assigner().prepare('SELECT count(*) FROM finish_times').pluck().get()).toBe(0);
});

test('a year of a thousand prompts a day is read in a moment', () => {
  const db = record.assigner();
  const year = { from: start - 365 * 24 * HOUR, to: start };
  db.prepare(
    `WITH RECURSIVE q (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM q WHERE n < 35039)
     INSERT INTO throughput (slot, completed, looks, sessions) SELECT @from + n * 900, 10, 15, 150 FROM q`,
  ).run(year);
  db.prepare(
    `WITH RECURSIVE q (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM q WHERE n < 365000 - 1)
     INSERT OR IGNORE INTO finish_times (slot, step, prompts) SELECT @from + n / 10 % 35040 * 900, n % 10 * 31 + n % 7, 1 FROM q`,
  ).run(year);
  const weeks = Array.from({ length: 52 }, (_, week) => ({
    from: year.from + week * 7 * 24 * HOUR,
    to: year.from + (week + 1) * 7 * 24 * HOUR,
  }));
  const read = () => record.store.throughput.figures(weeks, year).pieces;
  const tookMs = (): number => {
    const begunMs = performance.now();
    expect(read().map(({ completed }) => completed)).toEqual(weeks.map(() => 6_720));
    return performance.now() - begunMs;
  };
  // What has ended is read once.
  expect(tookMs()).toBeLessThan(3_000);
  expect(tookMs()).toBeLessThan(1_000);
});

test('a week that was read before has what happened in it since', () => {
  const week = { from: start, to: start + 7 * 24 * HOUR };
  const done = (): number => there(record.store.throughput.figures([week], week).pieces[0]).completed;
  works('a', MINUTE_MS);
  expect(done()).toBe(1);
  works('a', MINUTE_MS);
  expect(done()).toBe(2);
  expect(record.store.throughput.figures([week], week).whole.p50_seconds).toBeCloseTo(60, 0);
});
