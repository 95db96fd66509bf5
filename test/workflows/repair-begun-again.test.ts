/** What was ended in the engine, settled by hand and begun again since is meant to go on. */
import type { EngineClient } from '../../activities/context';
import { newTask } from '../store/task-support';
import { repairOf } from './support/repair';
import { type TestStore, testStore } from '../store/support';

let record: TestStore;
beforeEach(() => (record = testStore()));
afterEach(() => record.close());

const reason = 'terminated in the workflow engine';
const TERMINATED_MS = Date.parse('2026-03-10T12:00:30Z');
const at = (endedMs = TERMINATED_MS): Partial<EngineClient> => ({
  terminationOf: async () => ({ reason, endedMs }),
});
const repair = (engine: Partial<EngineClient>) => repairOf(record.store, [], engine);

test('a task that a person wants to be run again is run', async () => {
  const { taskLifecycle } = record.store;
  const id = newTask(record.store);
  record.pass(60_000);
  taskLifecycle.cancelWaiting(id, 'by hand');
  taskLifecycle.reopen(id, 'once more');
  const { started, cancelled, run } = repair(at());
  await run();
  expect([started, cancelled]).toEqual([[id], {}]);
});

test('a task that is begun again while the engine is asked is run as well', async () => {
  const { taskLifecycle } = record.store;
  const id = newTask(record.store);
  const { cancelled, run } = repair({
    async terminationOf() {
      record.pass(60_000);
      taskLifecycle.cancelWaiting(id, 'by hand');
      taskLifecycle.reopen(id, 'once more');
      return { reason, endedMs: TERMINATED_MS };
    },
  });
  await run();
  expect(cancelled).toEqual({});
});

test('one that was terminated after that is cancelled', async () => {
  const { taskLifecycle } = record.store;
  const id = newTask(record.store);
  taskLifecycle.cancelWaiting(id, 'by hand');
  taskLifecycle.reopen(id, 'once more');
  const { cancelled, run } = repair(at());
  await run();
  expect(cancelled).toEqual({ [id]: reason });
});

describe('a plan', () => {
  const input = { name: 'p', phases: [{ name: 'x', tasks: [{ key: 'a', prompt: 'do a' }] }] };
  const made = (): number =>
    record.store.plans.edit.create({ input, draft: false, actor: 'me', key: null, hash: null }).id;

  test('goes on where a person resumed it since', async () => {
    const { control } = record.store.plans;
    const id = made();
    control.pause(id, { actor: 'me' });
    record.pass(60_000);
    control.resume(id, { actor: 'me' });
    const { started, cancelled, run } = repair(at());
    await run();
    expect([started, cancelled]).toEqual([[id], {}]);
  });

  test('goes on where a task of it is to be tried again since', async () => {
    const { control } = record.store.plans;
    const id = made();
    control.skip(id, 'a', { actor: 'me' });
    record.pass(60_000);
    control.retry(id, 'a', { actor: 'me' });
    const { cancelled, run } = repair(at());
    await run();
    expect([record.store.plans.get(id)?.status, cancelled]).toEqual(['running', {}]);
  });

  test('is cancelled where nobody did', async () => {
    const id = made();
    const { cancelled, run } = repair(at());
    await run();
    expect(cancelled).toEqual({ [id]: reason });
  });
});
