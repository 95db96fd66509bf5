/** A task's workflow on a real engine, with scripted programs. */
import { WorkflowFailedError } from '@temporalio/client';
import { SLOT_SIGNAL, taskWorkflowId } from '../../workflows/contracts/wire-names';
import { until } from '../engine/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { ends, newTaskWorld, runs, type TaskWorld } from './support/task-world';

let engine: TestEngine;
let world: TaskWorld;
beforeAll(async () => {
  engine = await startTestEngine();
});
beforeEach(() => {
  world = newTaskWorld(engine);
});
afterEach(() => world.close());
afterAll(async () => {
  try {
    expect(await engine.replayAll()).toBeGreaterThan(5);
  } finally {
    await engine.stop();
  }
});

test('a task runs its program and is completed', async () => {
  const id = world.insert();
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', exit_code: 0, run: 1 });
  expect(world.done).toEqual([`run ${id}.1`]);
});

test('a slot that gets free goes to the waiting task of the highest priority, then to the oldest', async () => {
  const holder = world.insert({}, runs);
  await world.start(holder);
  await world.reaches(holder, 'running');
  const [low, high, alsoHigh] = [
    world.insert({ priority: 1 }),
    world.insert({ priority: 9 }),
    world.insert({ priority: 9 }),
  ] as [number, number, number];
  for (const id of [low, high, alsoHigh]) await world.start(id);
  for (const id of [low, high, alsoHigh]) await world.waits(id);
  await world.cancel(holder, 'make room');
  for (const id of [low, high, alsoHigh]) await world.ended(id);
  expect(world.done.filter((what) => what.startsWith('run'))).toEqual(
    [holder, high, alsoHigh, low].map((id) => `run ${id}.1`),
  );
});

test('a failed exit code is tried again as often as was asked, with a run of its own', async () => {
  const id = world.insert({ max_retries: 2 }, ends(3), ends(4), ends(0));
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', run: 3, retry_count: 2 });
  expect(world.done).toEqual([1, 2, 3].map((run) => `run ${id}.${run}`));
});

test('without retries a failed exit code is the end, and it is kept', async () => {
  const id = world.insert({}, ends(3));
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    status: 'failed',
    exit_code: 3,
    reason: 'it ended with exit code 3',
  });
});

test('a program that runs longer than its time limit is stopped and not tried again', async () => {
  const id = world.insert({ timeout_seconds: 0.3, max_retries: 3 }, runs);
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    status: 'failed',
    signal: 'SIGTERM',
    reason: 'it took longer than 0.3 s and was stopped',
  });
  expect(world.done).toEqual([`run ${id}.1`, `stop ${id}.1`]);
});

test('a cancel stops the program and is answered when it has ended', async () => {
  const id = world.insert({}, runs);
  await world.start(id);
  await world.reaches(id, 'running');
  await world.cancel(id, 'a person changed their mind');
  expect(world.row(id)).toMatchObject({ status: 'cancelled', reason: 'a person changed their mind' });
  expect(world.done).toEqual([`run ${id}.1`, `stop ${id}.1`]);
});

describe('a workflow that is cancelled in the engine', () => {
  const CANCELLED = 'cancelled in the workflow engine';

  test('stops the program of its task and gives the slot on', async () => {
    const id = world.insert({ max_retries: 2 }, runs);
    const next = world.insert();
    const handle = await world.start(id);
    await world.reaches(id, 'running');
    await world.start(next);
    await world.waits(next);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect((await handle.describe()).status.name).toBe('CANCELLED');
    expect(world.row(id)).toMatchObject({ status: 'cancelled', reason: CANCELLED });
    expect(await world.ended(next)).toMatchObject({ status: 'completed' });
    expect(world.done).toEqual([`run ${id}.1`, `stop ${id}.1`, `run ${next}.1`]);
  });

  test('ends its task that waits', async () => {
    const holder = world.insert({}, runs);
    const id = world.insert();
    await world.start(holder);
    await world.reaches(holder, 'running');
    const handle = await world.start(id);
    await world.waits(id);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect(world.row(id)).toMatchObject({ status: 'cancelled', reason: CANCELLED, run: 0 });
  });
});

test('a task that is cancelled while it waits never runs', async () => {
  const holder = world.insert({}, runs);
  const id = world.insert();
  await world.start(holder);
  await world.reaches(holder, 'running');
  await world.start(id);
  await world.cancel(id, 'not needed');
  expect(await world.ended(id)).toMatchObject({ status: 'cancelled', run: 0 });
  expect(world.done).toEqual([`run ${holder}.1`]);
});

test('a slot that was given by a signal that is told twice is used once', async () => {
  const holder = world.insert({}, runs);
  const id = world.insert({}, ends(0));
  await world.start(holder);
  await world.reaches(holder, 'running');
  await world.start(id);
  await world.waits(id);
  world.store.taskLifecycle.endRun({
    taskId: holder,
    run: 1,
    end: { kind: 'lost', reason: 'gone' },
    stopped: null,
  });
  // What endRun gave out was told to nobody: the reconciler finds and tells it, twice.
  const grants = world.store.taskLifecycle.forgotten(-1_000);
  expect(grants.map(({ taskId, run }) => [taskId, run])).toEqual([[id, 1]]);
  const handle = engine.client.workflow.getHandle(taskWorkflowId(id));
  for (const grant of [...grants, ...grants]) await handle.signal(SLOT_SIGNAL, grant);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', run: 1 });
  expect(world.done.filter((what) => what === `run ${id}.1`)).toHaveLength(1);
});

test('a workflow that is started again takes up the run that is under way', async () => {
  const id = world.insert({}, runs, ends(0));
  const handle = await world.start(id);
  await until(() => world.done.length === 1);
  await handle.terminate('the engine lost it');
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', run: 1 });
});

test('a settled task is left alone by a workflow that is started for it', async () => {
  const id = world.insert();
  world.store.taskLifecycle.cancelWaiting(id, 'no');
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'cancelled' });
  expect(world.done).toEqual([]);
});
