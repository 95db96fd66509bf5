/** What the clean-up removes and what it never does. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Keep } from '../../workflows/contracts/maintenance';
import type { FollowUp } from '../../workflows/contracts/outbox';
import { type Db, openDatabase } from '../../store/db/open';
import { seen } from './dialog-support';
import { PLAIN, queued, sees, testStore, type TestStore, there } from './support';
import { startReader } from './log-support';
import { endsWith, newTask, waitingTask } from './task-support';

const DAY_MS = 86_400_000;
const KEEP: Keep = { interactions: 1_000, healthDays: 7, promptDays: 30 };

let site: TestStore;
beforeEach(() => (site = testStore()));
afterEach(() => site.close());

const clean = (keep: Partial<Keep> = {}, dryRun = false) =>
  site.store.maintenance.prune({ keep: { ...KEEP, ...keep }, dryRun });
const promptIds = (): number[] => site.store.prompts.list({}, 'oldest', 500, 0).items.map(({ id }) => id);
function within<T>(file: string, use: (db: Db) => T): T {
  const db = openDatabase(join(site.dir, file));
  try {
    return use(db);
  } finally {
    db.close();
  }
}
function ended(outcome: 'completed' | 'failed' | 'cancelled' | 'indeterminate'): number {
  const { id } = site.store.prompts.insert(PLAIN);
  site.store.lifecycle.settle(id, outcome, 'over');
  return id;
}

test('prompts go with their receipts 30 days after their end, not a moment before', async () => {
  const old = ended('completed');
  site.pass(DAY_MS);
  const younger = ended('failed');
  site.pass(30 * DAY_MS - 1_000);
  expect(await clean()).toEqual({
    prompts: 1,
    assignment_history: site.store.prompts.history(old).length || 1,
  });
  expect(promptIds()).toEqual([younger]);
  expect(site.assigner().prepare('SELECT DISTINCT prompt_id FROM assignment_history').pluck().all()).toEqual([
    younger,
  ]);
});

test('prompts that are not settled stay however old they are: waiting, with a session, not taken up', async () => {
  const waiting = queued(site.store);
  const { id: accepted } = site.store.prompts.insert(PLAIN);
  sees(site.store, 'a');
  const leased = site.store.assign().map(({ promptId }) => promptId);
  expect(leased).toEqual([waiting]);
  const alsoWaiting = queued(site.store);
  site.pass(400 * DAY_MS);
  expect(await clean()).toEqual({});
  expect(promptIds()).toEqual([waiting, accepted, alsoWaiting]);
});

test('what a person has still to decide stays; once it is decided it goes with its entry in lost and found', async () => {
  const id = ended('indeterminate');
  site.pass(60 * DAY_MS);
  expect(await clean()).toEqual({});
  site.store.lifecycle.resolve(id, 'completed', 'it was done');
  site.pass(60 * DAY_MS);
  expect(await clean()).toMatchObject({ prompts: 1, lost_and_found: 1 });
  expect(promptIds()).toEqual([]);
});

test('ended prompts of the original without an end, or with a time in another form, count from what they have', async () => {
  const insert = site
    .assigner()
    .prepare(
      "INSERT INTO prompts (content, status, stage, created_at, completed_at) VALUES ('x', 'cancelled', 'cancelled', ?, ?)",
    );
  insert.run('2025-01-01 00:00:00', null);
  insert.run('2025-01-01 00:00:00', '2025-01-02T03:04:05.678901');
  insert.run('2025-01-01 00:00:00', 'some day');
  expect(await clean()).toEqual({ prompts: 2 });
  expect(promptIds()).toHaveLength(1);
});

test('background tasks that ended go as prompts do, those under way stay however old they are', async () => {
  const running = waitingTask(site.store);
  endsWith(site.store, waitingTask(site.store), 0);
  const waiting = newTask(site.store);
  expect(await clean()).toEqual({});
  site.pass(31 * DAY_MS);
  expect(await clean()).toEqual({ task_queue: 1 });
  const { items } = site.store.tasks.list({}, 'oldest', 10, 0);
  expect(items.map(({ id }) => id)).toEqual([running, waiting]);
});

test('dialogs that ended go as prompts do, one that waits stays', async () => {
  const { confirmations } = site.store;
  const open = (session: string) => {
    sees(site.store, session);
    return there(confirmations.open(seen({ session })).id);
  };
  const over = open('a');
  confirmations.end(over, { status: 'denied', decidedBy: 'person', resolution: 'no' });
  const waits = open('b');
  site.pass(31 * DAY_MS);
  expect(await clean()).toEqual({ confirmations: 1, session_marks: 3 });
  expect([over, waits].map((id) => confirmations.get(id)?.status)).toEqual([undefined, 'pending']);
});

test('follow-ups that were given up go as prompts do, in both databases; those that are due stay', async () => {
  const { store } = site;
  const project = store.projects.insert({ name: 'p' }, 'me').id;
  store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
  const due: FollowUp[] = [];
  store.outbox.onDue((rows) => void due.push(...rows));
  for (const title of ['given up', 'due']) {
    const { id } = store.features.insert({ title, status: 'draft', project_id: project }, 'me');
    store.features.update(id, { status: 'completed' }, 'me');
  }
  const step = store.outbox.add('plan_step', 1);
  const [pull] = due;
  for (const one of [there(pull), { kind: 'plan_step', id: step } as const])
    store.outbox.giveUp(one, 'enough');
  site.pass(30 * DAY_MS - 1_000);
  expect(await clean()).toEqual({});
  site.pass(2_000);
  expect(await clean({}, true)).toEqual({ outbox: 2 });
  expect(await clean()).toEqual({ outbox: 2 });
  expect(store.outbox.failing(99)).toEqual([]);
  expect(store.outbox.carryOutDue().map(({ kind }) => kind)).toEqual(['pull_request']);
});

test('of interactions the newest stay, of health checks those of 7 days', async () => {
  within('architect.db', (db) => {
    const insert = db.prepare(
      `INSERT INTO claude_interactions (confirmation_id, session_name, agent, kind, dialog, status, asked_at, created_at)
       VALUES (@day, 'a', 'claude', 'permission', 'Bash', 'approved', @at, @at)`,
    );
    for (let day = 1; day <= 9; day += 1) insert.run({ day, at: `2026-03-0${day} 00:00:00` });
  });
  within('site_health.db', (db) => {
    const insert = db.prepare('INSERT INTO health_checks (component, created_at) VALUES (?, ?)');
    insert.run('old', '2026-03-03 11:59:59');
    insert.run('new', '2026-03-03 12:00:01');
  });
  expect(await clean({ interactions: 4 })).toEqual({ claude_interactions: 5, health_checks: 1 });
  const kept = within('architect.db', (db) =>
    db.prepare('SELECT min(created_at) FROM claude_interactions').pluck().get(),
  );
  expect(kept).toBe('2026-03-06 00:00:00');
  expect(
    within('site_health.db', (db) => db.prepare('SELECT component FROM health_checks').pluck().all()),
  ).toEqual(['new']);
});

test('an outage that goes on stays, however many came after it', async () => {
  within('site_health.db', (db) => {
    const insert = db.prepare(
      'INSERT INTO outages (component, cause, watcher, started_at, ended_at) VALUES (?, ?, ?, ?, ?)',
    );
    insert.run('disk', 'disk.data', 'check', '2025-01-01 00:00:00', null);
    insert.run('disk', 'disk.logs', 'check', '2025-01-01 00:00:00', '2025-01-01 00:01:00');
    db.transaction(() => {
      for (let n = 0; n < 10_000; n += 1)
        insert.run('load', 'load.high', 'check', '2026-01-01 00:00:00', '2026-01-01 00:01:00');
    })();
  });
  expect(await clean()).toEqual({ outages: 1 });
  expect(site.store.healthRecord.current().findings).toMatchObject([{ cause: 'disk.data' }]);
});

test('of suggestions that nobody cared for the newest stay, of cycles those of 7 days and the last question', async () => {
  within('architect.db', (db) => {
    const insert = db.prepare(
      `INSERT INTO improvements (fingerprint, metric, kind, source, title, evidence, prompt, confidence, is_foreign,
         value, status, first_seen, last_seen) VALUES (@n, @n, 'error', 'rule', '', '[]', '', 0, 1, 1, @status, @n, @n)`,
    );
    db.transaction(() => {
      for (let n = 0; n < 2_010; n += 1)
        insert.run({ n: String(10_000 + n), status: n === 0 ? 'dismissed' : 'suggested' });
    })();
    db.prepare(
      `INSERT INTO improvement_attempts (improvement_id, attempt, prompt, queued_at, queued_by, by_itself, value_before)
       VALUES (2, 1, '', '2026-01-01 00:00:00', 'ann', 0, 1)`,
    ).run();
    const cycle = db.prepare(
      'INSERT INTO improvement_cycles (cycle_key, digest, started_at, model) VALUES (?, ?, ?, ?)',
    );
    cycle.run('a', 'old', '2026-02-01 00:00:00', 'asked');
    cycle.run('b', 'last', '2026-02-02 00:00:00', 'asked');
    cycle.run('c', 'last', '2026-02-03 00:00:00', 'unchanged');
  });
  expect(await clean()).toEqual({ improvements: 8, improvement_cycles: 2 });
  expect(site.store.improvements.get(1)).toMatchObject({ status: 'dismissed' });
  expect(site.store.improvements.get(2)).toBeDefined();
  expect(site.store.improvements.askedDigest()).toBe('last');
});

test('of the log of dialogs of the original the newest stay too', async () => {
  within('architect.db', (db) => {
    db.exec('CREATE TABLE claude_interactions_original (id INTEGER PRIMARY KEY, prompt TEXT)');
    const add = db.prepare('INSERT INTO claude_interactions_original (prompt) VALUES (?)');
    for (let number = 1; number <= 5; number++) add.run(`p${number}`);
  });
  expect(await clean({ interactions: 2 })).toEqual({ claude_interactions_original: 3 });
  const left = within('architect.db', (db) =>
    db.prepare('SELECT prompt FROM claude_interactions_original ORDER BY id').pluck().all(),
  );
  expect(left).toEqual(['p4', 'p5']);
});

test('a dry run counts what would go and removes nothing; a second run finds nothing', async () => {
  for (let count = 0; count < 1_203; count += 1) ended('completed');
  site.pass(31 * DAY_MS);
  const dry = await clean({}, true);
  expect(dry['prompts']).toBe(1_203);
  expect(promptIds()).toHaveLength(500);
  expect(await clean()).toEqual(dry);
  expect(await clean()).toEqual({});
});

test('the files give back the room of what went', async () => {
  await grown();
  const { bytes, undone } = await site.store.maintenance.compact();
  expect(bytes['assigner']?.before).toBeGreaterThan(4_000_000);
  expect(bytes['assigner']?.after).toBeLessThan(EMPTY_BYTES);
  expect(undone).toEqual({});
  // From now on it could be made smaller bit by bit.
  expect(within('assigner/assigner.db', (db) => db.pragma('auto_vacuum', { simple: true }))).toBe(2);
});

/** Tables, indexes and triggers alone take nearly so much, each a page or more. */
const EMPTY_BYTES = 500_000;

/** A database with room to give back. */
async function grown(): Promise<void> {
  for (let count = 0; count < 200; count += 1) {
    const { id } = site.store.prompts.insert({ ...PLAIN, content: 'x'.repeat(20_000) });
    site.store.lifecycle.settle(id, 'cancelled', 'over');
  }
  site.pass(31 * DAY_MS);
  await clean();
}

describe('with another program in the way', () => {
  const file = (): string => join(site.dir, 'assigner', 'assigner.db');
  const logSize = (): number => statSync(`${file()}-wal`).size;
  /** Does it, and tells for how long at most nothing else could be done meanwhile. */
  async function compactWatched() {
    let longestMs = 0;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - lastMs);
      lastMs = performance.now();
    }, 5);
    const compacted = await site.store.maintenance.compact();
    clearInterval(timer);
    return { ...compacted, longestMs };
  }

  test('that reads an old state, nothing stands still, the log does not grow, and it is said why and by whom', async () => {
    await grown();
    const reader = await startReader(file());
    site.store.prompts.insert(PLAIN);
    const before = logSize();
    const { bytes, undone, longestMs } = await compactWatched();
    expect(Object.keys(undone)).toEqual(['assigner']);
    expect(undone['assigner']).toMatch(
      /not made smaller and its log not emptied, because a program.* reading an old state/,
    );
    if (process.platform === 'linux') expect(undone['assigner']).toContain(`(process ${reader.pid})`);
    expect(bytes['assigner']?.after).toBe(bytes['assigner']?.before);
    expect(logSize()).toBeLessThanOrEqual(before);
    expect(longestMs).toBeLessThan(1_000);
    await reader.end();
    const again = await site.store.maintenance.compact();
    expect(again.undone).toEqual({});
    expect(again.bytes['assigner']?.after).toBeLessThan(EMPTY_BYTES);
  });

  test('that writes, it is left as it is and said', async () => {
    await grown();
    const other = openDatabase(file());
    other.exec('BEGIN IMMEDIATE');
    const { undone, longestMs } = await compactWatched();
    other.close();
    expect(undone).toEqual({ assigner: expect.stringMatching(/because another program.* holds it\. End/) });
    expect(longestMs).toBeLessThan(1_000);
    expect((await site.store.maintenance.compact()).undone).toEqual({});
  });
});
