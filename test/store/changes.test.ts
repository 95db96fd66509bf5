/** The numbered log of changes that the event stream follows. */
import { openStore } from '../../store';
import { PLAIN, queued, sees, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

/** Kinds and keys of what `act` changed, in the order of the letters. */
function changed(act: () => unknown): string[] {
  const { changes } = record.store;
  const before = changes.last();
  act();
  return [...new Set(changes.since(before).map(({ kind, key }) => `${kind} ${key}`))].sort();
}

test('a new prompt, each of its steps and what they do to sessions are in it', () => {
  const { store } = record;
  expect(changed(() => store.prompts.insert(PLAIN))).toEqual(['prompt 1']);
  expect(changed(() => store.lifecycle.enterQueue(1))).toEqual(['prompt 1']);
  expect(changed(() => sees(store, 'a'))).toEqual(['session a']);
  expect(changed(() => store.assign())).toEqual(['prompt 1', 'session a']);
  expect(changed(() => store.queue.setPriority(1, 3, 'ann'))).toEqual(['prompt 1']);
  expect(changed(() => store.receipts.step(1, 'working', 'a', 'at work'))).toEqual(['prompt 1']);
  expect(changed(() => store.lifecycle.settle(1, 'completed', ''))).toEqual(['prompt 1', 'session a']);
});

test('a session that people register or forget is in it; its newest screen is not', () => {
  const { store } = record;
  const session = { name: 'a', provider: 'claude', specialty: 'general', workingDir: null };
  expect(changed(() => store.sessions.register(session))).toEqual(['session a']);
  expect(changed(() => store.sessions.register({ ...session, specialty: 'coding' }))).toEqual(['session a']);
  expect(changed(() => store.sessions.keepScreens([{ name: 'a', screen: '> ', size: '80x24' }]))).toEqual([]);
  expect(changed(() => store.sessions.forget('a'))).toEqual(['session a']);
});

test('a repeated step that changes nothing is no change', () => {
  const { store } = record;
  const id = queued(store);
  store.lifecycle.settle(id, 'cancelled', 'not wanted');
  expect(changed(() => store.lifecycle.settle(id, 'failed', 'no'))).toEqual([]);
  expect(changed(() => store.assign())).toEqual([]);
});

test('the numbers rise, across processes and restarts', () => {
  const { store } = record;
  queued(store);
  const first = store.changes.last();
  const other = openStore({ dataDir: record.dir });
  queued(other);
  other.close();
  const seqs = store.changes.since(0).map(({ seq }) => seq);
  expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
  expect(store.changes.last()).toBeGreaterThan(first);
  expect(store.changes.since(store.changes.last())).toEqual([]);
});

test('it is read in pages and keeps only the newest, so that it never grows for good', () => {
  const { store } = record;
  const db = record.assigner();
  queued(store);
  db.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
    INSERT INTO changes (kind, key) SELECT 'session', i FROM n`);
  const kept = db.prepare('SELECT count(*) FROM changes').pluck().get();
  expect(kept).toBeGreaterThanOrEqual(10_000);
  expect(kept).toBeLessThanOrEqual(11_000);
  expect(store.changes.since(0)).toHaveLength(1_000);
});

test('each write is told of, also one of another process, until whoever listens has had enough', async () => {
  const { store, dir: dataDir } = record;
  let told = 0;
  let heard = (): void => undefined;
  const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  const end = store.changes.onWrite(() => {
    told += 1;
    heard();
  });
  const own = next();
  store.prompts.insert(PLAIN);
  await own;
  const others = next();
  const other = openStore({ dataDir });
  other.prompts.insert(PLAIN);
  await others;
  end();
  const before = told;
  const control = next();
  const endOfControl = store.changes.onWrite(() => heard());
  other.prompts.insert(PLAIN);
  await control;
  expect(told).toBe(before);
  endOfControl();
  other.close();
});
