/** Which prompts and tasks stand still, and which sessions are idle although there is work for them. */
import { newTask } from './task-support';
import { queued, sees, START, testStore, type TestStore } from './support';

const MINUTE = 60_000;
let site: TestStore;
beforeEach(() => (site = testStore()));
afterEach(() => site.close());

const waiting = () => site.store.stuckPrompts.waiting(5);
const underWay = () => site.store.stuckPrompts.underWay(10).map(({ id, stage }) => [id, stage]);

test('a prompt that waits for a session that there is not is named after some minutes, unless the queue is paused', () => {
  const id = queued(site.store, { target_provider: 'codex' });
  site.pass(4 * MINUTE);
  expect(waiting()).toEqual({ idleSessions: [], forIdle: [], hindered: [] });
  site.pass(2 * MINUTE);
  expect(waiting()).toEqual({ idleSessions: [], forIdle: [], hindered: [id] });
  site.store.queue.pause('ann', null);
  expect(waiting().hindered).toEqual([]);
});

test('an idle session and a prompt for it that waits are a fault; one that is busy is none', () => {
  sees(site.store, 'a', { readySince: START });
  sees(site.store, 'b', { status: 'busy', readySince: null });
  // Nobody has given it out.
  const forA = queued(site.store, { target_session: 'a' });
  const forB = queued(site.store, { target_session: 'b' });
  const db = site.assigner();
  db.exec('DELETE FROM leases');
  db.prepare("UPDATE prompts SET stage = 'queued', status = 'pending' WHERE id = ?").run(forA);
  site.pass(6 * MINUTE);
  expect(waiting()).toMatchObject({ idleSessions: ['a'], forIdle: [forA] });
  expect(waiting().forIdle).not.toContain(forB);
});

test('a prompt that is being typed for long stands still; one at work has its time limit first', () => {
  sees(site.store, 'a', { readySince: START });
  const id = queued(site.store, { target_session: 'a', timeout_minutes: 30 });
  site.pass(9 * MINUTE);
  expect(underWay()).toEqual([]);
  site.pass(2 * MINUTE);
  expect(underWay()).toEqual([[id, 'leased']]);
  site
    .assigner()
    .prepare("UPDATE prompts SET stage = 'working', status = 'in_progress' WHERE id = ?")
    .run(id);
  expect(underWay()).toEqual([]);
  site.pass(31 * MINUTE);
  expect(underWay()).toEqual([[id, 'working']]);
});

test('time in which the machine slept makes nothing stand still', () => {
  const { store } = site;
  sees(store, 'a', { readySince: START });
  queued(store, { target_session: 'a' });
  const hindered = queued(store, { target_provider: 'codex' });
  store.unwatched.look();
  site.pass(11 * MINUTE);
  store.unwatched.look();
  expect(underWay()).toEqual([]);
  expect(waiting().hindered).not.toContain(hindered);
});

test('tasks: one without an end long after its limit, one without a start while a slot is free', () => {
  const { store } = site;
  const id = newTask(store);
  site.pass(9 * MINUTE);
  expect(store.stuckTasks(10)).toEqual([]);
  site.pass(2 * MINUTE);
  expect(store.stuckTasks(10)).toEqual([{ id, status: 'pending' }]);
  store.taskLifecycle.enter(id);
  expect(store.stuckTasks(10)).toEqual([]);
  site.pass(7 * 24 * 60 * MINUTE);
  expect(store.stuckTasks(10)).toEqual([{ id, status: 'running' }]);
});
