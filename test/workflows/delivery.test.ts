/** A prompt is typed at most once for each time it is given a session, whatever breaks meanwhile. */
import { until } from '../engine/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { hangs, taken, typesAnd, typesAndBreaks } from './support/terminal';
import { newWorld, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

/** Every delivery belongs to a lease of its own. */
function expectOneDeliveryALease(id: number): void {
  const deliveries = world.done(id).filter((what) => what.startsWith('deliver'));
  const leases = world.stages(id).filter((stage) => stage === 'leased');
  expect(deliveries.length).toBeLessThanOrEqual(leases.length);
}

describe('after a delivery that broke off', () => {
  test.each([
    ['because the terminal broke', () => typesAndBreaks(world.store)],
    ['because its worker gave no sign of life any more', () => hangs<never>()],
  ])('%s, it is looked for and not typed again', async (_why, deliver) => {
    world.sees('a');
    const id = world.insert();
    world.script(id, { deliver: [deliver()] });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
    expect(world.done(id)).toEqual(['deliver a', 'recover a', 'follow a']);
  });

  test('the look itself may be repeated', async () => {
    world.sees('a');
    const id = world.insert();
    const breaks = () => {
      throw new Error('tmux does not answer');
    };
    world.script(id, { deliver: [typesAndBreaks(world.store)], recover: [breaks, breaks, () => taken] });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed' });
    expect(world.done(id)).toEqual(['deliver a', 'recover a', 'recover a', 'recover a', 'follow a']);
  });

  test('what was not typed is typed under a new lease', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, {
      deliver: [typesAndBreaks(world.store)],
      recover: [() => ({ outcome: 'not_typed', reason: 'the worker ended before the text was typed' })],
    });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
    expect(world.done(id)).toEqual(['deliver a', 'recover a', 'deliver a', 'follow a']);
    expectOneDeliveryALease(id);
  });
});

test('what can not be told is for a person to decide, and the session goes on', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, { deliver: [typesAnd(world.store, 'indeterminate', 'nobody knows')] });
  const next = world.insert();
  await world.start(id);
  await world.start(next);
  expect(await world.ended(id)).toMatchObject({
    ...{ status: 'failed', stage: 'indeterminate', error: 'nobody knows', retry_count: 0 },
  });
  expect(world.done(id)).toEqual(['deliver a']);
  expect(world.store.lostAndFound.list(10, 0).items).toMatchObject([{ prompt_id: id, session_name: 'a' }]);
  expect(await world.ended(next)).toMatchObject({ status: 'completed', assigned_session: 'a' });
});

test('a session that ended before Enter may get it again; that is a try', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, { deliver: [typesAnd(world.store, 'gone', 'the pane ended')] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a', retry_count: 1 });
  expectOneDeliveryALease(id);
});

test('one that ended after Enter does not get it again, another does', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, { deliver: [typesAnd(world.store, 'lost', 'the pane ended after Enter')] });
  await world.start(id);
  world.sees('b', { status: 'busy' });
  await until(() => ['queued', 'failed'].includes(world.row(id).stage));
  world.sees('b');
  await world.giveOut();
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'b', retry_count: 1 });
  expect(world.done(id)).toEqual(['deliver a', 'deliver b', 'follow b']);
});

test('with no try left it fails, with the reason and the count', async () => {
  world.sees('a');
  const id = world.insert({ max_retries: 2 });
  const gone = typesAnd(world.store, 'gone', 'the pane ended');
  world.script(id, { deliver: [gone, gone, gone] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    ...{ status: 'failed', stage: 'failed', retry_count: 2 },
    error: 'the pane ended; no retry is left (2 of 2 used)',
  });
  expect(world.done(id)).toEqual(['deliver a', 'deliver a', 'deliver a']);
  expect(world.store.leases.all()).toEqual([]);
});

test('a prompt that names its session is not sent to another one after it was lost', async () => {
  world.sees('a');
  world.sees('b');
  const id = world.insert({ target_session: 'a' });
  world.script(id, { deliver: [typesAnd(world.store, 'lost', 'the pane ended after Enter')] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    status: 'failed',
    error: 'the pane ended after Enter; it may go to no other session',
  });
  expect(world.done(id)).toEqual(['deliver a']);
});

describe('a workflow that is started again where an earlier one was cut off', () => {
  test('while typing, looks for the prompt instead of typing it', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, { deliver: [typesAnd(world.store, 'taken', ''), hangs()], follow: [hangs()] });
    const first = await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    await first.terminate('as an engine that lost its database would');
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'recover a', 'follow a']);
  });

  test('before typing, types it under the lease it has', async () => {
    const id = world.insert();
    world.store.lifecycle.enterQueue(id);
    world.sees('a');
    expect(world.store.assign()).toHaveLength(1);
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a']);
    expectOneDeliveryALease(id);
  });
});

test('a prompt that is changed over and over while it waits has a bounded history, and loses no answer', async () => {
  const id = world.insert();
  const handle = await world.start(id, undefined, { mostEvents: 60 });
  await world.reaches(id, 'queued');
  const first = await handle.describe();
  for (let times = 0; times < 15; times += 1)
    await Promise.all([world.control(id, 'reconsider'), world.control(id, 'reconsider')]);
  const { runId, historyLength } = await world.workflow(id).describe();
  expect(runId).not.toBe(first.runId);
  expect(historyLength).toBeLessThan(120);
  world.sees('a');
  await world.giveOut();
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(8);
});
