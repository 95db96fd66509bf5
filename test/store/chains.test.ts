/** Prompts that wait for the end of others, or for a time. */
import type { Chain } from '../../workflows/contracts/chains';
import { pairs, PLAIN, queued, sees, START, type TestStore, testStore, there } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

/** Inserts a prompt that waits; nobody takes it up. */
const chained = (after: number[], chain: Partial<Chain> = {}): number =>
  record.store.prompts.insert({ ...PLAIN, chain: { after, on: 'success', notBefore: null, ...chain } }).id;
const row = (id: number) => there(record.store.prompts.get(id));
const shown = (id: number) => [row(id).stage, row(id).reason];
const settle = (id: number, outcome: 'completed' | 'failed' | 'cancelled' | 'indeterminate') =>
  record.store.lifecycle.settle(id, outcome, outcome);
/** Which prompts a workflow is to be started for, because they wait no longer. */
const toStart = (): number[] => {
  const { outbox } = record.store;
  return outbox
    .carryOutDue()
    .filter(({ kind }) => kind === 'prompt_start')
    .map((one) => there(outbox.get(one)).subject);
};
const inMinutes = (minutes: number): string => new Date(START.getTime() + minutes * 60_000).toISOString();

describe('a prompt that waits for another', () => {
  test('is held, says for whom, and is given to no session', () => {
    const first = queued(record.store, { target_session: 'away' });
    const id = chained([first]);
    expect(shown(id)).toEqual(['held', `waits for prompt ${first} to succeed`]);
    expect(row(id).status).toBe('pending');
    expect(record.store.lifecycle.enterQueue(id)?.state.settled).toBe(true);
    sees(record.store, 'a');
    expect(record.store.assign()).toEqual([]);
    expect(record.store.prompts.unsettledIds(0)).toEqual([first]);
  });

  test('is queued when that was completed, once', () => {
    const first = queued(record.store);
    const id = chained([first]);
    settle(first, 'completed');
    expect(row(id).stage).toBe('accepted');
    expect(toStart()).toEqual([id]);
    record.store.lifecycle.enterQueue(id);
    settle(first, 'completed');
    record.store.chains.step(first);
    expect(row(id).stage).toBe('queued');
    sees(record.store, 'a');
    expect(pairs(record.store.assign())).toEqual([`${id} -> a`]);
  });

  test('of several waits for the last', () => {
    const [a, b] = [queued(record.store), queued(record.store)];
    const id = chained([b, a]);
    expect(shown(id)).toEqual(['held', `waits for prompts ${a}, ${b} to succeed`]);
    settle(b, 'completed');
    expect(shown(id)).toEqual(['held', `waits for prompt ${a} to succeed`]);
    settle(a, 'completed');
    expect(row(id).stage).toBe('accepted');
  });

  test('begins at once after one that was completed before, also where that is in the archive', () => {
    const first = queued(record.store);
    settle(first, 'completed');
    record.store.archive.put(first);
    const id = chained([first]);
    expect(row(id).stage).toBe('accepted');
    record.store.lifecycle.enterQueue(id);
    expect(row(id).stage).toBe('queued');
  });

  test.each([
    ['failed', 'failed'],
    ['cancelled', 'was cancelled'],
    ['indeterminate', 'is indeterminate: nobody knows whether it was done'],
  ] as const)('is blocked by one that %s, until that is done again', (outcome, words) => {
    const first = queued(record.store);
    const id = chained([first]);
    settle(first, outcome);
    expect(shown(id)).toEqual(['blocked', `prompt ${first} ${words}`]);
    expect(record.store.hindrance.of(row(id))).toBe(
      `prompt ${first} ${words}. Do that again: architect retry ${first}, or send this one all the same: architect release ${id}, or cancel it: architect cancel ${id}`,
    );
    record.store.lifecycle.reopen(first, 'again');
    expect(shown(id)).toEqual(['held', `waits for prompt ${first} to succeed`]);
    record.store.lifecycle.enterQueue(first);
    settle(first, 'completed');
    expect(row(id).stage).toBe('accepted');
  });

  test.each(['completed', 'failed', 'cancelled', 'indeterminate'] as const)(
    'to its end goes on whether that is %s',
    (outcome) => {
      const first = queued(record.store);
      const id = chained([first], { on: 'end' });
      expect(shown(id)).toEqual(['held', `waits for prompt ${first} to end`]);
      settle(first, outcome);
      expect(row(id).stage).toBe('accepted');
    },
  );

  test('goes on when a person says that an indeterminate one was done', () => {
    const first = queued(record.store);
    const id = chained([first]);
    settle(first, 'indeterminate');
    record.store.lifecycle.resolve(first, 'completed', 'I looked');
    expect(row(id).stage).toBe('accepted');
  });

  test('is blocked with all that come after it, which says where that began', () => {
    const first = queued(record.store);
    const second = chained([first]);
    const third = chained([second], { on: 'end' });
    settle(first, 'failed');
    expect(shown(third)).toEqual(['blocked', `prompt ${second} is blocked`]);
    expect(record.store.hindrance.of(row(third))).toContain(
      `prompt ${first} failed. Do that again: architect retry ${first}`,
    );
    expect(record.store.outbox.carryOutDue()).toEqual([]);
    settle(second, 'cancelled');
    expect(row(third).stage).toBe('accepted');
  });

  test('waits again when it was cancelled meanwhile and is retried, and not once it has waited', () => {
    const first = queued(record.store, { target_session: 'away' });
    const id = chained([first]);
    settle(id, 'cancelled');
    record.store.lifecycle.reopen(id, 'again');
    expect(row(id).stage).toBe('held');
    settle(first, 'completed');
    record.store.lifecycle.enterQueue(id);
    settle(id, 'failed');
    record.store.lifecycle.reopen(first, 'again');
    record.store.lifecycle.reopen(id, 'again');
    expect(row(id).stage).toBe('accepted');
  });

  test('a chain of a thousand that is blocked and let go again is one step each', () => {
    const first = queued(record.store);
    let last = first;
    for (let count = 0; count < 1_000; count += 1) last = chained([last]);
    settle(first, 'failed');
    expect(row(last).stage).toBe('blocked');
    expect(record.store.outbox.carryOutDue()).toEqual([]);
    record.store.lifecycle.reopen(first, 'again');
    expect(row(last).stage).toBe('held');
    expect(record.store.prompts.history(last)).toHaveLength(3);
  });
});

describe('a prompt that is removed', () => {
  const remove = (id: number): void => {
    const db = record.assigner();
    db.prepare('DELETE FROM assignment_history WHERE prompt_id = ?').run(id);
    db.prepare('DELETE FROM prompts WHERE id = ?').run(id);
    record.store.outbox.carryOutDue();
  };

  test('unblocks nobody: how it ended still counts', () => {
    const [done, failed, other] = [queued(record.store), queued(record.store), queued(record.store)];
    const [good, bad] = [chained([done, other]), chained([failed])];
    settle(done, 'completed');
    settle(failed, 'failed');
    remove(done);
    remove(failed);
    expect(shown(good)).toEqual(['held', `waits for prompt ${other} to succeed`]);
    expect(shown(bad)).toEqual(['blocked', `prompt ${failed} failed, and was removed`]);
    expect(record.store.hindrance.of(row(bad))).not.toContain('architect retry');
    settle(other, 'completed');
    expect(row(good).stage).toBe('accepted');
  });

  test('before its end blocks those that wait for it, which a person can release', () => {
    const first = queued(record.store);
    const id = chained([first], { on: 'end' });
    remove(first);
    expect(shown(id)).toEqual(['blocked', `prompt ${first} was removed before its end`]);
    expect(record.store.chains.release(id, 'released by me')).toBe(true);
    expect(shown(id)).toEqual(['accepted', 'released by me']);
    expect(record.store.chains.release(id, 'twice')).toBe(false);
  });

  test('is kept by the clean-up while somebody waits for it', async () => {
    const [first, other] = [queued(record.store), queued(record.store)];
    settle(first, 'failed');
    settle(other, 'failed');
    const id = chained([first]);
    record.pass(400 * 86_400_000);
    const keep = { promptDays: 30, healthDays: 30, interactions: 10 };
    await record.store.maintenance.prune({ keep, dryRun: false });
    expect(record.store.prompts.get(other)).toBeUndefined();
    expect(row(first).stage).toBe('failed');
    settle(id, 'cancelled');
    await record.store.maintenance.prune({ keep, dryRun: false });
    expect(record.store.prompts.get(first)).toBeUndefined();
  });
});

describe('a prompt that is not to be queued before a time', () => {
  test('is held until then, by the clock on the wall', () => {
    const id = chained([], { notBefore: inMinutes(10) });
    expect(shown(id)).toEqual(['held', `waits until ${inMinutes(10)}`]);
    const { chains } = record.store;
    record.pass(9 * 60_000);
    chains.releaseDue();
    expect(row(id).stage).toBe('held');
    // The clock is put back by a day, and forth again.
    record.setNow(new Date(START.getTime() - 86_400_000));
    chains.releaseDue();
    expect(row(id).stage).toBe('held');
    record.setNow(new Date(inMinutes(10)));
    chains.releaseDue();
    expect(row(id).stage).toBe('accepted');
    expect(toStart()).toEqual([id]);
    // What was let go is not held again by a clock that is put back.
    record.setNow(START);
    chains.releaseDue();
    record.store.lifecycle.enterQueue(id);
    expect(row(id).stage).toBe('queued');
  });

  test('waits for both, the others and the time', () => {
    const first = queued(record.store);
    const id = chained([first], { notBefore: inMinutes(10) });
    expect(row(id).reason).toBe(`waits for prompt ${first} to succeed, and until ${inMinutes(10)}`);
    record.pass(11 * 60_000);
    record.store.chains.releaseDue();
    expect(row(id).stage).toBe('held');
    settle(first, 'completed');
    expect(row(id).stage).toBe('accepted');
    const late = queued(record.store);
    const then = chained([late], { notBefore: inMinutes(20) });
    settle(late, 'completed');
    expect(shown(then)).toEqual(['held', `waits until ${inMinutes(20)}`]);
    record.store.lifecycle.reopen(late, 'again');
    record.pass(30 * 60_000);
    record.store.chains.releaseDue();
    expect(row(then).stage).toBe('held');
  });

  test('and that has passed is queued at once', () => {
    expect(row(chained([], { notBefore: inMinutes(-1) })).stage).toBe('accepted');
  });

  test('is looked for without reading those whose time has not come', () => {
    chained([], { notBefore: inMinutes(10) });
    const plan = record
      .assigner()
      .prepare<[], { detail: string }>(
        "EXPLAIN QUERY PLAN SELECT id FROM prompts WHERE stage = 'held' AND due_at <= 'x' ORDER BY due_at LIMIT 200",
      )
      .all();
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('COVERING INDEX prompts_due')]);
  });
});

describe('a change of what it waits for', () => {
  const change = (id: number, wanted: Parameters<TestStore['store']['chains']['change']>[1]) =>
    record.store.chains.change(id, wanted, 'me');

  test('lets it go, or holds one that was queued', () => {
    const [first, second] = [queued(record.store), queued(record.store)];
    const id = chained([first]);
    change(id, { after: [] });
    expect(row(id).stage).toBe('accepted');
    record.store.lifecycle.enterQueue(id);
    change(id, { after: [second], on: 'end' });
    expect(shown(id)).toEqual(['held', `waits for prompt ${second} to end`]);
    change(id, { notBefore: inMinutes(5) });
    expect(row(id).reason).toBe(`waits for prompt ${second} to end, and until ${inMinutes(5)}`);
    change(id, { notBefore: null });
    settle(second, 'failed');
    expect(row(id).stage).toBe('accepted');
  });

  test('is refused where it would wait for itself, or for what is not there', () => {
    const first = queued(record.store);
    const second = chained([first]);
    const third = chained([second]);
    const { faultOf } = record.store.chains;
    expect(faultOf([99])).toEqual({ field: 'after', message: 'there is no prompt 99' });
    expect(faultOf([first], first)?.message).toBe('it would wait for itself');
    expect(faultOf([third], first)?.message).toBe(
      `prompt ${third} waits for prompt ${first} already: each would wait for the other`,
    );
    expect(faultOf([first, second], third)).toBeNull();
  });

  test('comes too late where a session has it', () => {
    const first = queued(record.store, { target_session: 'away' });
    const id = queued(record.store);
    sees(record.store, 'a');
    record.store.assign();
    expect(change(id, { after: [first] })).toBe(false);
    expect(row(id).stage).toBe('leased');
  });
});
