/** Each way a turn can end has an end of its own for the prompt. */
import type { TurnEnd } from '../../workflows/contracts/assignment';
import { until } from '../engine/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { newWorld, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

async function ends(...turns: TurnEnd[]): Promise<number> {
  world.sees('a');
  const id = world.insert();
  world.script(id, { follow: turns.map((turn) => () => turn) });
  await world.start(id);
  return id;
}

test('stopped by a person in the terminal: cancelled, not done again', async () => {
  const id = await ends({ outcome: 'interrupted', reason: 'a person stopped it in the terminal' });
  expect(await world.ended(id)).toMatchObject({
    status: 'cancelled',
    error: 'a person stopped it in the terminal',
    retry_count: 0,
  });
  expect(world.done(id)).toEqual(['deliver a', 'follow a']);
});

test('refused: failed, not done again', async () => {
  const id = await ends({ outcome: 'refused', reason: 'a rule says no' });
  expect(await world.ended(id)).toMatchObject({ status: 'failed', error: 'a rule says no', retry_count: 0 });
});

test('a failure that no other try heals: failed at once, though tries are left', async () => {
  world.sees('b');
  const id = await ends({ outcome: 'failed', reason: 'the API says 400', mayRetry: false });
  expect(await world.ended(id)).toMatchObject({
    status: 'failed',
    error: 'the API says 400',
    retry_count: 0,
  });
});

test('a failure that may pass: done again in another session', async () => {
  world.sees('b');
  const id = await ends({ outcome: 'failed', reason: 'the API is overloaded', mayRetry: true });
  expect(await world.ended(id)).toMatchObject({ status: 'completed', retry_count: 1 });
  expect(world.done(id)).toHaveLength(4);
});

describe('at the usage limit', () => {
  const soon = (): TurnEnd => ({
    outcome: 'limited',
    reason: 'the usage limit is reached',
    limitedUntilMs: Date.now() + 60_000,
  });

  test('the prompt waits again, without losing a try, and no session of that account gets it', async () => {
    world.sees('b');
    world.sees('a');
    for (const session of ['a', 'b']) world.store.accountLimits.note(session, 'one');
    const id = await ends(soon());
    await until(() => world.stages(id).filter((stage) => stage === 'queued').length === 2);
    expect(await world.giveOut()).toEqual([]);
    expect(world.row(id)).toMatchObject({
      status: 'pending',
      retry_count: 0,
      reason: 'the usage limit is reached',
    });
    expect(world.store.sessions.list().map(({ status }) => status)).toEqual(['limited', 'limited']);
  });

  test('a session of another agent takes it meanwhile', async () => {
    const id = await ends(soon());
    await until(() => world.stages(id).filter((stage) => stage === 'queued').length === 2);
    world.sees('c', { provider: 'codex' });
    await world.giveOut();
    expect(await world.ended(id)).toMatchObject({
      status: 'completed',
      assigned_session: 'c',
      retry_count: 0,
    });
  });

  test('when it is over the session takes it', async () => {
    const id = await ends({ ...soon(), limitedUntilMs: Date.now() + 300 });
    await until(() => world.stages(id).filter((stage) => stage === 'queued').length === 2);
    await until(
      () => Date.parse(`${world.store.sessions.get('a')?.limited_until?.replace(' ', 'T')}Z`) < Date.now(),
    );
    world.sees('a');
    await world.giveOut();
    expect(await world.ended(id)).toMatchObject({
      status: 'completed',
      assigned_session: 'a',
      retry_count: 0,
    });
  });
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(6);
});
