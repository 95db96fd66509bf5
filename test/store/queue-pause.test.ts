/** The queue while it is paused: nothing is given out, nothing is typed, and the receipts say why. */
import { pairs, queued, registered, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const told = (id: number) =>
  record.store.prompts.history(id).map(({ action, reason, evidence }) => [action, reason, evidence]);
const WAITS = ['queued', 'waiting for a free session', null];
const PAUSED = ['queued', 'the queue is paused by ann: deploy', 'waiting for a free session'];

test('what waits goes to no session, by whoever it is asked for, until it is resumed', () => {
  const { store } = record;
  const waits = queued(store);
  store.queue.pause('ann', 'deploy');
  registered(store, 'a');
  sees(store, 'a');
  expect(store.assign()).toEqual([]);
  const late = queued(store);
  expect(store.lifecycle.enterQueue(late)?.grants).toEqual([]);
  expect(store.prompts.get(waits)).toMatchObject({ stage: 'queued', reason: PAUSED[1] });
  store.queue.resume('bob', null);
  expect(pairs(store.assign())).toEqual([`${waits} -> a`]);
});

test('the receipts say since when, by whom and why, and what they wait for afterwards', () => {
  const { store } = record;
  sees(store, 'a', { status: 'busy' });
  const before = queued(store);
  store.queue.pause('ann', 'deploy');
  const during = queued(store);
  store.queue.resume('bob', 'deployed');
  for (const id of [before, during]) {
    expect(told(id)).toEqual([
      WAITS,
      PAUSED,
      ['queued', 'waiting for a free session', 'resumed by bob: deployed'],
    ]);
    expect(store.prompts.get(id)?.reason).toBe('waiting for a free session');
  }
  store.queue.pause('ann', null);
  store.queue.resume('bob', null);
  expect(told(before).slice(3)).toEqual([
    ['queued', 'the queue is paused by ann', 'waiting for a free session'],
    ['queued', 'waiting for a free session', 'resumed by bob'],
  ]);
});

test('a prompt with a session that nobody has typed yet goes back to the queue, and that is no failed try', () => {
  const { store } = record;
  registered(store, 'a');
  sees(store, 'a');
  const id = queued(store);
  store.assign();
  const lease = there(store.leases.get(id));
  store.queue.pause('ann', null);
  expect(store.lifecycle.beginTyping(lease, '{}')).toBe('paused');
  const again = { promptId: id, countsAsRetry: false, excludeSession: false, pauses: true };
  expect(store.lifecycle.requeue({ ...again, reason: 'paused before' })).toEqual({
    ...{ requeued: true, reason: 'paused before', grants: [] },
  });
  expect(store.prompts.get(id)).toMatchObject({
    stage: 'queued',
    requeue_count: 0,
    not_before: null,
    retry_count: 0,
  });
  expect(told(id).slice(-2)).toEqual([
    ['queued', 'paused before', null],
    ['queued', 'the queue is paused by ann', 'paused before'],
  ]);
  store.queue.resume('ann', null);
  expect(pairs(store.assign())).toEqual([`${id} -> a`]);
});

test('what is at work goes on: it ends, and its session waits with the others', () => {
  const { store } = record;
  registered(store, 'a');
  sees(store, 'a');
  const id = queued(store);
  store.assign();
  expect(store.lifecycle.beginTyping(there(store.leases.get(id)), '{}')).toBe(1);
  const next = queued(store);
  store.queue.pause('ann', null);
  expect(store.lifecycle.settle(id, 'completed', 'done')).toEqual([]);
  expect(store.prompts.get(id)).toMatchObject({ status: 'completed' });
  expect(store.prompts.get(next)).toMatchObject({ stage: 'queued' });
});

test('a second pause changes nothing, with another reason it is another pause; a second resume changes nothing', () => {
  const { store } = record;
  const id = queued(store);
  store.queue.pause('ann', 'deploy');
  const first = store.queue.last();
  store.queue.pause('bob', null);
  store.queue.pause('bob', 'deploy');
  expect(store.queue.last()).toEqual(first);
  record.pass(1_000);
  store.queue.pause('bob', 'holiday');
  expect(store.queue.last()).toMatchObject({ paused_by: 'bob', reason: 'holiday', resumed_at: null });
  expect(store.prompts.get(id)?.reason).toBe('the queue is paused by bob: holiday');
  store.queue.resume('ann', null);
  const ended = store.queue.last();
  expect(ended).toMatchObject({ resumed_by: 'ann' });
  store.queue.resume('bob', 'again');
  expect(store.queue.last()).toEqual(ended);
  expect(store.prompts.get(id)?.reason).toBe('waiting for a free session');
});
