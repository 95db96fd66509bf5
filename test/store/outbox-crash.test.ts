/**
 * The server is killed between any two steps of settling a prompt: the next one goes on from what is on the disk.
 * SIGKILL leaves the files as they are at that moment. Each statement, BEGIN and COMMIT too, is preceded by a copy of
 * them, and each copy is opened as the next server would.
 */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore, type Store } from '../../store';
import { openDatabase } from '../../store/db/open';
import { localHostStore } from '../../store/host-store';
import { seen } from './dialog-support';
import { PLAIN, sees, temporaryDirectory, there, type TestStore, testStore } from './support';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const copies: string[] = [];
let record: TestStore;
afterEach(() => {
  record.close();
  for (const dir of copies.splice(0)) rmSync(dir, { recursive: true, force: true });
});

/** Copies the record before each statement that `work` runs. */
function killedAtEachStep(dir: string, work: () => void): void {
  const db = openDatabase(join(dir, 'architect.db'));
  const statement = Object.getPrototypeOf(db.prepare('SELECT 1')) as Record<string, Method>;
  db.close();
  const original = { ...Object.fromEntries(['run', 'get', 'all'].map((name) => [name, statement[name]])) };
  for (const [name, method] of Object.entries(original)) {
    statement[name] = function (...args) {
      const copy = temporaryDirectory();
      copies.push(copy);
      cpSync(dir, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') });
      return (method as Method).apply(this, args);
    };
  }
  try {
    work();
  } finally {
    Object.assign(statement, original);
  }
}

const outcome = (store: Store) => {
  const { status, actual_hours, answered_at } = there(store.features.get(1));
  return { prompt: store.prompts.get(1)?.status, status, actual_hours, answered: answered_at !== null };
};
const BEFORE = { prompt: 'assigned', status: 'in_progress', actual_hours: null, answered: false };
const AFTER = { prompt: 'completed', status: 'in_progress', actual_hours: 1, answered: true };

test('the feature has followed its prompt, and its hours count once, wherever it was killed', () => {
  record = testStore();
  const { store } = record;
  store.features.insert({ title: 'f', status: 'draft' }, 'me');
  store.prompts.insert(PLAIN, { kind: 'feature', item_id: 1, former_status: 'draft' });
  sees(store, 's');
  store.lifecycle.enterQueue(1);
  record.pass(3_600_000);
  expect(outcome(store)).toEqual(BEFORE);
  killedAtEachStep(record.dir, () => store.lifecycle.settle(1, 'completed', 'done'));
  expect(outcome(store)).toEqual(AFTER);

  const found = copies.map((dataDir) => {
    const next = openStore({ dataDir, clock: () => new Date('2026-03-10T13:00:00.000Z') });
    try {
      const opened = outcome(next);
      expect([BEFORE, AFTER]).toContainEqual(opened);
      expect(next.outbox.carryOutDue()).toEqual([]);
      // The workflow repeats what it got no answer to.
      next.lifecycle.settle(1, 'completed', 'done');
      expect(outcome(next)).toEqual(AFTER);
      const entries = next.audit
        .list({ sort: [], limit: 100 })
        .items.filter(({ actor }) => actor === 'prompt 1');
      expect(entries).toHaveLength(3);
      return opened.prompt;
    } finally {
      next.close();
    }
  });
  expect(new Set(found)).toEqual(new Set(['assigned', 'completed']));
  expect(found.length).toBeGreaterThan(15);
}, 120_000);

test('a dialog that has ended is in the log of dialogs, once, wherever it was killed', () => {
  record = testStore();
  const { store } = record;
  sees(store, 'a');
  const id = there(store.confirmations.open(seen()).id);
  killedAtEachStep(record.dir, () =>
    store.confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'closed' }),
  );
  const found = copies.map((dataDir) => {
    const next = openStore({ dataDir });
    try {
      const hasEnded = next.confirmations.get(id)?.status === 'expired';
      const logged = next.interactions.list({}).items.map(({ resolution }) => resolution);
      expect(logged).toEqual(hasEnded ? ['closed'] : []);
      return hasEnded;
    } finally {
      next.close();
    }
  });
  expect(new Set(found)).toEqual(new Set([true, false]));
}, 120_000);

test.each(['endSession', 'forgetSession'] as const)(
  '%s ends a session and the dialog that it showed together, wherever it was killed',
  (end) => {
    record = testStore();
    const { store } = record;
    sees(store, 'a');
    const id = there(store.confirmations.open(seen()).id);
    const host = localHostStore(store);
    killedAtEachStep(record.dir, () => void host[end]('a', 'its tmux session has ended'));
    const found = copies.map((dataDir) => {
      const next = openStore({ dataDir });
      try {
        const isPresent = next.sessions.get('a')?.present === 1;
        expect(next.confirmations.get(id)?.status).toBe(isPresent ? 'pending' : 'expired');
        return isPresent;
      } finally {
        next.close();
      }
    });
    expect(new Set(found)).toEqual(new Set([true, false]));
  },
  120_000,
);
