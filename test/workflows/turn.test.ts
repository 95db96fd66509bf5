/** The turn of an agent: to its end, out of time, or to a session that is gone. */
import { until } from '../engine/support';
import type { TurnEnd } from '../../workflows/contracts/assignment';
import { startTestEngine, type TestEngine } from './support/engine';
import { endsWhenStopped, hangs, worksUntil } from './support/terminal';
import { newWorld, type World } from './support/world';

/** 0.6 s of working time. */
const SHORT = { timeout_minutes: 0.01 };

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

const gone = (): TurnEnd => ({ outcome: 'gone', reason: 'the session ended' });

test('a turn whose session ended is done again elsewhere', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, {
    follow: [
      () => {
        world.sees('b', { provider: 'codex' });
        return gone();
      },
    ],
  });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', assigned_session: 'b', retry_count: 1 });
  expect(world.done(id)).toEqual(['deliver a', 'follow a', 'deliver b', 'follow b']);
});

test('where no other session fits it fails with the reason', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, { follow: [gone] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({
    status: 'failed',
    error: 'the session ended; no other session fits',
  });
});

test('a worker that is killed while it follows a turn costs nothing: the next one follows on', async () => {
  world.sees('a');
  const id = world.insert();
  world.script(id, { follow: [hangs()] });
  await world.start(id);
  expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
  expect(world.done(id)).toEqual(['deliver a', 'follow a', 'follow a']);
});

describe('when the working time is up', () => {
  test('the agent is interrupted and the prompt goes to another session', async () => {
    world.sees('a');
    const id = world.insert(SHORT);
    world.script(id, { follow: [worksUntil()] });
    await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    world.sees('b');
    expect(await world.ended(id)).toMatchObject({
      status: 'completed',
      assigned_session: 'b',
      retry_count: 1,
    });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a', 'deliver b', 'follow b']);
    const again = world.store.prompts.history(id).filter(({ action }) => action === 'queued')[1];
    expect(again).toMatchObject({ reason: 'it took longer than 0.01 minutes', session_name: 'a' });
  });

  test('it goes nowhere else where the agent works on under the hands of a person', async () => {
    world.sees('a');
    const id = world.insert(SHORT);
    const leftAlone = 'not interrupted, since a person types there';
    world.script(id, { follow: [worksUntil()], interrupt: [() => ({ ready: false, leftAlone })] });
    await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    world.sees('b');
    const { status, stage, reason } = await world.ended(id);
    expect([status, stage, reason]).toEqual([
      'failed',
      'indeterminate',
      `it took longer than 0.01 minutes; ${leftAlone}`,
    ]);
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
  });

  test('it fails where no other session fits; the agent is interrupted all the same', async () => {
    world.sees('a');
    const id = world.insert(SHORT);
    world.script(id, { follow: [worksUntil()], interrupt: [() => ({ ready: false })] });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({
      status: 'failed',
      error: 'it took longer than 0.01 minutes; no other session fits',
    });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
  });

  test('a turn that ends at this very moment has ended', async () => {
    world.sees('a');
    const id = world.insert(SHORT);
    world.script(id, { follow: [endsWhenStopped('just in time')] });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'completed', reason: 'just in time' });
    expect(world.done(id)).toEqual(['deliver a', 'follow a']);
  });

  test('a time that is no whole number of milliseconds is as good as any', async () => {
    world.sees('a');
    const id = world.insert({ timeout_minutes: 0.0100017, max_retries: 0 });
    world.script(id, { follow: [worksUntil()] });
    await world.start(id);
    expect(await world.ended(id)).toMatchObject({ status: 'failed' });
  });
});

test('waiting for a person does not count as working time', async () => {
  world.sees('a');
  const id = world.insert(SHORT);
  let end: (turn: TurnEnd) => void = () => undefined;
  const answered = new Promise<TurnEnd>((resolve) => (end = resolve));
  world.script(id, { follow: [worksUntil(answered)] });
  await world.start(id);
  await until(() => world.done(id).includes('follow a'));
  world.store.receipts.step(id, 'needs_confirmation', 'a', 'may I?');
  // Three times the working time passes; the person takes the time they want.
  const asked = Date.now();
  await until(() => Date.now() - asked > 1_800);
  expect(world.row(id)).toMatchObject({ stage: 'needs_confirmation' });
  world.store.receipts.step(id, 'working', 'a', 'the person said yes');
  end({ outcome: 'completed', reason: 'done' });
  expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 0 });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('after the answer the rest of the working time is left, not more', async () => {
  world.sees('a');
  const id = world.insert({ ...SHORT, max_retries: 0 });
  world.script(id, { follow: [worksUntil()] });
  await world.start(id);
  await until(() => world.done(id).includes('follow a'));
  world.store.receipts.step(id, 'needs_confirmation', 'a', 'may I?');
  const asked = Date.now();
  await until(() => Date.now() - asked > 1_000);
  world.store.receipts.step(id, 'working', 'a', 'the person said yes');
  const begun = Date.now();
  expect(await world.ended(id)).toMatchObject({ status: 'failed' });
  expect(Date.now() - begun).toBeLessThan(5_000);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(8);
});
