/** A plan is drafted by one request to the models: again only where nothing was spent, and never without an end. */
import { WorkflowFailedError } from '@temporalio/client';
import { Context } from '@temporalio/activity';
import type { PlanDraftStatus } from '../../workflows/contracts/plan-drafts';
import { STATUS_QUERY } from '../../workflows/contracts/wire-names';
import { startTestEngine, type TestEngine } from './support/engine';
import { BROKEN, LATER, SETTLED, startDraftRun } from './support/record-plan-drafts';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());

test('it is asked once', async () => {
  const { handle, asked } = await startDraftRun(engine, [SETTLED]);
  await handle.result();
  expect(asked).toEqual(['try 1', 'give up: null']);
  expect(await handle.query<PlanDraftStatus>(STATUS_QUERY)).toMatchObject({ tries: 1, step: 'done' });
});

test('while no model can be reached it is tried again, so often and no more', async () => {
  const { handle, asked } = await startDraftRun(engine, [LATER, LATER, SETTLED]);
  await handle.result();
  expect(asked).toEqual(['try 1', 'try 2', 'try 3', 'give up: null']);
  const hopeless = await startDraftRun(engine, [LATER], { mostTries: 2 });
  await hopeless.handle.result();
  expect(hopeless.asked).toEqual(['try 1', 'try 2', 'give up: null']);
});

test('a try that broke off is repeated only where it had not begun', async () => {
  const paid = await startDraftRun(engine, [BROKEN, SETTLED], {}, 'settled');
  await paid.handle.result();
  expect(paid.asked).toEqual(['try 1', 'broken 1', 'give up: null']);
  const free = await startDraftRun(engine, [BROKEN, SETTLED], {}, 'again');
  await free.handle.result();
  expect(free.asked).toEqual(['try 1', 'broken 1', 'try 2', 'give up: null']);
});

test('terminated in the engine, the draft is given up by its next run, and no model asked', async () => {
  const { handle, asked } = await startDraftRun(engine, [SETTLED], { cancel: 'terminated: not wanted' });
  await handle.result();
  expect(asked).toEqual(['give up: terminated: not wanted']);
});

test('cancelled in the engine, the request is stopped and the draft given up', async () => {
  let begun = (): void => undefined;
  const asking = new Promise<void>((resolve) => (begun = resolve));
  let stopped = false;
  const thinks = async (): Promise<never> => {
    const beats = setInterval(() => Context.current().heartbeat(), 200);
    begun();
    try {
      return await Context.current().cancelled;
    } finally {
      clearInterval(beats);
      stopped = true;
    }
  };
  const { handle, asked } = await startDraftRun(engine, [thinks]);
  await asking;
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(asked).toEqual(['try 1', 'give up: cancelled in the workflow engine']);
  expect(stopped).toBe(true);
});

test('every run repeats itself', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(5);
});
