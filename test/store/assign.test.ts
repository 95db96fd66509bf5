/** Which waiting prompt goes to which free session. */
import type { Grant } from '../../workflows/contracts/assignment';
import { pairs, queued, registered, sees, type TestStore, testStore, typing } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());
const assign = () => pairs(record.store.assign());

describe('the order of prompts', () => {
  test('the highest priority goes first, of equal ones the oldest', () => {
    const { store } = record;
    const [first, second, urgent, low] = [
      queued(store),
      queued(store),
      queued(store, { priority: 9 }),
      queued(store, { priority: -1 }),
    ];
    const order: string[] = [];
    sees(store, 'a');
    let given: readonly Grant[] = store.assign();
    while (given[0]) {
      order.push(...pairs(given));
      given = store.lifecycle.settle(given[0].promptId, 'completed', '');
    }
    expect(order).toEqual([`${urgent} -> a`, `${first} -> a`, `${second} -> a`, `${low} -> a`]);
  });

  test('a changed priority counts from the next choice on', () => {
    const { store } = record;
    queued(store);
    const second = queued(store);
    store.queue.setPriority(second, 1, 'ann');
    sees(store, 'a');
    expect(assign()).toEqual([`${second} -> a`]);
  });

  test('a prompt that no free session can take does not hold up the ones behind it', () => {
    const { store } = record;
    queued(store, { priority: 9, target_session: 'away' });
    queued(store, { priority: 8, target_provider: 'codex' });
    queued(store, { priority: 7, specialty: 'coding' });
    const plain = queued(store);
    sees(store, 'a');
    expect(assign()).toEqual([`${plain} -> a`]);
  });

  test('several free sessions each get the best that is left', () => {
    const { store } = record;
    const ids = [0, 3, 2, 1].map((priority) => queued(store, { priority }));
    for (const name of ['a', 'b', 'c']) sees(store, name);
    expect(assign()).toEqual([`${ids[1]} -> a`, `${ids[2]} -> b`, `${ids[3]} -> c`]);
    expect(assign()).toEqual([]);
  });

  test('a prompt that no workflow has taken up yet, or that is settled, is not given out', () => {
    const { store } = record;
    const cancelled = queued(store);
    store.lifecycle.settle(cancelled, 'cancelled', 'not wanted');
    const done = queued(store);
    store.lifecycle.settle(done, 'completed', '');
    store.lifecycle.reopen(done, 'again');
    sees(store, 'a');
    expect(assign()).toEqual([]);
  });
});

describe('which session may take a prompt', () => {
  test('a prompt that names its session waits for that one, whatever else is free', () => {
    const { store } = record;
    const id = queued(store, { target_session: 'b' });
    sees(store, 'a');
    expect(assign()).toEqual([]);
    sees(store, 'b');
    expect(assign()).toEqual([`${id} -> b`]);
  });

  test('a prompt that names its agent goes to that agent only', () => {
    const { store } = record;
    const id = queued(store, { target_provider: 'codex' });
    sees(store, 'a');
    expect(assign()).toEqual([]);
    sees(store, 'b', { provider: 'codex' });
    expect(assign()).toEqual([`${id} -> b`]);
  });

  test('a prompt that names a specialty goes to sessions of that specialty only', () => {
    const { store } = record;
    const id = queued(store, { specialty: 'coding' });
    registered(store, 'plain');
    registered(store, 'boss', { specialty: 'manager' });
    expect(assign()).toEqual([]);
    registered(store, 'coder', { specialty: 'coding' });
    expect(assign()).toEqual([`${id} -> coder`]);
  });

  test('a session with a specialty takes prompts that ask for none, but a manager does not', () => {
    const { store } = record;
    const id = queued(store);
    registered(store, 'boss', { specialty: 'manager' });
    expect(assign()).toEqual([]);
    registered(store, 'coder', { specialty: 'coding' });
    expect(assign()).toEqual([`${id} -> coder`]);
  });

  test('a manager takes prompts for managers and prompts that name it', () => {
    const { store } = record;
    registered(store, 'boss', { specialty: 'manager' });
    const plan = queued(store, { specialty: 'manager' });
    expect(store.leases.all()).toMatchObject([{ prompt_id: plan, session_name: 'boss' }]);
    store.lifecycle.settle(plan, 'completed', '');
    const named = queued(store, { target_session: 'boss' });
    expect(store.leases.all()).toMatchObject([{ prompt_id: named, session_name: 'boss' }]);
  });

  test('a shell runs whatever it is given, so it is given only what names it', () => {
    const { store } = record;
    queued(store);
    queued(store, { target_provider: 'shell' });
    const named = queued(store, { target_session: 'sh', expected_provider: 'shell' });
    sees(store, 'sh', { provider: 'shell' });
    expect(assign()).toEqual([`${named} -> sh`]);
  });

  test('text for an agent is not typed into the shell that the session has become', () => {
    const { store } = record;
    sees(store, 'a', { status: 'busy' });
    const id = queued(store, { target_session: 'a', expected_provider: 'claude' });
    sees(store, 'a', { provider: 'shell' });
    expect(assign()).toEqual([]);
    sees(store, 'a', { provider: 'claude' });
    expect(assign()).toEqual([`${id} -> a`]);
  });

  test('a session in which no agent is known takes nothing but what names it', () => {
    const { store } = record;
    queued(store);
    const named = queued(store, { target_session: 'a' });
    sees(store, 'a', { provider: null });
    expect(assign()).toEqual([`${named} -> a`]);
  });

  test('a session that failed a prompt does not get it again, others do', () => {
    const { store } = record;
    const id = typing(store, 'a');
    sees(store, 'b', { status: 'busy' });
    store.lifecycle.requeue({ promptId: id, reason: 'it broke', countsAsRetry: true, excludeSession: true });
    expect(assign()).toEqual([]);
    sees(store, 'b');
    expect(assign()).toEqual([`${id} -> b`]);
  });

  test('a person may send a prompt to a session that failed it', () => {
    const { store } = record;
    const id = typing(store, 'a');
    sees(store, 'b', { status: 'busy' });
    store.lifecycle.requeue({ promptId: id, reason: 'it broke', countsAsRetry: true, excludeSession: true });
    expect(assign()).toEqual([]);
    store.prompts.setTarget(id, { session: 'a', provider: null, expected: 'claude' });
    expect(assign()).toEqual([`${id} -> a`]);
  });
});
