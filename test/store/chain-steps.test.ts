/** Steps of chains are noted for prompts that still wait, and for no others. */
import { PLAIN, queued, type TestStore, testStore, there } from './support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const chained = (after: number): number =>
  record.store.prompts.insert({ ...PLAIN, chain: { after: [after], on: 'end', notBefore: null } }).id;
const settle = (id: number) => record.store.lifecycle.settle(id, 'completed', 'done');
const steps = (): unknown[] =>
  record.assigner().prepare("SELECT subject FROM outbox WHERE kind = 'chain_step'").pluck().all();
const prune = () =>
  record.store.maintenance.prune({
    keep: { promptDays: 30, healthDays: 30, interactions: 10 },
    dryRun: false,
  });

test('the clean-up of chains that have ended leaves nothing to do', async () => {
  let last = queued(record.store);
  for (let count = 0; count < 20; count += 1) {
    const next = chained(last);
    settle(last);
    last = next;
  }
  settle(last);
  record.store.outbox.carryOutDue();
  record.pass(400 * 86_400_000);
  expect(await prune()).toMatchObject({ prompts: 21 });
  expect(steps()).toEqual([]);
});

test('the end of one for which all have waited already leaves nothing to do', () => {
  const first = queued(record.store);
  const id = chained(first);
  record.store.chains.release(id, 'released by me');
  record.assigner().prepare("UPDATE prompts SET stage = 'failed' WHERE id = ?").run(first);
  expect(steps()).toEqual([]);
});

test('how one ended that is gone still counts for one that was cancelled meanwhile, and waits again', () => {
  const first = queued(record.store);
  const id = chained(first);
  record.store.lifecycle.settle(id, 'cancelled', 'not now');
  settle(first);
  record.assigner().prepare('DELETE FROM assignment_history WHERE prompt_id = ?').run(first);
  record.assigner().prepare('DELETE FROM prompts WHERE id = ?').run(first);
  record.store.lifecycle.reopen(id, 'again');
  expect(there(record.store.prompts.get(id)).stage).toBe('accepted');
});
