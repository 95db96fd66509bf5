/** The steps of a prompt's life in the record, and that each may be repeated without harm. */
import type { Grant, Outcome } from '../../workflows/contracts/assignment';
import type { Stage } from '../../workflows/contracts/glossary';
import { everything, pairs, queued, sees, there, type TestStore, testStore, typing, PLAIN } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const OUTCOMES: Outcome[] = ['completed', 'failed', 'cancelled', 'indeterminate'];
const shown = (id: number) => {
  const { stage, status, assigned_session, completed_at, error } = there(record.store.prompts.get(id));
  return { stage, status, assigned_session, completed_at, error };
};
const stages = (id: number) => record.store.prompts.history(id).map(({ action }) => action);

/** Calls `step` twice and fails where the second call changed anything. */
function twice<T>(id: number, step: () => T): T {
  const first = step();
  const before = everything(record.store, id);
  record.pass(1_000);
  step();
  expect(everything(record.store, id)).toEqual(before);
  return first;
}

describe('taking up', () => {
  test('an accepted prompt becomes queued, with the reason it waits', () => {
    const { store } = record;
    const { id } = store.prompts.insert({
      ...PLAIN,
      target_session: 'a',
      timeout_minutes: 0.5,
      project: 'p',
    });
    expect(shown(id)).toMatchObject({ stage: 'accepted', status: 'pending' });
    expect(twice(id, () => store.lifecycle.enterQueue(id))).toEqual({
      state: { stage: 'queued', settled: false, timeoutMs: 30_000, priority: 0, project: 'p', lease: null },
      grants: [],
    });
    expect(store.prompts.get(id)).toMatchObject({ stage: 'queued', reason: "waiting for session 'a'" });
  });

  test('a prompt for which a session is free has it in the same step', () => {
    const { store } = record;
    sees(store, 'a');
    const { id } = store.prompts.insert(PLAIN);
    const entered = store.lifecycle.enterQueue(id);
    expect(pairs(entered?.grants ?? [])).toEqual([`${id} -> a`]);
    expect(entered?.state).toMatchObject({ stage: 'leased', lease: { session: 'a' } });
    expect(stages(id)).toEqual(['queued', 'leased']);
  });

  test('there is nothing to take up where there is no such prompt', () => {
    expect(record.store.lifecycle.enterQueue(99)).toBeUndefined();
    expect(record.store.lifecycle.state(99)).toBeUndefined();
  });

  test('one that was taken up before goes on from where it is', () => {
    const { store } = record;
    const id = typing(store, 'a');
    expect(twice(id, () => store.lifecycle.enterQueue(id))?.state).toMatchObject({
      stage: 'typing',
      lease: { promptId: id, session: 'a' },
    });
  });
});

describe('typing', () => {
  test('keeps what the pane shows with the lease, whose workflow has now answered', () => {
    const { store } = record;
    const id = typing(store, 'a');
    expect(store.leases.get(id)).toMatchObject({
      baseline: '{}',
      acknowledged_at: '2026-03-10 12:00:00.000',
    });
    expect(shown(id)).toMatchObject({ stage: 'typing', status: 'assigned' });
  });

  test('is refused where the prompt no longer holds that session', () => {
    const { store } = record;
    const id = queued(store);
    sees(store, 'a');
    const [grant] = store.assign() as [Grant];
    const lease = there(store.leases.held(grant));
    store.lifecycle.settle(id, 'cancelled', 'not wanted');
    const before = everything(store, id);
    expect(store.lifecycle.beginTyping(lease, '{}')).toBeUndefined();
    expect(store.leases.held(grant)).toBeUndefined();
    expect(everything(store, id)).toEqual(before);
  });

  test('is refused to whoever read a lease that the prompt has not got any more, though it holds the same session again', () => {
    const { store, pass } = record;
    const id = queued(store);
    sees(store, 'a');
    const [grant] = store.assign() as [Grant];
    const lease = there(store.leases.held(grant));
    pass(1_000);
    const input = { promptId: id, reason: 'it broke', countsAsRetry: false, excludeSession: false };
    const { grants } = store.lifecycle.requeue(input);
    const again = there([...grants, ...store.assign()][0]);
    expect(again).toMatchObject({ promptId: id, session: 'a', paneId: grant.paneId });
    expect(again.grantedAt).not.toBe(grant.grantedAt);
    expect(store.leases.get(id)?.attempt).toBe(lease.attempt);
    const before = everything(store, id);
    expect(store.lifecycle.beginTyping(lease, '{}')).toBeUndefined();
    expect(store.leases.held(grant)).toBeUndefined();
    expect(everything(store, id)).toEqual(before);
    expect(store.lifecycle.beginTyping(there(store.leases.held(again)), '{}')).toBe(1);
  });

  test('is refused to whoever read the lease before another attempt of it began', () => {
    const { store } = record;
    const id = queued(store);
    sees(store, 'a');
    store.assign();
    const lease = there(store.leases.get(id));
    expect(store.lifecycle.beginTyping(lease, '{"by":"the first"}')).toBe(1);
    const before = everything(store, id);
    expect(store.lifecycle.beginTyping(lease, '{"by":"the second"}')).toBeUndefined();
    expect(store.leases.nextAttempt(lease)).toBeUndefined();
    expect(everything(store, id)).toEqual(before);
    // Who began the first one goes on from there.
    expect(store.lifecycle.beginTyping({ ...lease, attempt: 1 }, '{}')).toBe(2);
  });

  test('is refused in the session that a person has taken it from', () => {
    const { store } = record;
    sees(store, 'a');
    const id = queued(store, { target_session: 'a' });
    const lease = there(store.leases.get(id));
    sees(store, 'b');
    const target = { provider: null, expected: 'claude' };
    store.prompts.setTarget(id, { ...target, session: 'b' });
    const before = everything(store, id);
    expect(store.lifecycle.beginTyping(lease, '{}')).toBeUndefined();
    expect(everything(store, id)).toEqual(before);
    store.prompts.setTarget(id, { ...target, session: 'a' });
    expect(store.lifecycle.beginTyping(lease, '{}')).toBe(1);
  });

  test('only a lease that nobody answered for that long is forgotten', () => {
    const { store } = record;
    typing(store, 'a');
    const id = queued(store);
    sees(store, 'b');
    store.assign();
    record.pass(5_000);
    expect(store.leases.forgotten(5_000)).toEqual([]);
    record.pass(1);
    expect(store.leases.forgotten(5_000)).toMatchObject([{ prompt_id: id, session_name: 'b' }]);
  });

  test('a lease of before the clock was put back is forgotten at once where nobody answered', () => {
    const { store } = record;
    const id = queued(store);
    sees(store, 'b');
    store.assign();
    record.pass(-7_200_000);
    expect(store.leases.forgotten(5_000)).toMatchObject([{ prompt_id: id, session_name: 'b' }]);
  });
});

test.each<[Stage, string]>([
  ['typed', 'assigned'],
  ['submitted', 'assigned'],
  ['taken', 'in_progress'],
  ['working', 'in_progress'],
  ['needs_confirmation', 'in_progress'],
])('a prompt at stage %s has the status %s', (stage, status) => {
  const id = typing(record.store, 'a');
  record.store.receipts.step(id, stage, 'a', 'because', 'x'.repeat(5_000));
  expect(shown(id)).toMatchObject({ stage, status });
  expect(record.store.prompts.history(id).at(-1)).toMatchObject({
    action: stage,
    session_name: 'a',
    reason: 'because',
    evidence: 'x'.repeat(2_000),
  });
});

describe.each(OUTCOMES)('settling as %s', (outcome) => {
  test('ends it, frees the session and gives that to the next; once', () => {
    const { store } = record;
    const id = typing(store, 'a');
    const next = queued(store);
    record.pass(60_000);
    expect(pairs(twice(id, () => store.lifecycle.settle(id, outcome, 'so it was')))).toEqual([
      `${next} -> a`,
    ]);
    expect(shown(id)).toEqual({
      stage: outcome,
      status: outcome === 'indeterminate' ? 'failed' : outcome,
      assigned_session: 'a',
      completed_at: '2026-03-10 12:01:00.000',
      error: outcome === 'completed' ? null : 'so it was',
    });
    expect(store.sessions.get('a')).toMatchObject({ current_task_id: next });
    expect(store.lostAndFound.list(10, 0).total).toBe(outcome === 'indeterminate' ? 1 : 0);
  });

  test('stands: neither another end nor a requeue changes it', () => {
    const { store } = record;
    const id = typing(store, 'a');
    store.lifecycle.settle(id, outcome, 'so it was');
    const before = everything(store, id);
    for (const other of OUTCOMES) expect(store.lifecycle.settle(id, other, 'no, so')).toEqual([]);
    const again = { promptId: id, reason: 'again', countsAsRetry: true, excludeSession: false };
    expect(store.lifecycle.requeue(again)).toEqual({
      requeued: false,
      reason: 'it has ended already',
      grants: [],
    });
    expect(everything(store, id)).toEqual(before);
  });
});

test('a prompt that was never given out can be settled', () => {
  const id = queued(record.store);
  record.store.lifecycle.settle(id, 'cancelled', 'not wanted');
  expect(shown(id)).toMatchObject({ status: 'cancelled', assigned_session: null });
});

describe('opening again', () => {
  test.each(OUTCOMES)('a prompt that ended as %s starts anew, once', (outcome) => {
    const { store } = record;
    const id = typing(store, 'a', { max_retries: 2 });
    sees(store, 'b', { status: 'busy' });
    store.lifecycle.requeue({ promptId: id, reason: 'broke', countsAsRetry: true, excludeSession: true });
    store.prompts.keepTurn({
      promptId: id,
      response: 'half an answer',
      result: 'failed',
      question: null,
      usage: null,
    });
    store.lifecycle.settle(id, outcome, 'so it was');
    expect(twice(id, () => store.lifecycle.reopen(id, 'a person wants it'))).toBe(true);
    expect(store.prompts.get(id)).toMatchObject({
      ...{ stage: 'accepted', status: 'pending', assigned_session: null, assigned_at: null },
      ...{ completed_at: null, response: null, error: null, retry_count: 0, reason: 'a person wants it' },
    });
    expect(store.lostAndFound.list(1, 0).items.map(({ resolution }) => resolution)).toEqual(
      outcome === 'indeterminate' ? ['queued again'] : [],
    );
    // What failed it before is forgiven.
    expect(pairs(store.lifecycle.enterQueue(id)?.grants ?? [])).toEqual([`${id} -> a`]);
  });

  test('a prompt under way is left alone', () => {
    const id = typing(record.store, 'a');
    const before = everything(record.store, id);
    expect(record.store.lifecycle.reopen(id, 'again')).toBe(false);
    expect(everything(record.store, id)).toEqual(before);
  });
});

describe('a person says how an indeterminate prompt ended', () => {
  test.each(['completed', 'failed'] as const)('%s, once', (as) => {
    const { store } = record;
    const id = typing(store, 'a');
    store.lifecycle.settle(id, 'indeterminate', 'it can not be told');
    record.pass(1_000);
    expect(twice(id, () => store.lifecycle.resolve(id, as, 'I looked'))).toBe(true);
    expect(shown(id)).toMatchObject({ stage: as, status: as, error: as === 'failed' ? 'I looked' : null });
    expect(store.lostAndFound.list(10, 0).items).toMatchObject([
      { prompt_id: id, session_name: 'a', resolution: as, resolved_at: '2026-03-10 12:00:01.000' },
    ]);
  });

  test('but not how any other ended', () => {
    const { store } = record;
    const id = typing(store, 'a');
    expect(store.lifecycle.resolve(id, 'completed', '')).toBe(false);
    store.lifecycle.settle(id, 'failed', 'it broke');
    expect(store.lifecycle.resolve(id, 'completed', '')).toBe(false);
    expect(shown(id)).toMatchObject({ stage: 'failed', error: 'it broke' });
  });
});

test('a step of a prompt that does not exist is an error, not a silent nothing', () => {
  const { lifecycle } = record.store;
  expect(() => lifecycle.settle(99, 'completed', '')).toThrow('There is no prompt 99.');
  expect(() => lifecycle.reopen(99, '')).toThrow('There is no prompt 99.');
  expect(() => lifecycle.resolve(99, 'failed', '')).toThrow('There is no prompt 99.');
});
