/** The part of the orchestrator that is about phase plans. */
import type { Client } from '@temporalio/client';
import type { PhasePlanInput, PlanDurations } from '../workflows/contracts/plans';
import { LOOK_UPDATE, planWorkflowId, WAKE_SIGNAL, WORKFLOW } from '../workflows/contracts/wire-names';
import { control, runningIds, signalIfRunning } from './dispatch';
import { startOnce, type WithDeadline } from './workflow-calls';

/** Of a run's history: a thousand quiet looks. */
export const MOST_EVENTS = 2_000;
/** A look that has agents stopped or directories read may take this long. */
const LOOK_TIMEOUT_MS = 20_000;

export interface PlanWorkflowsDeps {
  readonly durations: PlanDurations;
  readonly client: () => Client;
  readonly withDeadline: WithDeadline;
}

export function planWorkflows({ durations, client, withDeadline }: PlanWorkflowsDeps) {
  return {
    /**
     * Starts the plan's workflow; false where it runs already.
     * @throws EngineUnavailableError
     */
    startPlan(planId: number): Promise<boolean> {
      const input: PhasePlanInput = { planId, durations, mostEvents: MOST_EVENTS };
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
  };
}
