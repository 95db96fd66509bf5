/** A prompt's workflow is cancelled in the engine itself: the same as a person's wish to cancel the prompt. */
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { until } from '../engine/support';
import type { Delivery } from '../../workflows/contracts/assignment';
import { startTestEngine, type TestEngine } from './support/engine';
import { endsWhenStopped, taken, worksUntil } from './support/terminal';
import { atWork, newWorld, untilAccepted, type World } from './support/world';

let engine: TestEngine;
let world: World;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(() => (world = newWorld(engine)));
afterEach(() => world.close());

describe('a workflow that is cancelled in the engine', () => {
  const CANCELLED = 'cancelled in the workflow engine';
  const isCancelled = async (handle: WorkflowHandle): Promise<void> => {
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    expect((await handle.describe()).status.name).toBe('CANCELLED');
  };

  test('cancels its prompt at work as a person would, and gives its session on', async () => {
    const id = await atWork(world);
    const next = world.insert();
    await world.start(next);
    await world.reaches(next, 'queued');
    await world.workflow(id).cancel();
    await isCancelled(world.workflow(id));
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: CANCELLED });
    expect(world.done(id)).toEqual(['deliver a', 'follow a', 'interrupt a']);
    expect(await world.ended(next)).toMatchObject({ status: 'completed', assigned_session: 'a' });
  });

  test('cancels its prompt that waits', async () => {
    const id = world.insert();
    const handle = await world.start(id);
    await world.reaches(id, 'queued');
    await handle.cancel();
    await isCancelled(handle);
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: CANCELLED });
  });

  test('waits for a text that is being typed, then has it stopped', async () => {
    world.sees('a');
    const id = world.insert();
    let typed: (delivery: Delivery) => void = () => undefined;
    const delivered = new Promise<Delivery>((resolve) => (typed = resolve));
    world.script(id, { deliver: [() => delivered], follow: [worksUntil()] });
    const handle = await world.start(id);
    await until(() => world.done(id).includes('deliver a'));
    await handle.cancel();
    typed(taken);
    await isCancelled(handle);
    expect(world.done(id)).toEqual(['deliver a', 'interrupt a']);
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: CANCELLED });
  });

  test('comes too late for a turn that ends at the same moment: that is completed', async () => {
    const id = await atWork(world, { follow: endsWhenStopped('done just now') });
    await world.workflow(id).cancel();
    expect(await world.ended(id)).toMatchObject({ status: 'completed', reason: 'done just now' });
  });

  test('still answers the person who cancelled it too', async () => {
    world.sees('a');
    const id = world.insert();
    world.script(id, {
      follow: [worksUntil()],
      interrupt: [() => untilAccepted(world.workflow(id)).then(() => ({ ready: true }))],
    });
    const handle = await world.start(id);
    await until(() => world.done(id).includes('follow a'));
    const cancelled = world.control(id, 'cancel', 'by me');
    await untilAccepted(handle);
    await handle.cancel();
    await cancelled;
    expect(world.row(id)).toMatchObject({ status: 'cancelled', error: 'by me' });
  });
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(4);
});
