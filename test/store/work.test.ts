/** Features and bugs follow the prompts made from them, whoever moves the prompt and wherever it is cut off. */
import { join } from 'node:path';
import { openStore, type Store } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import type { WorkKind } from '../../workflows/contracts/work-item-words';
import type { Grant } from '../../workflows/contracts/assignment';
import { PLAIN, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
let store: Store;
beforeEach(() => {
  record = testStore();
  ({ store } = record);
  store.features.insert({ title: 'f', status: 'draft', estimated_hours: 2 }, 'kim');
  store.bugs.insert({ title: 'b', status: 'open' }, 'kim');
});
afterEach(() => record.close());

const MINUTE = 60_000;

function send(kind: WorkKind = 'feature', to: Store = store): number {
  const item = there(kind === 'feature' ? to.features.get(1) : to.bugs.get(1));
  const link = { kind, item_id: 1, former_status: item.status as string };
  return to.prompts.insert({ ...PLAIN, target_session: 's' }, link).id;
}
/** Gives the prompt to session `s`. */
function take(id: number): Grant {
  sees(store, 's');
  return there(store.lifecycle.enterQueue(id)?.grants.find(({ promptId }) => promptId === id));
}
const feature = (from: Store = store) => there(from.features.get(1));
const bug = () => there(store.bugs.get(1));

describe('a feature', () => {
  test('waits as it was, is in progress with its session, and stays that with its hours when it is answered', () => {
    const id = send();
    expect(feature()).toMatchObject({
      status: 'draft',
      prompt_id: id,
      status_reason: 'prompt 1: accepted; its workflow starts',
    });
    take(id);
    expect(feature()).toMatchObject({ status: 'in_progress', tmux_session: 's' });
    store.lifecycle.beginTyping(there(store.leases.get(id)), '{}');
    record.pass(90 * MINUTE);
    store.lifecycle.settle(id, 'completed', 'done');
    expect(feature()).toMatchObject({
      ...{ status: 'in_progress', answered_at: '2026-03-10 13:30:00.000', completed_at: null },
      ...{ tmux_session: 's', actual_hours: 1.5 },
      status_reason: 'prompt 1 is answered: see whether it is done, and make it completed',
    });
  });

  test('is completed by a person, who is believed; then nothing is to be looked at any more', () => {
    const id = send();
    take(id);
    store.lifecycle.settle(id, 'completed', 'done');
    record.pass(MINUTE);
    store.features.update(1, { status: 'completed' }, 'kim');
    expect(feature()).toMatchObject({
      ...{ status: 'completed', completed_at: '2026-03-10 12:01:00.000' },
      ...{ answered_at: null, status_reason: null },
    });
  });

  test('says that it was answered with a question', () => {
    const id = send();
    take(id);
    store.prompts.keepTurn({
      ...{ promptId: id, response: 'Which one?', result: 'question', question: 'Which one?', usage: null },
    });
    store.lifecycle.settle(id, 'completed', 'done');
    expect(feature().status_reason).toBe(
      'prompt 1 is answered with a question: answer it, or make it completed',
    );
  });

  test('that is worked on again is not answered any more', () => {
    store.lifecycle.settle(send(), 'completed', 'done');
    const again = send();
    expect(feature()).toMatchObject({ status: 'in_progress', answered_at: null });
    take(again);
    store.lifecycle.settle(again, 'cancelled', 'by a person');
    expect(feature()).toMatchObject({ status: 'in_progress', answered_at: null });
  });

  test('is blocked with the reason where its prompt failed, and hours add up over another try', () => {
    const id = send();
    take(id);
    record.pass(30 * MINUTE);
    store.lifecycle.settle(id, 'failed', 'the agent gave up');
    expect(feature()).toMatchObject({
      status: 'blocked',
      status_reason: 'prompt 1 failed: the agent gave up',
      actual_hours: 0.5,
      completed_at: null,
    });
    store.lifecycle.reopen(id, 'again');
    expect(feature()).toMatchObject({ status: 'draft', actual_hours: 0.5 });
    take(id);
    record.pass(15 * MINUTE);
    store.lifecycle.settle(id, 'completed', 'done');
    expect(feature()).toMatchObject({ status: 'in_progress', actual_hours: 0.75 });
  });

  test('is blocked where nobody can tell whether its prompt was done, and answered when a person says so', () => {
    const id = send();
    take(id);
    store.lifecycle.settle(id, 'indeterminate', 'the worker died');
    expect(feature().status).toBe('blocked');
    store.lifecycle.resolve(id, 'completed', 'I looked');
    expect(feature()).toMatchObject({ status: 'in_progress', answered_at: expect.any(String) });
  });

  test('is what it was before where its prompt is cancelled or goes back to the queue', () => {
    store.features.update(1, { status: 'blocked', status_reason: 'design' }, 'kim');
    const id = send();
    take(id);
    const back = { promptId: id, reason: 'pane gone', countsAsRetry: false, excludeSession: false };
    sees(store, 's', { status: 'busy' });
    store.lifecycle.requeue(back);
    expect(feature().status).toBe('blocked');
    store.lifecycle.settle(id, 'cancelled', 'by a person');
    expect(feature()).toMatchObject({ status: 'blocked', status_reason: 'prompt 1 was cancelled' });
  });

  test('keeps the status a person gives it meanwhile; session and hours follow all the same', () => {
    const id = send();
    take(id);
    store.features.update(1, { status: 'draft' }, 'kim');
    record.pass(60 * MINUTE);
    store.lifecycle.settle(id, 'completed', 'done');
    expect(feature()).toMatchObject({
      ...{ status: 'draft', answered_at: null, actual_hours: 1, tmux_session: 's' },
    });
  });

  test('follows the prompt it was sent with last, not an older one that is tried again', () => {
    const first = send();
    store.lifecycle.settle(first, 'failed', 'no');
    const second = send();
    store.lifecycle.reopen(first, 'again');
    take(second);
    store.lifecycle.settle(first, 'completed', 'late');
    expect(feature()).toMatchObject({ status: 'in_progress', prompt_id: second });
  });

  test('that was removed is missed by nobody', () => {
    const id = send();
    store.features.remove(1, 'kim');
    take(id);
    store.lifecycle.settle(id, 'completed', 'done');
    expect(store.outbox.carryOutDue()).toEqual([]);
  });
});

test('a bug is open again when its prompt is cancelled, and in progress when it is answered', () => {
  const id = send('bug');
  take(id);
  expect(bug()).toMatchObject({ status: 'in_progress', tmux_session: 's' });
  store.lifecycle.settle(id, 'cancelled', 'by a person');
  expect(bug()).toMatchObject({ status: 'open', resolved_at: null });
  const again = send('bug');
  store.lifecycle.settle(again, 'completed', 'done');
  expect(bug()).toMatchObject({ status: 'in_progress', answered_at: expect.any(String), resolved_at: null });
  store.bugs.update(1, { status: 'resolved' }, 'kim');
  expect(bug()).toMatchObject({ status: 'resolved', resolved_at: expect.any(String), answered_at: null });
});

test('the audit says which prompt did it', () => {
  const id = send();
  take(id);
  const [newest] = store.audit.list({ sort: [{ column: 'id', descending: true }], limit: 1 }).items;
  expect(newest).toMatchObject({ actor: `prompt ${id}`, entity: 'feature', action: 'update' });
});

describe('what is cut off between the two databases is made up for', () => {
  let architect: Db;
  beforeEach(() => (architect = openDatabase(join(record.dir, 'architect.db'))));
  afterEach(() => architect.close());
  const due = (): unknown => record.assigner().prepare('SELECT count(*) FROM outbox').pluck().get();

  test('when the item could not be written: the prompt goes on, the item follows later', () => {
    const id = send();
    architect.exec(`CREATE TRIGGER full BEFORE UPDATE ON features BEGIN SELECT RAISE(ABORT, 'no'); END`);
    take(id);
    store.lifecycle.settle(id, 'completed', 'done');
    expect([there(store.prompts.get(id)).status, feature().status]).toEqual(['completed', 'draft']);
    expect(due()).not.toBe(0);
    architect.exec('DROP TRIGGER full');
    expect(store.outbox.carryOutDue()).toEqual([]);
    expect([feature().status, feature().answered_at, due()]).toEqual([
      ...['in_progress', expect.any(String), 0],
    ]);
  });

  test('when the item was written and the row of the outbox stayed: it is written once, its hours count once', () => {
    const id = send();
    take(id);
    record.pass(60 * MINUTE);
    record.assigner().exec(`CREATE TRIGGER dead BEFORE DELETE ON outbox
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    store.lifecycle.settle(id, 'completed', 'done');
    expect(feature()).toMatchObject({ status: 'in_progress', actual_hours: 1 });
    store.features.update(1, { status: 'completed' }, 'kim');
    record.assigner().exec('DROP TRIGGER dead');
    expect(due()).not.toBe(0);
    store.outbox.carryOutDue();
    expect([feature().status, feature().actual_hours, due()]).toEqual(['completed', 1, 0]);
  });

  test('by the next start, of what another program wrote to the prompt', () => {
    send();
    record
      .assigner()
      .exec("UPDATE prompts SET status = 'failed', error = 'by hand', completed_at = '2026-03-10 12:00:00'");
    expect(feature().status).toBe('draft');
    const next = openStore({ dataDir: record.dir });
    expect(feature(next)).toMatchObject({ status: 'blocked', status_reason: 'prompt 1 failed: by hand' });
    next.close();
  });

  test('prompt and link come together or not at all', () => {
    record
      .assigner()
      .exec("CREATE TRIGGER none BEFORE INSERT ON work_links BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(() => send()).toThrow('no');
    expect(store.prompts.list({}, 'newest', 1, 0).total).toBe(0);
  });
});
