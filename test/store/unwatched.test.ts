/** Time in which nobody watched the sessions: it isn't working time. */
import { openStore } from '../../store';
import { coveredMs } from '../../store/sessions/unwatched';
import { type TestStore, testStore, typing } from './support';

const MINUTE_MS = 60_000;

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

/** The server ticks once a second. */
const watch = (seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) {
    record.pass(1_000);
    record.store.unwatched.look();
  }
};
/** A prompt at work in session a, watched from its beginning. */
const atWork = (): number => {
  const id = typing(record.store, 'a');
  record.store.unwatched.look();
  for (const stage of ['typed', 'submitted', 'taken', 'working'] as const)
    record.store.receipts.step(id, stage, 'a', 'so it is');
  return id;
};

describe('what isn’t working time', () => {
  test('is what passed between two looks of a machine that slept', () => {
    const id = atWork();
    watch(60);
    expect(record.store.prompts.personWaitMs(id)).toBe(0);
    record.pass(11 * MINUTE_MS);
    expect(record.store.unwatched.look()).toBe(11 * MINUTE_MS);
    watch(30);
    expect(record.store.prompts.personWaitMs(id)).toBe(11 * MINUTE_MS);
  });

  test('is not what a busy machine is late', () => {
    const id = atWork();
    for (let second = 0; second < 60; second += 4) {
      record.pass(4_000);
      expect(record.store.unwatched.look()).toBe(0);
    }
    expect(record.store.prompts.personWaitMs(id)).toBe(0);
  });

  test('counts once where it slept while a question stood', () => {
    const { store } = record;
    const id = atWork();
    store.receipts.step(id, 'needs_confirmation', 'a', 'it asks');
    watch(10);
    record.pass(5 * MINUTE_MS);
    store.unwatched.look();
    store.receipts.step(id, 'working', 'a', 'answered');
    record.pass(2 * MINUTE_MS);
    store.unwatched.look();
    expect(store.prompts.personWaitMs(id)).toBe(7 * MINUTE_MS + 10_000);
  });

  test('begins when the prompt was sent: a sleep before gives it no more time', () => {
    const { store } = record;
    const id = typing(store, 'a');
    store.unwatched.look();
    record.pass(8 * MINUTE_MS);
    store.unwatched.look();
    store.receipts.step(id, 'submitted', 'a', 'so it is');
    watch(5);
    expect(store.prompts.personWaitMs(id)).toBe(0);
  });

  test('is the time that the server was down, as far as it could write it down', () => {
    const id = atWork();
    watch(20);
    record.pass(MINUTE_MS);
    // Another process takes the record up; the first one died without a word.
    const now = new Date(Date.parse('2026-03-10T12:00:00Z') + 20_000 + MINUTE_MS);
    const next = openStore({ dataDir: record.dir, clock: () => now });
    next.unwatched.look();
    const { personWaitMs } = next.prompts;
    expect(personWaitMs(id)).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(personWaitMs(id)).toBeLessThanOrEqual(MINUTE_MS + 16_000);
    next.close();
  });

  test('is exact after a server that was stopped in order', () => {
    const id = atWork();
    watch(20);
    record.store.unwatched.end();
    record.pass(MINUTE_MS);
    const next = openStore({
      dataDir: record.dir,
      clock: () => new Date(Date.parse('2026-03-10T12:01:20Z')),
    });
    next.unwatched.look();
    expect(next.prompts.personWaitMs(id)).toBe(MINUTE_MS);
    next.close();
  });

  test('is not less than nothing when the clock is set back', () => {
    const id = atWork();
    watch(10);
    record.pass(-5 * MINUTE_MS);
    expect(record.store.unwatched.look()).toBe(0);
    watch(5);
    expect(record.store.prompts.personWaitMs(id)).toBe(0);
  });
});

test('a machine that slept is told from a server that was down, in which background tasks work on', () => {
  const { store } = record;
  atWork();
  watch(10);
  const sinceMs = Date.parse('2026-03-10T12:00:00Z');
  record.pass(3 * MINUTE_MS);
  store.unwatched.look();
  expect(store.unwatched.sleptMs(sinceMs)).toBe(3 * MINUTE_MS);
  store.unwatched.end();
  record.pass(MINUTE_MS);
  const next = openStore({
    dataDir: record.dir,
    clock: () => new Date(sinceMs + 4 * MINUTE_MS + 10_000),
  });
  expect(next.unwatched.look()).toBe(MINUTE_MS);
  expect(next.unwatched.sleptMs(sinceMs)).toBe(3 * MINUTE_MS);
  expect(next.unwatched.sleptMs(sinceMs + 70_000)).toBe(2 * MINUTE_MS);
  next.close();
});

test('who asks between two looks is told of a sleep that no look has seen yet, where somebody looks at all', () => {
  record.store.unwatched.catchUp();
  record.pass(MINUTE_MS);
  record.store.unwatched.catchUp();
  expect(record.store.unwatched.sleptMs(0)).toBe(0);
  record.store.unwatched.look();
  record.pass(MINUTE_MS);
  record.store.unwatched.catchUp();
  expect(record.store.unwatched.sleptMs(0)).toBe(MINUTE_MS);
});

test('nothing is written while no prompt is at work', () => {
  watch(60);
  expect(record.assigner().prepare('SELECT count(*) FROM watched').pluck().get()).toBe(0);
});

test('a span that a locked database refused is noted by the next look', () => {
  const id = atWork();
  const other = record.assigner();
  record.pass(3 * MINUTE_MS);
  other.exec('BEGIN IMMEDIATE');
  expect(() => record.store.unwatched.look()).toThrow(/locked/);
  other.exec('ROLLBACK');
  record.pass(1_000);
  record.store.unwatched.look();
  expect(record.store.prompts.personWaitMs(id)).toBe(3 * MINUTE_MS + 1_000);
}, 20_000);

test('spans that overlap count once, and only within the given time', () => {
  const spans = [
    { fromMs: 50, toMs: 60 },
    { fromMs: 0, toMs: 20 },
    { fromMs: 10, toMs: 30 },
    { fromMs: 12, toMs: 15 },
    { fromMs: 90, toMs: 200 },
  ];
  expect(coveredMs(spans, { fromMs: 5, toMs: 100 })).toBe(25 + 10 + 10);
});
