/** What follows from a change: written with it, carried out after it, and not lost where that fails. */
import { join } from 'node:path';
import { openStore, type Store } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import { transitions } from '../../store/outbox/transition';
import type { FollowUp } from '../../workflows/contracts/outbox';
import { seen } from './dialog-support';
import { PLAIN, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
let store: Store;
let architect: Db;
let told: FollowUp[];
beforeEach(() => {
  record = testStore();
  ({ store } = record);
  architect = openDatabase(join(record.dir, 'architect.db'));
  told = [];
  store.outbox.onDue((due) => void told.push(...due));
  const project = store.projects.insert({ name: 'p' }, 'me').id;
  store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
  store.features.insert({ title: 'f', status: 'draft', project_id: project }, 'me');
});
afterEach(() => {
  architect.close();
  record.close();
});

const feature = () => there(store.features.get(1));
const send = (): number =>
  store.prompts.insert(PLAIN, { kind: 'feature', item_id: 1, former_status: there(feature().status) }).id;
const breakItems = (): void =>
  void architect.exec(
    "CREATE TRIGGER broken BEFORE UPDATE ON features BEGIN SELECT RAISE(ABORT, 'no room'); END",
  );
const rows = (db: Db = record.assigner()): unknown[] => db.prepare('SELECT * FROM outbox').all();

describe('a transition', () => {
  test('is committed before anything that follows from it is done', () => {
    const inside: boolean[] = [];
    const db = record.assigner();
    const note = () => void inside.push(db.inTransaction);
    const transition = transitions(db, { isDue: () => db.inTransaction, committed: note });
    const inner = transition((by: number) => db.pragma(`user_version = ${by}`));
    const outer = transition((by: number) => inner(by));
    outer(3);
    expect(inside).toEqual([false]);
  });

  test('from which nothing follows reads nothing after it', () => {
    const db = record.assigner();
    const committed = jest.fn();
    const change = transitions(db, { isDue: () => false, committed })(() => db.pragma('user_version = 3'));
    change();
    expect([db.pragma('user_version', { simple: true }), committed.mock.calls]).toEqual([3, []]);
  });

  test('also carries out what somebody else left before it', () => {
    const id = send();
    const row =
      "INSERT INTO outbox (kind, subject, created_at) VALUES ('item_progress', ?, '2026-03-10 12:00:00.000')";
    record.assigner().prepare(row).run(id);
    expect(rows()).toHaveLength(1);
    store.prompts.insert(PLAIN);
    expect([rows(), told]).toEqual([[], []]);
  });

  test('that is undone leaves nothing behind, and nothing is done for it', () => {
    record
      .assigner()
      .exec("CREATE TRIGGER none BEFORE INSERT ON work_links BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(send).toThrow('no');
    expect([rows(), told]).toEqual([[], []]);
  });

  test('of a terminal that is renamed reaches the item with the rename, not before', () => {
    const id = send();
    sees(store, 'a', { server: 's:1', panePid: 7 });
    store.lifecycle.enterQueue(id);
    expect(feature().tmux_session).toBe('a');
    store.terminals.follow([{ label: 'b', server: 's:1', paneId: '%a', pid: 7 }], 'hub');
    expect(feature()).toMatchObject({ tmux_session: 'b', status: 'in_progress' });
    expect(rows()).toEqual([]);
  });
});

test('what the store can not do now is left to a workflow, with what went wrong', () => {
  const id = send();
  breakItems();
  store.lifecycle.settle(id, 'failed', 'it broke');
  expect(there(store.prompts.get(id)).status).toBe('failed');
  const last = there(told.at(-1));
  expect(store.outbox.get(last)).toMatchObject({
    kind: 'item_progress',
    subject: id,
    attempts: 1,
    error: 'no room',
  });
  // A change that has nothing to do with it doesn't try it again: the workflow has its own pauses.
  store.prompts.insert(PLAIN);
  expect(store.outbox.get(last)?.attempts).toBe(1);
  architect.exec('DROP TRIGGER broken');
  expect(store.outbox.carryOutDue()).toEqual([]);
  expect([feature().status_reason, rows()]).toEqual([`prompt ${id} failed: it broke`, []]);
});

test('of two changes of the same prompt the newer counts; the older is no work any more', () => {
  const id = send();
  breakItems();
  store.lifecycle.settle(id, 'failed', 'first');
  const older = there(told.at(-1));
  store.lifecycle.reopen(id, 'again');
  const newer = there(told.at(-1));
  expect(newer.id).toBeGreaterThan(older.id);
  expect(store.outbox.get(older)).toBeUndefined();
  expect(store.outbox.carryOutDue()).toEqual([newer]);
});

test('what a workflow carries out is not tried beside it', () => {
  const id = send();
  breakItems();
  store.lifecycle.settle(id, 'failed', 'it broke');
  const due = there(told.at(-1));
  expect(store.outbox.carryOutDue({ isLeft: (row) => row.id !== due.id })).toEqual([]);
  expect(store.outbox.get(due)?.attempts).toBe(1);
});

test('a row is carried out once, also where it is done again with the row still there', () => {
  const id = send();
  sees(store, 'a');
  store.lifecycle.enterQueue(id);
  record.pass(3_600_000);
  breakItems();
  store.lifecycle.settle(id, 'completed', 'done');
  architect.exec('DROP TRIGGER broken');
  const row = there(store.outbox.get(there(told.at(-1))));
  for (let times = 0; times < 3; times += 1) store.work.followPrompt(row);
  expect(feature().actual_hours).toBe(1);
});

test('one that is given up is due no more, and is seen by whoever asks what fails', () => {
  const id = send();
  breakItems();
  store.lifecycle.settle(id, 'failed', 'it broke');
  const due = there(told.at(-1));
  expect(store.outbox.failing(5)).toEqual([]);
  expect([store.outbox.giveUp(due, 'enough'), store.outbox.giveUp(due, 'twice')]).toEqual([true, false]);
  expect(store.outbox.carryOutDue()).toEqual([]);
  expect(store.outbox.failing(5)).toMatchObject([
    { subject: id, error: 'enough', failed_at: expect.any(String) },
  ]);
});

test('a finished feature asks for its pull request in the moment it is finished, by a workflow', () => {
  store.features.update(1, { status: 'completed' }, 'me');
  expect(told).toEqual([{ kind: 'pull_request', id: expect.any(Number) }]);
  store.features.remove(1, 'me');
  expect(rows(architect)).toEqual([]);
});

test('a message about a dialog is due once a level, however often that is noted', () => {
  sees(store, 'a');
  const { id } = store.confirmations.open(seen());
  for (const level of ['waiting', 'waiting', 'escalated'] as const)
    store.confirmations.messageDue(there(id), level);
  // The alerts were looked at within the store: nothing is left to be carried out.
  expect([told, rows()]).toEqual([[], []]);
  expect(store.alerts.list({}, 50, 0).items).toMatchObject([
    { kind: 'approval', told_at: expect.any(String), escalated_at: expect.any(String) },
  ]);
  store.confirmations.messageDue(there(id), 'waiting');
  expect(store.alerts.list({}, 50, 0).total).toBe(1);
});

test('links of an older release go on where they were: what was followed stays so, what was due is due', () => {
  const id = send();
  store.lifecycle.settle(id, 'failed', 'it broke');
  const other = send();
  record.close = () => undefined;
  store.close();
  const db = openDatabase(join(record.dir, 'assigner', 'assigner.db'));
  db.exec(`
    DROP TRIGGER outbox_linked; DROP TRIGGER outbox_progress; DROP TRIGGER outbox_prompt_removed; DROP TABLE outbox;
    ALTER TABLE work_links ADD COLUMN change_number INTEGER NOT NULL DEFAULT 7;
    ALTER TABLE work_links ADD COLUMN applied_number INTEGER NOT NULL DEFAULT 7;
    UPDATE work_links SET applied_number = 6 WHERE prompt_id = ${other};
    CREATE INDEX work_links_due ON work_links (prompt_id) WHERE change_number > applied_number;
    CREATE TRIGGER work_links_follow AFTER UPDATE OF status ON prompts BEGIN SELECT 1; END;
    UPDATE prompts SET status = 'failed', error = 'while away' WHERE id = ${other};
    DELETE FROM schema_migrations WHERE number = 28`);
  db.close();
  architect.exec(`UPDATE item_work SET change_number = 6 WHERE prompt_id = ${other}`);
  const next = openStore({ dataDir: record.dir });
  expect(next.features.get(1)).toMatchObject({
    ...{ status: 'blocked', status_reason: `prompt ${other} failed: while away` },
  });
  next.lifecycle.reopen(other, 'again');
  expect(next.features.get(1)?.status_reason).toBe(`prompt ${other}: again`);
  next.close();
});
