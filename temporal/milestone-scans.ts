/** Scans of projects, as the engine runs them. */
import { WorkflowNotFoundError } from '@temporalio/client';
import type { MilestoneScanInput, MilestoneScanResult } from '../workflows/contracts/milestones';
import { scanWorkflowId, WORKFLOW } from '../workflows/contracts/wire-names';
import {
  CALL_TIMEOUT_MS,
  statusOf,
  startAndWait,
  type WorkflowOutcome,
  type WithDeadline,
} from './workflow-calls';
import type { ScanSettings } from './schedules/table';

export function milestoneScans(withDeadline: WithDeadline, { hoursPerDay, durations }: ScanSettings) {
  const input = (projectId: number | null, hours = hoursPerDay): MilestoneScanInput => ({
    projectId,
    hoursPerDay: hours,
    durations,
  });
  return {
    /**
     * Starts a scan, or finds the one that runs, and waits for its end for at most `waitMs`.
     * @throws EngineUnavailableError
     */
    async scanMilestones(
      projectId: number | null,
      { hours, waitMs }: { hours: number | undefined; waitMs: number },
    ): Promise<WorkflowOutcome<MilestoneScanResult>> {
      const run = {
        type: WORKFLOW.milestoneScan,
        workflowId: scanWorkflowId(projectId),
        input: input(projectId, hours),
      };
      return startAndWait(withDeadline, run, waitMs);
    },

    /** How the last scan of the project (null: of all) stands; undefined where there was none. */
    async milestoneScan(projectId: number | null): Promise<WorkflowOutcome<MilestoneScanResult> | undefined> {
      return statusOf<MilestoneScanResult>(withDeadline, { workflowId: scanWorkflowId(projectId) }, 0).catch(
        (error: unknown) => {
          if (error instanceof WorkflowNotFoundError) return undefined;
          throw error;
        },
      );
    },

    /** False where none runs. */
    async cancelMilestoneScan(projectId: number | null): Promise<boolean> {
      try {
        return await withDeadline(CALL_TIMEOUT_MS, async ({ workflow }) => {
          const handle = workflow.getHandle(scanWorkflowId(projectId));
          // The engine takes the cancellation of a run that has ended without a word.
          if ((await handle.describe()).status.name !== 'RUNNING') return false;
          await handle.cancel();
          return true;
        });
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
  };
}
