/** Back to the queue: when a try is left, and to which sessions. */
import type { RequeueInput } from '../../workflows/contracts/assignment';
import {
  everything,
  pairs,
  queued,
  registered,
  sees,
  there,
  type TestStore,
  testStore,
  typing,
} from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const requeue = (promptId: number, input: Partial<RequeueInput> = {}) =>
  record.store.lifecycle.requeue({
    promptId,
    reason: 'it broke',
    countsAsRetry: true,
    excludeSession: false,
    ...input,
  });
/** Has the prompt typed again where it was given out again. */
const type = (promptId: number) => {
  const lease = there(record.store.leases.get(promptId));
  expect(record.store.lifecycle.beginTyping(lease, '{}')).toBeDefined();
};

test('it is queued again with the reason, its session is free, and a retry is counted', () => {
  const { store } = record;
  const id = typing(store, 'a');
  sees(store, 'a', { status: 'busy' });
  expect(requeue(id)).toEqual({ requeued: true, reason: 'it broke', grants: [] });
  expect(store.prompts.get(id)).toMatchObject({
    ...{ stage: 'queued', status: 'pending', assigned_session: null, assigned_at: null },
    ...{ retry_count: 1, reason: 'it broke' },
  });
  expect(store.prompts.history(id).at(-1)).toMatchObject({ action: 'queued', session_name: 'a' });
  expect(store.sessions.get('a')).toMatchObject({ current_task_id: null });
  expect(store.leases.all()).toEqual([]);
});

test('the session it frees goes to whoever is next', () => {
  const { store } = record;
  const id = typing(store, 'a');
  const urgent = queued(store, { priority: 5 });
  expect(pairs(requeue(id).grants)).toEqual([`${urgent} -> a`]);
});

test('a second call changes nothing while it waits', () => {
  const id = typing(record.store, 'a');
  sees(record.store, 'a', { status: 'busy' });
  requeue(id);
  const before = everything(record.store, id);
  expect(requeue(id)).toMatchObject({ requeued: true, grants: [] });
  expect(everything(record.store, id)).toEqual(before);
});

test('a second call changes nothing after it was given a session again, and tells which', () => {
  const { store } = record;
  const id = typing(store, 'a', { max_retries: 1 });
  sees(store, 'b');
  const first = requeue(id, { excludeSession: true });
  expect(pairs(first.grants)).toEqual([`${id} -> b`]);
  const before = everything(store, id);
  expect(requeue(id, { excludeSession: true })).toEqual(first);
  expect(everything(store, id)).toEqual(before);
});

test('when the retries are used up it keeps its session, to be settled', () => {
  const { store } = record;
  const id = typing(store, 'a', { max_retries: 2 });
  requeue(id);
  type(id);
  requeue(id);
  type(id);
  const before = everything(store, id);
  expect(requeue(id)).toEqual({
    requeued: false,
    reason: 'it broke; no retry is left (2 of 2 used)',
    grants: [],
  });
  expect(everything(store, id)).toEqual(before);
  expect(store.prompts.get(id)).toMatchObject({ assigned_session: 'a', stage: 'typing', retry_count: 2 });
});

test('a prompt without retries fails at the first fault, but not because its session was not ready', () => {
  const { store } = record;
  const id = typing(store, 'a', { max_retries: 0 });
  expect(requeue(id, { countsAsRetry: false }).requeued).toBe(true);
  type(id);
  expect(requeue(id)).toMatchObject({ requeued: false, reason: expect.stringContaining('0 of 0') });
});

test('what does not count may happen any number of times', () => {
  const { store } = record;
  const id = typing(store, 'a', { max_retries: 1 });
  for (let time = 0; time < 10; time += 1) {
    expect(requeue(id, { countsAsRetry: false }).requeued).toBe(true);
    type(id);
  }
  expect(store.prompts.get(id)).toMatchObject({ retry_count: 0 });
});

describe('to another session', () => {
  const elsewhere = (id: number) => requeue(id, { excludeSession: true });

  test('it goes to one that fits, not to the one that failed', () => {
    const { store } = record;
    const id = typing(store, 'a');
    sees(store, 'b');
    expect(pairs(elsewhere(id).grants)).toEqual([`${id} -> b`]);
  });

  test('it waits for one that fits but is busy', () => {
    const { store } = record;
    const id = typing(store, 'a');
    sees(store, 'b', { status: 'busy' });
    expect(elsewhere(id)).toMatchObject({ requeued: true, grants: [] });
    sees(store, 'b');
    expect(pairs(store.assign())).toEqual([`${id} -> b`]);
  });

  test('a prompt that names its session is sent nowhere else', () => {
    const { store } = record;
    const id = typing(store, 'a', { target_session: 'a' });
    sees(store, 'b');
    const before = everything(store, id);
    expect(elsewhere(id)).toEqual({
      requeued: false,
      reason: 'it broke; it may go to no other session',
      grants: [],
    });
    expect(everything(store, id)).toEqual(before);
  });

  test.each([
    ['a manager', {}, () => registered(record.store, 'b', { specialty: 'manager' })],
    ['a shell', {}, () => sees(record.store, 'b', { provider: 'shell' })],
    ['of another agent', { target_provider: 'claude' }, () => sees(record.store, 'b', { provider: 'codex' })],
    ['of unknown agent', {}, () => sees(record.store, 'b', { provider: null })],
  ])('the only other one is %s: it does not wait for it', (_which, prompt, other) => {
    const id = typing(record.store, 'a', prompt);
    other();
    expect(elsewhere(id)).toEqual({
      requeued: false,
      reason: 'it broke; no other session fits',
      grants: [],
    });
  });

  test('the only other one is gone, or lacks the specialty: it does not wait for it', () => {
    const { store } = record;
    registered(store, 'coder', { specialty: 'coding' });
    const id = queued(store, { specialty: 'coding' });
    registered(store, 'gone', { specialty: 'coding' });
    store.sessions.vanish('gone', 'its tmux session has ended');
    registered(store, 'plain');
    expect(store.prompts.get(id)).toMatchObject({ assigned_session: 'coder' });
    type(id);
    expect(elsewhere(id)).toMatchObject({
      requeued: false,
      reason: 'it broke; no other session fits',
    });
  });
});

describe('a prompt that comes back untyped', () => {
  const again = {
    reason: 'the session was not ready',
    countsAsRetry: false,
    excludeSession: false,
    pauses: true,
  };

  test('waits longer each time, and gets no session before', () => {
    const id = queued(record.store);
    sees(record.store, 'a');
    const pauses: (number | undefined)[] = [];
    for (let times = 0; times < 9; times += 1) {
      expect(record.store.assign()).toHaveLength(1);
      const { pauseMs, grants } = record.store.lifecycle.requeue({ promptId: id, ...again });
      expect(grants).toEqual([]);
      expect(record.store.assign()).toEqual([]);
      pauses.push(pauseMs);
      record.pass(pauseMs ?? 0);
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(record.store.prompts.untyped(9)).toMatchObject([{ id, requeue_count: 9 }]);
  });

  test('waits no longer where the clock is put back meanwhile', () => {
    const id = queued(record.store);
    sees(record.store, 'a');
    record.store.assign();
    const { pauseMs } = record.store.lifecycle.requeue({ promptId: id, ...again });
    expect(pauseMs).toBe(250);
    expect(record.store.assign()).toEqual([]);
    record.pass(-7_200_000);
    const told = record.store.lifecycle.requeue({ promptId: id, ...again });
    expect(told.pauseMs).toBeUndefined();
    expect(told.grants).toMatchObject([{ promptId: id, session: 'a' }]);
  });

  test('is given up after 20 times in a row, with the reason', () => {
    const id = queued(record.store);
    sees(record.store, 'a');
    let last = { requeued: true, reason: '' };
    for (let times = 0; times < 21; times += 1) {
      record.store.assign();
      last = record.store.lifecycle.requeue({ promptId: id, ...again });
      record.pass(30_000);
    }
    expect(last).toMatchObject({
      requeued: false,
      reason: 'the session was not ready; it came back untyped 20 times',
    });
  });

  test('begins to count anew where it happens once in a while', () => {
    const id = queued(record.store);
    sees(record.store, 'a');
    for (let times = 0; times < 30; times += 1) {
      record.store.assign();
      const result = record.store.lifecycle.requeue({ promptId: id, ...again });
      expect(result).toMatchObject({ requeued: true, pauseMs: 250 });
      record.pass(11 * 60_000);
    }
  });
});

test('a run that was set back in the engine, and holds a lease of long ago, goes on with the one there is', () => {
  const { store } = record;
  const id = typing(store, 'a');
  const first = there(store.leases.get(id));
  record.pass(1_000);
  expect(requeue(id).grants).toMatchObject([{ promptId: id }]);
  type(id);
  const before = everything(store, id);
  const late = requeue(id, { grantedAt: first.granted_at, countsAsRetry: false });
  expect(late).toMatchObject({ requeued: true, grants: [{ promptId: id, session: 'a' }] });
  expect(everything(store, id)).toEqual(before);
  const reason = 'the machine was away';
  const abandoned = { promptId: id, reason, cancels: false, grantedAt: first.granted_at };
  expect(store.lifecycle.abandon(abandoned)).toMatchObject({ outcome: null, grants: [{ promptId: id }] });
  expect(store.lifecycle.abandon({ ...abandoned, cancels: true })).toMatchObject({ outcome: null });
  expect(everything(store, id)).toEqual(before);
});
