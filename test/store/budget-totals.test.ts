/** A total is true however long ago it was spent, and however it is summed. */
import { openStore } from '../../store';
import { spending } from './spending';
import { queued, sees, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const { budget, state, begin, keep, settle, turn } = spending(() => record);

test('a total is the same however it is summed: over days, and in a new process', () => {
  const { store } = record;
  const { id } = budget({ limit_usd: 100, period: 'total' });
  const open = queued(store, { target_session: 'b' });
  sees(store, 'b');
  store.assign();
  begin(open);
  for (let day = 0; day < 3; day += 1) {
    turn('a', 0.5);
    turn('a', null);
    record.pass(24 * 3_600_000);
    expect(state(id)).toMatchObject({ unknown_cost: day + 1 });
  }
  const { used_usd: before } = state(id);
  keep(open, 2);
  settle(open);
  expect(state(id)).toMatchObject({ used_usd: expect.closeTo(before + 2, 9), reserved_usd: 0 });
  record.pass(3_600_000);
  turn('a', 1);
  const again = openStore({ dataDir: record.dir });
  for (const { budgets } of [store, again])
    expect(budgets.get(id)).toMatchObject({ used_usd: expect.closeTo(before + 3, 9), unknown_cost: 3 });
  again.close();
});

test('a total goes on counting what has left the ledger, of whatever it is and however it is summed', async () => {
  const { store } = record;
  const keep = { promptDays: 30, interactions: 10, healthDays: 7 };
  turn('a', 7);
  const all = budget({ limit_usd: 100, period: 'total' });
  const other = budget({ limit_usd: 100, period: 'total', scope: 'account', subject: 'of-nobody' });
  // Reserved until the end: what comes after it is summed anew each time.
  const open = queued(store, { target_session: 'b' });
  sees(store, 'b');
  store.assign();
  begin(open);
  turn('a', 2);
  turn('a', null);
  const before = state(all.id);
  expect(before).toMatchObject({ unknown_cost: 1, used_usd: expect.closeTo(before.used_usd, 9) });
  for (let years = 0; years < 2; years += 1) {
    record.pass(401 * 24 * 3_600_000);
    turn('a', 3);
    expect(await store.maintenance.prune({ keep, dryRun: false })).toHaveProperty('spend');
  }
  const again = openStore({ dataDir: record.dir });
  for (const { budgets } of [store, again]) {
    expect(budgets.get(all.id)).toMatchObject({
      ...{ used_usd: expect.closeTo(before.used_usd + 6, 9), used_tokens: before.used_tokens + 2_000 },
      ...{ unknown_cost: 1, unknown_tokens: 0, reserved_usd: before.reserved_usd },
    });
    expect(budgets.get(other.id)).toMatchObject({ used_usd: 0 });
  }
  again.close();
  // Another one begins with nothing.
  record.pass(1);
  expect(store.budgets.remove(all.id)).toBe(true);
  expect(budget({ limit_usd: 100, period: 'total' })).toMatchObject({ used_usd: 0 });
});
