/** Improvement cycles that a person asks for. */
import type { CycleInput, CycleResult } from '../workflows/contracts/improvements';
import { IMPROVEMENT_RUN_ID, WORKFLOW } from '../workflows/contracts/wire-names';
import { startAndWait, type WithDeadline, type WorkflowOutcome } from './workflow-calls';

/** A model may think for minutes: nobody waits for that. */
const WAIT_MS = 10_000;

export function improvementRuns(withDeadline: WithDeadline, { stepTimeoutMs }: { stepTimeoutMs: number }) {
  return {
    /** Starts a cycle, or finds the one that runs, and waits for a moment. @throws EngineUnavailableError */
    runImprovementCycle: (): Promise<WorkflowOutcome<CycleResult>> => {
      const input: CycleInput = { stepTimeoutMs };
      const run = { type: WORKFLOW.improvementCycle, workflowId: IMPROVEMENT_RUN_ID, input };
      return startAndWait<CycleResult>(withDeadline, run, WAIT_MS);
    },
  };
}
