/** The part of the orchestrator that is about phase plans. */
import type { Client } from '@temporalio/client';
import type { Cancellable } from '../workflows/contracts/broken-run';
import type { PhasePlanInput, PlanDurations } from '../workflows/contracts/plans';
import type { PlanDraftDurations, PlanDraftInput } from '../workflows/contracts/plan-drafts';
import {
  LOOK_UPDATE,
  planDraftWorkflowId,
  planWorkflowId,
  WAKE_SIGNAL,
  WORKFLOW,
} from '../workflows/contracts/wire-names';
import { control, runningIds, signalIfRunning } from './dispatch';
import { startAndWait, startOnce, type WithDeadline, type WorkflowOutcome } from './workflow-calls';

/** Of a run's history: a thousand quiet looks. */
export const MOST_EVENTS = 2_000;
/** A look that has agents stopped or directories read may take this long. */
const LOOK_TIMEOUT_MS = 20_000;

/** A model may think for minutes: nobody waits for that. */
const DRAFT_WAIT_MS = 10_000;
/** With the pauses between them: half a day without a model to be reached. */
const MOST_TRIES = 50;

export interface PlanWorkflowsDeps {
  readonly durations: PlanDurations;
  readonly drafts: PlanDraftDurations;
  readonly client: () => Client;
  readonly withDeadline: WithDeadline;
}

export function planWorkflows({ durations, drafts, client, withDeadline }: PlanWorkflowsDeps) {
  return {
    /**
     * Starts the plan's workflow; false where it runs already.
     * @throws EngineUnavailableError
     */
    startPlan(planId: number, cancellable: Cancellable = {}): Promise<boolean> {
      const input: PhasePlanInput = { planId, durations, mostEvents: MOST_EVENTS, ...cancellable };
      return startOnce(withDeadline, { type: WORKFLOW.phasePlan, workflowId: planWorkflowId(planId), input });
    },

    /** Something of the plan changed; nothing where no workflow runs. @throws EngineUnavailableError */
    wakePlan: (planId: number): Promise<void> =>
      signalIfRunning(withDeadline, planWorkflowId(planId), WAKE_SIGNAL),

    /**
     * Has the plan looked at and waits until that is done. False where no workflow runs.
     * @throws EngineUnavailableError
     */
    lookAtPlan: (planId: number): Promise<boolean> =>
      control(withDeadline, {
        ...{ workflowId: planWorkflowId(planId), name: LOOK_UPDATE, argument: null },
        timeoutMs: LOOK_TIMEOUT_MS,
      }),

    runningPlans: async () => runningIds(client(), WORKFLOW.phasePlan),

    /**
     * Has a model draft a plan; false where that is under way already.
     * @throws EngineUnavailableError
     */
    startPlanDraft: (draftId: number, cancellable: Cancellable = {}): Promise<boolean> =>
      startOnce(withDeadline, draftRun(draftId, drafts, cancellable)),
    /** The same, and waits for a moment. @throws EngineUnavailableError */
    draftPlan: (draftId: number): Promise<WorkflowOutcome<void>> =>
      startAndWait(withDeadline, draftRun(draftId, drafts), DRAFT_WAIT_MS),
    runningPlanDrafts: async () => runningIds(client(), WORKFLOW.planDraft),
  };
}

function draftRun(draftId: number, durations: PlanDraftDurations, cancellable: Cancellable = {}) {
  const input: PlanDraftInput = { draftId, durations, mostTries: MOST_TRIES, ...cancellable };
  return { type: WORKFLOW.planDraft, workflowId: planDraftWorkflowId(draftId), input };
}
