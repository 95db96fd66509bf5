/** The order of the queue, and what a person makes of it. */
import { RANK } from '../../store/prompts/order';
import { openStore, type Store } from '../../store';
import type { Grant } from '../../workflows/contracts/assignment';
import { pairs, queued, sees, type TestStore, testStore } from './support';

let record: TestStore;
let store: Store;
beforeEach(() => {
  record = testStore();
  ({ store } = record);
});
afterEach(() => record.close());

/** What waits, in its order. */
const order = (): number[] =>
  store.prompts.list({ status: ['accepted', 'queued'] }, 'priority', 500, 0).items.map(({ id }) => id);
const several = (count: number, prompt = {}): number[] =>
  Array.from({ length: count }, () => queued(store, prompt));
/** Gives out one after the other, and says in which order. */
function givenOut(session = 'a'): number[] {
  sees(store, session);
  const given: number[] = [];
  let grants: readonly Grant[] = store.assign();
  while (grants[0]) {
    given.push(grants[0].promptId);
    grants = store.lifecycle.settle(grants[0].promptId, 'completed', '');
  }
  return given;
}

test('prompts go in the order into which a person moved them, which is the one that is listed', () => {
  const [a = 0, b = 0, c = 0, d = 0] = several(4);
  const urgent = queued(store, { priority: 5 });
  expect(store.queue.move(d, { before: b }, 'ann')).toBe('moved');
  expect(store.queue.move(a, { after: c }, 'ann')).toBe('moved');
  expect(order()).toEqual([urgent, d, b, c, a]);
  const late = queued(store);
  expect(order()).toEqual([urgent, d, b, c, a, late]);
  expect(givenOut()).toEqual([urgent, d, b, c, a, late]);
});

test('to the first and the last place of its priority; what is sent later comes after the last', () => {
  const [a = 0, b = 0, c = 0] = several(3);
  const [urgent, other] = several(2, { priority: 5 });
  store.queue.move(c, 'first', 'ann');
  store.queue.move(a, 'last', 'ann');
  expect(order()).toEqual([urgent, other, c, b, a]);
  const late = queued(store);
  store.queue.move(b, 'last', 'ann');
  store.queue.move(c, 'last', 'ann');
  expect(order()).toEqual([urgent, other, a, late, b, c]);
  expect(order().slice(-1)).toEqual([c]);
  const later = queued(store);
  expect(order().at(-1)).toBe(later);
  expect(givenOut()).toEqual([urgent, other, a, late, b, c, later]);
});

test('asked again nothing is changed or written', () => {
  const [a = 0, b = 0, c = 0] = several(3);
  store.queue.move(c, { before: b }, 'ann');
  const [seq, steps] = [store.changes.last(), store.prompts.history(c).length];
  for (const place of [{ before: b }, { after: a }] as const)
    expect(store.queue.move(c, place, 'bob')).toBe('there_already');
  expect(store.queue.move(a, 'first', 'bob')).toBe('there_already');
  expect(store.queue.move(b, 'last', 'bob')).toBe('there_already');
  expect(store.queue.move(b, { before: b }, 'bob')).toBe('there_already');
  expect([store.changes.last(), store.prompts.history(c).length]).toEqual([seq, steps]);
});

test('the receipt says who moved it, from where and to where', () => {
  const [, , c = 0] = several(3);
  queued(store, { priority: 9 });
  store.queue.move(c, 'first', 'ann');
  expect(store.prompts.history(c).at(-1)).toMatchObject({
    action: 'queued',
    reason: 'moved to position 2 of 4 by ann',
    evidence: 'it was at 4',
  });
  expect(store.prompts.get(c)).toMatchObject({ stage: 'queued', reason: 'waiting for a free session' });
});

test('what does not wait, has another priority or is not there is refused, and nothing is changed', () => {
  const [a = 0, b = 0] = several(2);
  const urgent = queued(store, { priority: 5 });
  const held = store.prompts.insert({
    ...(store.prompts.get(a) as object as Parameters<Store['prompts']['insert']>[0]),
    chain: { after: [a], on: 'success', notBefore: null },
  }).id;
  sees(store, 'a');
  expect(pairs(store.assign())).toEqual([`${urgent} -> a`]);
  const before = order();
  expect(store.queue.move(urgent, 'last', 'ann')).toBe('not_waiting');
  expect(store.queue.move(held, 'first', 'ann')).toBe('not_waiting');
  expect(store.queue.move(999, 'first', 'ann')).toBe('not_waiting');
  expect(store.queue.move(a, { after: urgent }, 'ann')).toBe('other_not_waiting');
  expect(store.queue.move(a, { after: held }, 'ann')).toBe('other_not_waiting');
  expect(store.queue.move(a, { after: 999 }, 'ann')).toBe('other_unknown');
  const higher = queued(store, { priority: 5 });
  expect(store.queue.move(b, { before: higher }, 'ann')).toBe('other_priority');
  expect(order()).toEqual([higher, ...before]);
});

test('two people who move at once, each by another connection, leave one order that both see', () => {
  const [a = 0, b = 0, c = 0, d = 0] = several(4);
  const other = openStore({ dataDir: record.dir });
  try {
    store.queue.move(d, { before: b }, 'ann');
    other.queue.move(c, { before: b }, 'bob');
    // Ann has not seen that: where b stands now is what counts.
    store.queue.move(a, { after: b }, 'ann');
    expect(order()).toEqual([d, c, b, a]);
    const page = other.prompts.list({ status: ['queued'] }, 'priority', 10, 0);
    expect(page.items.map(({ id }) => id)).toEqual([d, c, b, a]);
    expect(other.queue.positionOf(b)).toEqual({ position: 3, of: 4 });
    expect(store.queue.positionOf(b)).toEqual({ position: 3, of: 4 });
  } finally {
    other.close();
  }
});

test('one that comes back untyped, or fails and is tried again, has its place again', () => {
  const [a = 0, b = 0, c = 0] = several(3);
  store.queue.move(c, 'first', 'ann');
  sees(store, 'a');
  expect(pairs(store.assign())).toEqual([`${c} -> a`]);
  store.queue.move(b, { before: a }, 'ann');
  sees(store, 'a', { status: 'busy' });
  store.lifecycle.requeue({
    ...{ promptId: c, reason: 'the input box was not empty' },
    ...{ countsAsRetry: false, excludeSession: false },
  });
  expect(order()).toEqual([c, b, a]);
  store.lifecycle.settle(b, 'failed', 'it broke');
  store.lifecycle.reopen(b, 'queued again');
  store.lifecycle.enterQueue(b);
  expect(order()).toEqual([c, b, a]);
  store.prompts.setTarget(a, { session: 'a', provider: null, expected: null });
  expect(order()).toEqual([c, b, a]);
});

test('another priority makes it the last of that one; the same leaves it where it is', () => {
  const [a = 0, b = 0] = several(2);
  const [x = 0, y = 0] = several(2, { priority: 5 });
  expect(store.queue.setPriority(a, 5, 'ann')).toBe(true);
  expect(order()).toEqual([x, y, a, b]);
  expect(store.queue.setPriority(x, 5, 'ann')).toBe(false);
  expect(order()).toEqual([x, y, a, b]);
  store.queue.setPriority(y, 0, 'ann');
  const late = queued(store, { priority: 5 });
  expect(order()).toEqual([x, a, late, b, y]);
  expect(store.prompts.history(y).at(-1)).toMatchObject({
    reason: 'priority 0, the last of it, by ann',
    evidence: 'it was 5',
  });
});

test('one that waited for others comes in by its number once it is let go, and can be moved then', () => {
  const first = queued(store, { target_session: 'away' });
  const { id: held } = store.prompts.insert({
    ...(store.prompts.get(first) as object as Parameters<Store['prompts']['insert']>[0]),
    idempotency_key: null,
    target_session: null,
    chain: { after: [first], on: 'end', notBefore: null },
  });
  const [x = 0, y = 0] = several(2);
  store.queue.move(y, { before: x }, 'ann');
  expect(order()).toEqual([first, y, x]);
  store.lifecycle.settle(first, 'cancelled', 'not wanted');
  store.chains.release(held, 'released by ann');
  store.lifecycle.enterQueue(held);
  expect(order()).toEqual([held, y, x]);
  expect(store.queue.move(held, { after: y }, 'ann')).toBe('moved');
  expect(givenOut()).toEqual([y, held, x]);
});

test('prompts are moved while the queue is paused, and go in that order when it is resumed', () => {
  const [a = 0, b = 0, c = 0] = several(3);
  store.queue.pause('ann', 'deploy');
  expect(store.queue.move(c, { before: a }, 'ann')).toBe('moved');
  const reason = store.prompts.get(c)?.reason;
  expect(reason).toBe('the queue is paused by ann: deploy');
  store.queue.resume('ann', null);
  expect(store.prompts.get(c)?.reason).toBe('waiting for a free session');
  expect(givenOut()).toEqual([c, a, b]);
});

test('the order holds among prompts of any project, target and agent, and each goes where it may', () => {
  const open = queued(store);
  const named = queued(store, { target_session: 'a' });
  const claude = queued(store, { target_provider: 'claude' });
  store.queue.move(claude, 'first', 'ann');
  store.queue.move(named, { after: claude }, 'ann');
  expect(order()).toEqual([claude, named, open]);
  expect(givenOut()).toEqual([claude, named, open]);
});

test('moved between the same two again and again, each new one comes right there, at every time', () => {
  const [first = 0, ...rest] = several(200);
  const expected = [...rest];
  for (const id of rest.slice(1)) {
    expect(store.queue.move(id, { after: first }, 'ann')).not.toBe('other_priority');
    expected.splice(expected.indexOf(id), 1);
    expected.unshift(id);
    expect(order()).toEqual([first, ...expected]);
  }
  const ranks = record.assigner().prepare<[], number>(`SELECT ${RANK} FROM prompts`).pluck().all();
  expect(new Set(ranks).size).toBe(200);
});

test('thousands that become the last, with no new prompt between them, stand one after the other', () => {
  record
    .assigner()
    .prepare(
      `INSERT INTO prompts (content, stage) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
       SELECT 'x', 'queued' FROM n`,
    )
    .run();
  const before = order();
  const moved: number[] = [];
  // As after so many moves to the last place.
  record.assigner().prepare('UPDATE prompts SET queue_rank = 400.999 WHERE id = 1').run();
  for (let index = 1; index < 200; index++) {
    const id = before[index] ?? 0;
    store.queue.move(id, 'last', 'ann');
    moved.push(id);
  }
  const late = queued(store);
  expect(order()).toEqual([...before.slice(200), 1, ...moved, late]);
});

test('positions count from 1 among all that wait; what doesn’t wait has none', () => {
  const [a = 0, b = 0] = several(2);
  const urgent = queued(store, { priority: 1 });
  expect([a, b, urgent, 99].map((id) => store.queue.positionOf(id))).toEqual([
    { position: 2, of: 3 },
    { position: 3, of: 3 },
    { position: 1, of: 3 },
    null,
  ]);
  sees(store, 'a');
  store.assign();
  expect(store.queue.positionOf(urgent)).toBeNull();
  expect(store.queue.positionOf(b)).toEqual({ position: 2, of: 2 });
  expect(store.queue.waiting()).toBe(2);
});

test('each question of the choice, and the neighbours of a prompt, are read from an index in its order', () => {
  const plan = (sql: string): string =>
    (record.assigner().prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('\n');
  const inOrder = `ORDER BY priority DESC, ${RANK}, id LIMIT 1`;
  const open = 'target_session IS NULL AND target_provider IS NULL AND specialty IS NULL';
  const queuedOnes = "SELECT id FROM prompts WHERE stage = 'queued' AND within_project IS NULL";
  const waits = "SELECT id FROM prompts WHERE stage IN ('accepted', 'queued')";
  const plans = {
    prompts_waiting_open: plan(`${queuedOnes} AND ${open} ${inOrder}`),
    prompts_waiting_target: plan(`${queuedOnes} AND target_session = 'a' ${inOrder}`),
    prompts_in_order: plan(`${waits} ORDER BY priority DESC, ${RANK}, id`),
    prompts_by_priority: plan(`SELECT id FROM prompts WHERE archived = 0 ${inOrder}`),
  };
  for (const [index, found] of Object.entries(plans)) {
    expect(found).toContain(`INDEX ${index}`);
    expect(found).not.toContain('TEMP B-TREE');
  }
  for (const [which, index] of [
    ["stage IN ('accepted', 'queued')", 'prompts_in_order'],
    ['archived = 0', 'prompts_by_priority'],
  ] as const) {
    const neighbour = plan(
      `SELECT id FROM prompts WHERE ${which} AND priority = 0 AND id <> 1 AND ${RANK} <= 5 AND (${RANK} < 5 OR id < 5)
       ORDER BY ${RANK} DESC, id DESC LIMIT 1`,
    );
    expect(neighbour).toMatch(
      new RegExp(`INDEX ${index} \\((archived=\\? AND )?priority=\\? AND <expr><\\?\\)`),
    );
    expect(neighbour).not.toContain('TEMP B-TREE');
  }
});
