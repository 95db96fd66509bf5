/** What a person asks of a prompt under way: it happens, and the answer comes when it has happened. */
import { CancelledFailure } from '@temporalio/activity';
import { until } from '../engine/support';
import type { Delivery, TurnEnd } from '../../workflows/contracts/assignment';
import { recordActivities } from '../../activities/prompts/state';
import { silentLog } from '../../telemetry/log';
import { startTestEngine, type TestEngine } from './support/engine';
import { endsWhenStopped, taken, worksUntil } from './support/terminal';
import { atWork, newWorld, untilAccepted, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

describe('cancelling a prompt at work', () => {
  test('interrupts the agent, and is done when the answer comes', async () => {
    const id = await atWork(world);
    await world.control(id, 'cancel', 'changed my mind');
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: 'changed my mind' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
    expect(world.store.leases.all()).toEqual([]);
  });

  test('succeeds even where the agent does not give in', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, { follow: [worksUntil()], interrupt: [() => ({ ready: false })] });
    await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    await world.control(id, 'cancel');
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  });

  test('says so where the agent was left alone, since a person types there', async () => {
    const id = await atWork(world, { interrupt: [() => ({ ready: false, leftAlone: 'not interrupted' })] });
    await world.control(id, 'cancel', 'changed my mind');
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: 'changed my mind; not interrupted' });
  });

  test('comes too late for a turn that ends at the same moment: that is completed', async () => {
    const id = await atWork(world, { follow: endsWhenStopped('done just now') });
    await world.control(id, 'cancel');
    expect(world.row(id)).toMatchObject({ status: 'completed', reason: 'done just now', error: null });
    expect(world.done(id)).toEqual(['deliver a', 'follow a']);
  });

  test('gives its session to the next prompt', async () => {
    const id = await atWork(world);
    const next = world.insert();
    await world.start(next);
    await world.reaches(next, 'queued');
    await world.control(id, 'cancel');
    expect(await world.ended(next)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  });

  test('asked twice is answered twice', async () => {
    const id = await atWork(world);
    await Promise.all([world.control(id, 'cancel', 'one'), world.control(id, 'cancel', 'two')]);
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
    expect(world.done(id).filter((what) => what === 'interrupt a')).toHaveLength(1);
  });
});

/** As a machine that is away: no answer, until the test ends. */
const saysNothing = (_grant: unknown, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new CancelledFailure('the test has ended')));
  });

describe('a prompt whose machine stays away', () => {
  test('that was typed is left for a person to judge, and nothing is asked of the machine', async () => {
    const id = await atWork(world);
    await world.control(id, 'abandon', 'the machine is away');
    expect(world.row(id)).toMatchObject({ stage: 'indeterminate' });
    expect(world.row(id).reason).toMatch(/^the machine is away: its agent was not stopped/);
    expect(world.done(id)).toEqual(['deliver a', 'follow a']);
    expect(world.store.leases.all()).toEqual([]);
  });

  test('that was not typed goes to another one', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, { deliver: [saysNothing] });
    await world.start(id);
    await until(() => world.done(id).includes('deliver a'));
    world.sees('a', { status: 'unknown' });
    world.sees('b');
    await world.control(id, 'abandon', 'the machine is away');
    expect(await world.ended(id)).toMatchObject({
      status: 'completed',
      assigned_session: 'b',
      retry_count: 0,
    });
  });

  test('and that got another session since goes on there', async () => {
    const id = await atWork(world);
    const grantedAt = '2026-01-01 00:00:00.000';
    await world.control(id, 'abandon', 'the machine was away', { grantedAt });
    expect(world.row(id).status).toBe('in_progress');
    const held = world.store.leases.get(id)?.granted_at as string;
    await world.control(id, 'abandon', 'the machine is away', { grantedAt: held });
    expect(world.row(id)).toMatchObject({ stage: 'indeterminate' });
  });

  test('is asked for after a wish that the machine could not carry out', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, { follow: [worksUntil()], interrupt: [saysNothing] });
    await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    const cancelled = world.control(id, 'cancel', 'changed my mind');
    await until(() => world.done(id).includes('interrupt a'));
    await world.control(id, 'abandon', 'the machine is away');
    await cancelled;
    expect(world.row(id)).toMatchObject({ stage: 'indeterminate' });
  });
});

test('a prompt cancelled while it is being typed is interrupted once it has been taken', async () => {
  world.sees('a');
  const id = world.insert();
  let typed: (delivery: Delivery) => void = () => undefined;
  const delivered = new Promise<Delivery>((resolve) => (typed = resolve));
  world.script(id, { deliver: [() => delivered], follow: [worksUntil()] });
  const handle = await world.start(id);
  await until(() => world.done(id).includes('deliver a'));
  const cancelled = world.control(id, 'cancel');
  await untilAccepted(handle);
  typed(taken);
  await cancelled;
  expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  expect(world.done(id)).toEqual(['deliver a', 'interrupt a']);
});

test('a prompt cancelled while it is being typed, that turns out not to be typed, is just cancelled', async () => {
  world.sees('a');
  const id = world.insert();
  let typed: (delivery: Delivery) => void = () => undefined;
  const delivered = new Promise<Delivery>((resolve) => (typed = resolve));
  world.script(id, { deliver: [() => delivered] });
  const handle = await world.start(id);
  await until(() => world.done(id).includes('deliver a'));
  const cancelled = world.control(id, 'cancel');
  await untilAccepted(handle);
  typed({ outcome: 'not_typed', reason: 'not ready' });
  await cancelled;
  expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  expect(world.done(id)).toEqual(['deliver a']);
});

describe('starting a prompt at work over', () => {
  test('interrupts the agent and queues it again, which is no retry', async () => {
    const id = await atWork(world, { prompt: { max_retries: 0 } });
    await world.control(id, 'restart', 'once more');
    expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a', 'deliver a', 'follow a']);
    expect(world.store.prompts.history(id).map(({ reason }) => reason)).toContain('once more');
  });

  test('begins nothing anew beside what goes on under the hands of a person', async () => {
    const id = await atWork(world, { interrupt: [() => ({ ready: false, leftAlone: 'not interrupted' })] });
    await world.control(id, 'restart', 'once more');
    expect(world.row(id)).toMatchObject({ stage: 'indeterminate', reason: 'once more; not interrupted' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
  });

  test('sends it to the session that a person chose meanwhile', async () => {
    const id = await atWork(world);
    world.sees('b');
    world.store.prompts.setTarget(id, { session: 'b', provider: null, expected: 'claude' });
    await world.control(id, 'restart', 'reassigned');
    expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'b' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a', 'deliver b', 'follow b']);
  });

  test('leaves alone what was given to that session before the wish came', async () => {
    const id = await atWork(world);
    await world.control(id, 'restart', 'reassigned to a', { grantedAt: '' });
    expect(world.row(id)).toMatchObject({ status: 'in_progress', assigned_session: 'a' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a']);
    await world.control(id, 'cancel');
  });

  test('may be followed by a cancellation', async () => {
    const id = await atWork(world);
    world.sees('a', { status: 'busy' });
    await world.control(id, 'restart');
    expect(world.row(id)).toMatchObject({ stage: 'queued' });
    await world.control(id, 'cancel');
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  });

  test('and calling it off before that is done ends it, with nothing typed any more', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, {
      follow: [worksUntil()],
      interrupt: [() => untilAccepted(world.workflow(id), 2).then(() => ({ ready: true }))],
    });
    await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    await Promise.all([world.control(id, 'restart'), world.control(id, 'cancel')]);
    await world.ended(id);
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
  });
});

describe('a changed priority of a prompt at work', () => {
  test('is answered at once and changes nothing', async () => {
    let end: (turn: TurnEnd) => void = () => undefined;
    const id = await atWork(world, { follow: worksUntil(new Promise((resolve) => (end = resolve))) });
    await world.control(id, 'reconsider');
    expect(world.row(id)).toMatchObject({ assigned_session: 'a' });
    end({ outcome: 'completed', reason: 'done' });
    expect(await world.ended(id)).toMatchObject({ status: 'completed', reason: 'done' });
  });

  test('does not stand before a cancellation', async () => {
    const id = await atWork(world);
    await world.control(id, 'reconsider');
    await world.control(id, 'cancel');
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  });

  test('that comes in the moment in which it is given a session neither', async () => {
    const id = world.insert();
    const handle = await world.start(id);
    await world.reaches(id, 'queued');
    world.script(id, { follow: [worksUntil()] });
    world.sees('a');
    const [grant] = world.store.assign();
    const reconsidered = world.control(id, 'reconsider');
    await handle.signal('leaseGranted', grant);
    await reconsidered;
    await until(() => world.done(id).includes('follow a'));
    await world.control(id, 'cancel');
    expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  });
});

test('a lease that is told after the cancellation is not typed into', async () => {
  const id = world.insert();
  const handle = await world.start(id);
  await world.reaches(id, 'queued');
  world.sees('a');
  const [grant] = world.store.assign();
  // The signal that would tell of the lease comes after the person's wish.
  const cancelled = world.control(id, 'cancel');
  await cancelled;
  await handle.signal('leaseGranted', grant).catch(() => undefined);
  await world.ended(id);
  expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  expect(world.done(id)).toEqual([]);
  expect(world.store.leases.all()).toEqual([]);
});

test('a cancellation that comes while the prompt goes back to the queue is carried out', async () => {
  const { store, activities } = world;
  world.sees('a');
  const id = world.insert();
  let begun: () => void = () => undefined;
  const requeueing = new Promise<void>((resolve) => (begun = resolve));
  let accepted: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (accepted = resolve));
  engine.use({
    hub: {
      ...recordActivities({ store, log: silentLog }),
      async requeuePrompt(input) {
        begun();
        await asked;
        return store.lifecycle.requeue(input);
      },
    },
    host: activities,
  });
  world.script(id, { deliver: [() => ({ outcome: 'not_typed', reason: 'not ready' })] });
  const handle = await world.start(id, undefined, { workflowTaskTimeout: '2 seconds' });
  await requeueing;
  const cancelled = world.control(id, 'cancel');
  // The engine hands it over with the sign of life that the workflow gives while it waits for the record.
  await untilAccepted(handle);
  accepted();
  await cancelled;
  expect(world.row(id)).toMatchObject({ status: 'cancelled' });
  expect(world.done(id)).toEqual(['deliver a']);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(10);
});
