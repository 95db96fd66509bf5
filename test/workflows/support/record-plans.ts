/** Runs of a plan's workflow, scripted: what each look finds. Each gives the id of its workflow. */
import type { WorkflowHandle } from '@temporalio/client';
import type { PhasePlanInput, PlanOutlook } from '../../../workflows/contracts/plans';
import {
  HUB_QUEUE,
  LOOK_UPDATE,
  planWorkflowId,
  WAKE_SIGNAL,
  WORKFLOW,
} from '../../../workflows/contracts/wire-names';
import { until } from '../../engine/support';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

export const OVER: PlanOutlook = { ended: true, due: false, active: false };
export const ACTIVE: PlanOutlook = { ended: false, due: true, active: true };
export const QUIET: PlanOutlook = { ended: false, due: false, active: false };

const INPUT: Omit<PhasePlanInput, 'planId'> = {
  durations: { cycleMs: 60_000, idleCycleMs: 600_000, advanceTimeoutMs: 10_000, heartbeatTimeoutMs: 2_000 },
  mostEvents: 2_000,
};

export interface PlanRun {
  readonly handle: WorkflowHandle;
  /** What was asked of the store: `outlook`, `advance`, `cancel`. */
  readonly asked: string[];
  /** What the next looks find; the last one stays. */
  finds(...outlooks: PlanOutlook[]): void;
  looks(count: number): Promise<void>;
}

let plans = 0;

/** @param slow how long a look takes that does something */
export async function startPlanRun(
  { client, use }: TestEngine,
  first: readonly PlanOutlook[],
  input: Partial<Omit<PhasePlanInput, 'planId'>> = {},
  advance: () => Promise<void> = () => Promise.resolve(),
  worktree: () => Promise<void> = () => Promise.resolve(),
): Promise<PlanRun> {
  plans += 1;
  const planId = plans;
  const asked: string[] = [];
  let found = [...first];
  const next = (): PlanOutlook => (found.length > 1 ? found.shift() : found[0]) ?? OVER;
  const took =
    (step: string) =>
    async ({ worktreeId }: { worktreeId: number }) => {
      asked.push(`${step} ${worktreeId}`);
      await worktree();
    };
  use({
    hub: {
      planOutlook: async () => {
        asked.push('outlook');
        return next();
      },
      advancePlan: async () => {
        asked.push('advance');
        await advance();
        return next();
      },
      cancelPlan: async () => void asked.push('cancel'),
      openWorktree: took('open'),
      mergeWorktree: took('merge'),
      closeWorktree: took('close'),
    },
    host: {},
  });
  const handle = await client.workflow.start(WORKFLOW.phasePlan, {
    workflowId: planWorkflowId(planId),
    taskQueue: HUB_QUEUE,
    args: [{ ...INPUT, ...input, planId } satisfies PhasePlanInput],
  });
  return {
    handle,
    asked,
    finds: (...outlooks) => void (found = outlooks),
    looks: (count) => until(() => asked.filter((what) => what === 'outlook').length >= count),
  };
}

export const PLANS: Readonly<Record<string, (engine: TestEngine) => Promise<string>>> = {
  async plain(engine) {
    const { handle } = await startPlanRun(engine, [ACTIVE, ACTIVE, ACTIVE, OVER], {
      durations: { ...INPUT.durations, cycleMs: 50 },
    });
    await handle.result();
    return handle.workflowId;
  },
  async 'woken-and-looked-at'(engine) {
    const run = await startPlanRun(engine, [QUIET]);
    await run.looks(1);
    await run.handle.signal(WAKE_SIGNAL);
    await run.looks(2);
    run.finds(ACTIVE, QUIET);
    await run.handle.executeUpdate(LOOK_UPDATE);
    run.finds(OVER);
    await run.handle.signal(WAKE_SIGNAL);
    await run.handle.result();
    return run.handle.workflowId;
  },
  async worktrees(engine) {
    const { handle } = await startPlanRun(engine, [
      { ...ACTIVE, worktrees: [{ worktreeId: 1, step: 'open' }] },
      { ...ACTIVE, worktrees: [{ worktreeId: 1, step: 'open' }] },
      { ...ACTIVE, worktrees: [{ worktreeId: 1, step: 'merge' }] },
      { ...ACTIVE, worktrees: [{ worktreeId: 1, step: 'merge' }] },
      { ...QUIET, active: true, againInMs: 20 },
      { ...QUIET, active: true, worktrees: [{ worktreeId: 1, step: 'close' }] },
      OVER,
    ]);
    await handle.result();
    return handle.workflowId;
  },
  async 'cancelled-in-the-engine'(engine) {
    const run = await startPlanRun(engine, [QUIET]);
    await run.looks(1);
    run.finds(OVER);
    await run.handle.cancel();
    await run.handle.result().catch(unlessItFailed);
    return run.handle.workflowId;
  },
  async terminated(engine) {
    const { handle } = await startPlanRun(engine, [OVER], { cancel: 'terminated in the workflow engine' });
    await handle.result();
    return handle.workflowId;
  },
};
