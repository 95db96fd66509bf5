/** Runs of the workflow that has a plan drafted, scripted: what comes of each try. Each gives the id of its workflow. */
import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import type { DraftTry, PlanDraftInput } from '../../../workflows/contracts/plan-drafts';
import { HUB_QUEUE, planDraftWorkflowId, WORKFLOW } from '../../../workflows/contracts/wire-names';
import type { TestEngine } from './engine';
import { unlessItFailed } from './histories';

export const SETTLED: DraftTry = { outcome: 'settled' };
export const LATER: DraftTry = { outcome: 'later', afterMs: null };
/** The worker was killed meanwhile. */
export const BROKEN = 'broken';

export interface DraftRun {
  readonly handle: WorkflowHandle;
  /** `try 1`, `broken 1`, `give up: null`. */
  readonly asked: string[];
}

let drafts = 0;

/** @param tries the last one stays; @param after what a try that broke off leads to */
export async function startDraftRun(
  { client, use }: TestEngine,
  tries: readonly (DraftTry | typeof BROKEN | (() => Promise<DraftTry>))[],
  given: Partial<PlanDraftInput> = {},
  after: 'again' | 'settled' = 'settled',
): Promise<DraftRun> {
  drafts += 1;
  const asked: string[] = [];
  use({
    hub: {
      async draftPlan({ number }) {
        asked.push(`try ${number}`);
        const came = tries[Math.min(number, tries.length) - 1] ?? SETTLED;
        if (came === BROKEN) throw ApplicationFailure.nonRetryable('the worker was killed');
        return typeof came === 'function' ? came() : came;
      },
      async brokenDraft({ number }) {
        asked.push(`broken ${number}`);
        return after;
      },
      giveUpDraft: async ({ reason }) => void asked.push(`give up: ${reason}`),
    },
    host: {},
  });
  const input: PlanDraftInput = {
    draftId: drafts,
    durations: { askTimeoutMs: 10_000, heartbeatTimeoutMs: 2_000, retryMs: 20, longestRetryMs: 40 },
    mostTries: 4,
    ...given,
  };
  const handle = await client.workflow.start(WORKFLOW.planDraft, {
    workflowId: planDraftWorkflowId(drafts),
    taskQueue: HUB_QUEUE,
    args: [input],
  });
  return { handle, asked };
}

const ended = async ({ handle }: DraftRun): Promise<string> => {
  await handle.result().catch(unlessItFailed);
  return handle.workflowId;
};

export const PLAN_DRAFTS: Readonly<Record<string, (engine: TestEngine) => Promise<string>>> = {
  plain: async (engine) => ended(await startDraftRun(engine, [SETTLED])),
  'no-model-at-first': async (engine) => ended(await startDraftRun(engine, [LATER, LATER, SETTLED])),
  'broken-off': async (engine) => ended(await startDraftRun(engine, [BROKEN])),
  async terminated(engine) {
    const run = await startDraftRun(engine, [SETTLED], { cancel: 'terminated in the workflow engine' });
    await run.handle.result();
    return run.handle.workflowId;
  },
  async 'cancelled-in-the-engine'(engine) {
    const waits = {
      askTimeoutMs: 10_000,
      heartbeatTimeoutMs: 2_000,
      retryMs: 60_000,
      longestRetryMs: 60_000,
    };
    let tell = (): void => undefined;
    const tried = new Promise<void>((resolve) => (tell = resolve));
    const later = async (): Promise<DraftTry> => {
      tell();
      return LATER;
    };
    const run = await startDraftRun(engine, [later], { durations: waits });
    await tried;
    await run.handle.cancel();
    return ended(run);
  },
};
