/** Budgets are locks: what they leave is reserved before anything is begun, and settled once. */
import { spending } from './spending';
import { queued, registered, sees, type TestStore, testStore, there } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const { budget, state, begin, keep, settle, turn } = spending(() => record);

test('without a budget everything is given out, and what turns took is in the ledger all the same', () => {
  const { store } = record;
  turn('a', 0.4);
  turn('a', null);
  expect(
    store.budgets.turnUsage({ from: '2026-03-10', to: '2026-03-10' }, { limit: 9, offset: 0 }).items,
  ).toMatchObject([
    { provider: 'claude', model: 'a-model', turns: 2, cost_usd: 0.4, unknown_cost: 1, input_tokens: 1_800 },
  ]);
});

test('a budget that is used up lets nothing new begin, says why, and stops nothing that runs', () => {
  const { store } = record;
  const { id } = budget({ limit_usd: 0.5 });
  const running = queued(store, { target_session: 'b' });
  sees(store, 'b');
  store.assign();
  begin(running);
  turn('a', 0.6);
  expect(state(id)).toMatchObject({ state: 'used_up', used_usd: 0.6 });
  const waiting = queued(store);
  sees(store, 'a');
  expect(store.assign()).toEqual([]);
  expect(store.hindrance.of(there(store.prompts.get(waiting)))).toMatch(
    /the budget 'all' is used up \(\$0.60 of \$0.50\).*architect budgets set 1 --usd N.*midnight/,
  );
  expect(store.prompts.get(running)).toMatchObject({ stage: 'typing' });
  settle(running);
  expect(store.leases.get(waiting)).toBeUndefined();

  store.budgets.change(id, { limit_usd: 5 });
  expect(store.hindrance.of(there(store.prompts.get(waiting)))).toBeNull();
  expect(store.assign()).toMatchObject([{ promptId: waiting }]);
});

test('that work waits for a budget is no trouble of the sessions', () => {
  const { store } = record;
  const { id } = budget({ limit_usd: 0 });
  const waiting = queued(store);
  sees(store, 'a');
  record.pass(3_600_000);
  expect(store.stuckPrompts.waiting(5)).toEqual({ idleSessions: [], forIdle: [], hindered: [] });
  store.budgets.remove(id);
  expect(store.stuckPrompts.waiting(5)).toEqual({ idleSessions: ['a'], forIdle: [waiting], hindered: [] });
});

test('the next day begins anew; a total goes on', () => {
  const { store } = record;
  const day = budget({ limit_usd: 0.5 });
  turn('a', 0.6);
  const waiting = queued(store);
  sees(store, 'a');
  expect(store.assign()).toEqual([]);
  record.pass(24 * 3_600_000);
  expect(state(day.id)).toMatchObject({ state: 'ok', used_usd: 0 });
  expect(store.assign()).toMatchObject([{ promptId: waiting }]);
  settle(waiting);
  const total = budget({ name: 'sum', limit_usd: 1, period: 'total' });
  turn('a', 2);
  record.pass(48 * 3_600_000);
  expect(state(total.id)).toMatchObject({ state: 'used_up', used_usd: 2 });
});

test('what is under way is reserved: no more is begun at once than the budget has room for', () => {
  const { store } = record;
  // Nothing is known of turns yet: each is reckoned at $0.25.
  const { id } = budget({ limit_usd: 0.6 });
  const names = ['a', 'b', 'c', 'd', 'e'];
  const prompts = names.map(() => queued(store));
  for (const name of names) sees(store, name);
  const given = store.assign();
  expect(given).toHaveLength(3);
  expect(state(id)).toMatchObject({ state: 'reserved', reserved_usd: 0.75, used_usd: 0 });
  expect(store.hindrance.of(there(store.prompts.get(there(prompts[4]))))).toMatch(
    /reserved for work under way/,
  );
  const [first] = given;
  begin(there(first).promptId);
  keep(there(first).promptId, 0.01);
  // Its end gives the room to the next one, in the same transaction.
  expect(settle(there(first).promptId)).toHaveLength(1);
});

test('what a turn took without telling is not 0: the budget counts what was reserved for it', () => {
  const { id } = budget({ limit_usd: 0.4, limit_tokens: 1_000_000 });
  turn('a', null);
  expect(state(id)).toMatchObject({ used_usd: 0.25, unknown_cost: 1, used_tokens: 1_000, unknown_tokens: 0 });
  turn('a', null);
  expect(state(id)).toMatchObject({ state: 'used_up', used_usd: 0.5, unknown_cost: 2 });
});

test('a prompt that was never typed takes nothing; each lease is settled once', () => {
  const { store } = record;
  const { id } = budget();
  const prompt = queued(store);
  sees(store, 'a');
  store.assign();
  expect(state(id)).toMatchObject({ reserved_usd: 0.25 });
  store.lifecycle.requeue({
    promptId: prompt,
    reason: 'the terminal is busy',
    countsAsRetry: false,
    excludeSession: false,
  });
  expect(state(id)).toMatchObject({ used_usd: 0, reserved_usd: 0.25 });
  begin(prompt);
  keep(prompt, 0.3);
  store.lifecycle.requeue({
    promptId: prompt,
    reason: 'it failed',
    countsAsRetry: true,
    excludeSession: false,
  });
  begin(prompt);
  keep(prompt, 0.2);
  settle(prompt);
  settle(prompt);
  expect(state(id)).toMatchObject({ used_usd: 0.5, reserved_usd: 0 });
});

test('what was to be typed and came back untyped takes nothing, however often', () => {
  const { store } = record;
  const { id } = budget();
  const prompt = queued(store);
  sees(store, 'a');
  store.assign();
  for (let time = 0; time < 3; time += 1) {
    begin(prompt);
    store.lifecycle.requeue({
      ...{ promptId: prompt, reason: 'someone types there', pauses: true },
      ...{ countsAsRetry: false, excludeSession: false },
    });
    expect(state(id)).toMatchObject({ used_usd: 0, reserved_usd: 0, unknown_cost: 0 });
    record.pass(3_600_000);
    store.assign();
  }
  expect(store.leases.get(prompt)).toBeDefined();
});

test('what the next turn is reckoned at costs the same however long the ledger', () => {
  const plan = record
    .assigner()
    .prepare<[], { detail: string }>(
      `EXPLAIN QUERY PLAN SELECT cost_usd, tokens FROM spend
       WHERE kind = 'turn' AND provider IS 'gemini' AND state = 'settled' ORDER BY id DESC LIMIT 20`,
    )
    .all();
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('spend_recent')]);
});

test('an account, a project and a plan have budgets of their own, and shells pay nothing', () => {
  const { store } = record;
  registered(store, 'mine');
  registered(store, 'theirs');
  registered(store, 'sh', { provider: 'shell' });
  store.accountLimits.note('mine', 'account-one');
  store.accountLimits.note('theirs', 'account-two');
  budget({ name: 'one', scope: 'account', subject: 'account-one', limit_usd: 0 });
  const prompts = [queued(store), queued(store)];
  const shell = queued(store, { target_session: 'sh', expected_provider: 'shell' });
  const named = queued(store, { target_session: 'mine' });
  const held = [...prompts, shell, named].map((id) => store.leases.get(id)?.session_name);
  expect(held).toEqual(['theirs', undefined, 'sh', undefined]);
  expect(store.hindrance.of(there(store.prompts.get(named)))).toMatch(/the budget 'one' is used up/);
  // Another session could take it, when it is free.
  expect(store.hindrance.of(there(store.prompts.get(there(prompts[1]))))).toBeNull();
  budget({ name: 'everything', limit_usd: 0 });
  expect(store.hindrance.of(there(store.prompts.get(there(prompts[1]))))).toMatch(/'everything'/);
  expect(store.hindrance.of(there(store.prompts.get(shell)))).toBeNull();
});

test('work of a project whose budget is used up does not hold up other work', () => {
  const { store } = record;
  const project = store.projects.insert({ name: 'auth', source_path: record.dir }, 'me');
  budget({ name: 'auth', scope: 'project', subject: String(project.id), limit_tokens: 0, limit_usd: null });
  const locked = queued(store, { priority: 9, within_project: project.id });
  const free = queued(store);
  sees(store, 'a', { workingDir: record.dir });
  expect(store.assign()).toMatchObject([{ promptId: free }]);
  expect(store.hindrance.of(there(store.prompts.get(locked)))).toMatch(/'auth' is used up \(0 of 0 tokens\)/);
});

test('four fifths are told once a day, the end once more, and again after a new limit', () => {
  const told: string[] = [];
  record.store.budgets.onLevel(({ name, state: level }) => void told.push(`${name} ${level}`));
  const { id } = budget();
  turn('a', 0.7);
  expect(told).toEqual([]);
  turn('a', 0.15);
  turn('a', 0.01);
  expect(told).toEqual(['all warning']);
  turn('a', 0.5);
  expect(told).toEqual(['all warning', 'all used_up']);
  record.store.budgets.change(id, { limit_usd: 1.5 });
  expect(told.slice(2)).toEqual(['all warning']);
  record.pass(24 * 3_600_000);
  turn('a', 1.3);
  expect(told.slice(3)).toEqual(['all warning']);
});

test('what a crash left reserved is settled once, for what was reserved', () => {
  const { store } = record;
  const { id } = budget();
  const call = { caller: 'api', provider: 'anthropic', account: null, projectId: null, planId: null };
  const { reservation } = store.models.reserve(call) as { reservation: number };
  const held = queued(store);
  sees(store, 'a');
  store.assign();
  expect(state(id).reserved_usd).toBe(0.5);
  expect(store.budgets.ledger.settleLost()).toBe(1);
  expect(store.budgets.ledger.settleLost()).toBe(0);
  // The lease is held still: its workflow goes on.
  expect(state(id)).toMatchObject({ used_usd: 0.25, reserved_usd: 0.25, unknown_cost: 1 });
  store.budgets.ledger.settleCall(reservation, {
    ...{ model: null, costUsd: 9 },
    usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: null, cacheWriteTokens: null },
  });
  expect(state(id).used_usd).toBe(0.25);
  begin(held);
  keep(held, 0.1);
  settle(held);
  expect(state(id)).toMatchObject({ used_usd: 0.35, reserved_usd: 0 });
});

test('work of a plan whose budget is used up does not hold up other work', () => {
  const { store } = record;
  const locked = queued(store, { priority: 9 });
  const free = queued(store);
  record
    .assigner()
    .prepare(
      `INSERT INTO plan_prompts (prompt_id, plan_id, attempt_id, plan_name, task_key, number, purpose)
       VALUES (?, 7, 1, 'a plan', 'a-task', 1, 'work')`,
    )
    .run(locked);
  budget({ name: 'plan', scope: 'plan', subject: '7', limit_usd: 0 });
  sees(store, 'a');
  expect(store.assign()).toMatchObject([{ promptId: free }]);
  expect(store.hindrance.of(there(store.prompts.get(locked)))).toMatch(/'plan' is used up/);
});
