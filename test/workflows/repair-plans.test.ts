/** Plans whose workflow is gone, or was not told of what happened, go on. */
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import type { EngineClient } from '../../activities/context';
import { EngineUnavailableError } from '../../temporal/errors';
import { repairOf } from './support/repair';
import { sees, type TestStore, testStore } from '../store/support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const repair = (running: number[], engine: Partial<EngineClient> = {}) =>
  repairOf(record.store, running, engine);

test('a plan that can go on and was not told is woken, one that waits is left alone', async () => {
  const { plans } = record.store;
  const phases = [{ name: 'only', tasks: [{ key: 'a', prompt: 'do it' }] }];
  const made = { input: { name: 'p', phases }, draft: false, actor: 'me', key: null, hash: null };
  const [waits, canGoOn, woken] = [plans.edit.create(made).id, plans.edit.create(made).id, [] as number[]];
  plans.control.pause(waits, { actor: 'me' });
  const { run } = repair([waits, canGoOn], { wakePlan: async (id: number) => void woken.push(id) });
  await run();
  plans.hold(canGoOn, 'a budget is used up');
  await run();
  expect(woken).toEqual([canGoOn]);
});

test('a plan whose session is away is left to its own looks until the session is back', async () => {
  const { plans } = record.store;
  const tasks = [{ key: 'a', prompt: 'do it', target_session: 'away' }];
  const input = { name: 'p', phases: [{ name: 'only', tasks }] };
  const { id } = plans.edit.create({ input, draft: false, actor: 'me', key: null, hash: null });
  const woken: number[] = [];
  const { run } = repair([id], { wakePlan: async (planId: number) => void woken.push(planId) });
  await run();
  expect([plans.outlook(id).due, woken]).toEqual([true, []]);
  sees(record.store, 'away');
  await run();
  expect(woken).toEqual([id]);
});

test('a plan that can not be looked into or woken keeps nothing else from going on', async () => {
  const { plans } = record.store;
  const phases = [{ name: 'only', tasks: [{ key: 'a', prompt: 'do it' }] }];
  const made = { input: { name: 'p', phases }, draft: false, actor: 'me', key: null, hash: null };
  const [unreadable, unreached, canGoOn, unstarted] = Array.from(
    { length: 4 },
    () => plans.edit.create(made).id,
  );
  const architect = openDatabase(join(record.dir, 'architect.db'));
  architect.prepare('UPDATE plan_tasks SET "after" = ? WHERE plan_id = ?').run('{', unreadable);
  architect.close();
  const woken: number[] = [];
  let followed = 0;
  const { started, run } = repair([unreadable, unreached, canGoOn] as number[], {
    async wakePlan(id) {
      if (id === unreached) throw new Error('no answer');
      woken.push(id);
    },
    startFollowUps: async () => (followed += 1),
  });
  await run();
  expect([woken, started, followed]).toEqual([[canGoOn], [unstarted], 1]);
});

test('a plan that has something to do and no workflow gets one; one that has ended or waits as a draft does not', async () => {
  const { edit, control } = record.store.plans;
  const input = { name: 'p', phases: [{ name: 'x', tasks: [{ key: 'a', prompt: 'do a' }] }] };
  const made = (draft: boolean): number =>
    edit.create({ input, draft, actor: 'me', key: null, hash: null }).id;
  const [driven, paused, running, ended] = [made(false), made(false), made(false), made(false)];
  made(true);
  control.pause(paused, { actor: 'me' });
  control.cancel(ended, { actor: 'me', stop: true });
  const { started, run } = repair([running]);
  expect(await run()).toEqual({ started: 2, signalled: 0 });
  expect(started).toEqual([driven, paused]);
});

test('where the engine is away no other plan is waited for', async () => {
  const { plans } = record.store;
  const phases = [{ name: 'only', tasks: [{ key: 'a', prompt: 'do it' }] }];
  const made = { input: { name: 'p', phases }, draft: false, actor: 'me', key: null, hash: null };
  const ids = [plans.edit.create(made).id, plans.edit.create(made).id];
  const asked: number[] = [];
  const wakePlan = async (id: number): Promise<void> => {
    asked.push(id);
    throw new EngineUnavailableError();
  };
  await expect(repair(ids, { wakePlan }).run()).rejects.toThrow('The workflow engine is down');
  expect(asked).toEqual(ids.slice(0, 1));
});
