/** The times of a plan's looks: each minute, when something changed, and over any number of runs. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { LOOK_UPDATE, STATUS_QUERY, WAKE_SIGNAL } from '../../workflows/contracts/wire-names';
import type { PlanWorkflowStatus } from '../../workflows/contracts/plans';
import { until as waitUntil } from '../support/dashboard';
import { until } from '../engine/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { ACTIVE, OVER, QUIET, startPlanRun } from './support/record-plans';

let engine: TestEngine;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());

const DURATIONS = { cycleMs: 30, idleCycleMs: 600_000, advanceTimeoutMs: 10_000, heartbeatTimeoutMs: 2_000 };

test('a plan is looked at in its cycle while something of it is under way, and ends when nothing is left', async () => {
  const run = await startPlanRun(engine, [ACTIVE, ACTIVE, ACTIVE, ACTIVE, OVER], { durations: DURATIONS });
  await run.handle.result();
  expect(run.asked).toEqual(['outlook', 'advance', 'outlook', 'advance', 'outlook']);
});

test('one that waits for people is not looked at before something happens', async () => {
  const run = await startPlanRun(engine, [QUIET], { durations: DURATIONS });
  await run.looks(1);
  const status = () => run.handle.query<PlanWorkflowStatus>(STATUS_QUERY);
  await waitUntil(status, ({ looks }) => looks === 1, 'the first look');
  expect(await status()).toMatchObject({ looks: 1, outlook: QUIET });
  await run.handle.signal(WAKE_SIGNAL);
  await run.looks(2);
  run.finds(OVER);
  await run.handle.signal(WAKE_SIGNAL);
  await run.handle.result();
  expect(run.asked).toEqual(['outlook', 'outlook', 'outlook']);
});

test('one that waits for agents and commands is not looked at before one of them ends', async () => {
  const run = await startPlanRun(engine, [{ ...QUIET, active: true }], { durations: DURATIONS });
  await run.looks(1);
  await run.handle.executeUpdate(LOOK_UPDATE);
  run.finds(OVER);
  await run.handle.signal(WAKE_SIGNAL);
  await run.handle.result();
  expect(run.asked).toEqual(['outlook', 'outlook', 'outlook']);
});

test('who asks for a look is answered when one is done that began afterwards', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const run = await startPlanRun(engine, [ACTIVE, QUIET, ACTIVE, OVER], {}, () => held);
  await until(() => run.asked.includes('advance'));
  let answered = false;
  const look = run.handle.executeUpdate(LOOK_UPDATE).then(() => (answered = true));
  expect(answered).toBe(false);
  release();
  await look;
  expect(run.asked).toEqual(['outlook', 'advance', 'outlook', 'advance']);
  await run.handle.result();
});

test('over many runs no signal is lost, and no history grows', async () => {
  const run = await startPlanRun(engine, [QUIET], {
    mostEvents: 60,
    durations: { ...DURATIONS, cycleMs: 60_000 },
  });
  const first = (await run.handle.describe()).runId;
  for (let count = 1; count <= 60; count += 1) {
    await run.looks(count);
    await run.handle.signal(WAKE_SIGNAL);
  }
  await run.looks(60);
  const now = await run.handle.describe();
  expect(now.runId).not.toBe(first);
  expect(now.historyLength).toBeLessThan(80);
  run.finds(OVER);
  // The signal before may have it look once more, and then it is over already.
  await run.handle.signal(WAKE_SIGNAL).catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
  await run.handle.result();
});

test('terminated in the engine, the plan is cancelled by its next run', async () => {
  const { handle, asked } = await startPlanRun(engine, [OVER], { cancel: 'terminated: not wanted' });
  await handle.result();
  expect(asked).toEqual(['cancel', 'outlook']);
});

test('cancelled in the engine, the plan is cancelled with what runs', async () => {
  const run = await startPlanRun(engine, [QUIET]);
  await run.looks(1);
  run.finds(OVER);
  await run.handle.cancel();
  await expect(run.handle.result()).rejects.toThrow();
  expect(run.asked).toEqual(['outlook', 'cancel', 'outlook']);
  expect((await run.handle.describe()).status.name).toBe('CANCELLED');
});

test('steps of worktrees are taken beside the looks, one at a time each, and what waits for a time is looked at then', async () => {
  const step = (worktreeId: number, what: 'open' | 'merge' | 'close') => ({ worktreeId, step: what });
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const run = await startPlanRun(
    engine,
    [
      { ...QUIET, active: true, worktrees: [step(1, 'open'), step(2, 'merge')] },
      { ...QUIET, active: true, worktrees: [step(1, 'open')] },
    ],
    {},
    undefined,
    () => held,
  );
  await until(() => run.asked.includes('open 1') && run.asked.includes('merge 2'));
  // A look that is asked for is not kept waiting by them.
  await run.handle.executeUpdate(LOOK_UPDATE);
  expect(run.asked.filter((what) => what === 'open 1')).toHaveLength(1);
  run.finds({ ...QUIET, active: true, againInMs: 10 }, OVER);
  release();
  await run.handle.result();
});

test('every run repeats itself', async () => {
  expect(await engine.replayAll()).toBeGreaterThanOrEqual(5);
});
