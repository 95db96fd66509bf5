/** Scans of projects, as the engine runs them. */
import {
  type Client,
  type ScheduleOptions,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type {
  MilestoneScanInput,
  MilestoneScanResult,
  ScanDurations,
} from '../workflows/contracts/milestones';
import { HUB_QUEUE, MILESTONE_SCHEDULE, scanWorkflowId, WORKFLOW } from '../workflows/contracts/wire-names';
import {
  CALL_TIMEOUT_MS,
  statusOf,
  startAndWait,
  type WorkflowOutcome,
  type WithDeadline,
} from './workflow-calls';

export interface ScanSettings {
  /** `HH:MM`, local time; null: no schedule. */
  readonly at: string | null;
  readonly hoursPerDay: number;
  readonly durations: ScanDurations;
}

export function milestoneScans(withDeadline: WithDeadline, { at, hoursPerDay, durations }: ScanSettings) {
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

    /**
     * Makes the daily schedule as the setting wants it. One that a person changed in Temporal stays so until the
     * setting is another one.
     */
    async ensureScanSchedule({ schedule }: Client): Promise<void> {
      const handle = schedule.getHandle(MILESTONE_SCHEDULE);
      if (at === null) {
        await handle.delete().catch(unless(ScheduleNotFoundError));
        return;
      }
      const note = `Scans all projects for milestones. ARCHITECT_MILESTONE_SCAN=${at}, ARCHITECT_HOURS_PER_DAY=${hoursPerDay}`;
      const options = scheduleOptions(at, note, input(null));
      try {
        await schedule.create(options);
      } catch (error) {
        if (!(error instanceof ScheduleAlreadyRunning)) throw error;
        if ((await handle.describe()).state.note === note) return;
        await handle.update((previous) => ({ ...options, state: { ...previous.state, note } }));
      }
    },
  };
}

function scheduleOptions(at: string, note: string, input: MilestoneScanInput) {
  const [hour, minute] = at.split(':').map(Number) as [number, number];
  return {
    scheduleId: MILESTONE_SCHEDULE,
    spec: {
      calendars: [{ hour, minute }],
      timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    action: {
      type: 'startWorkflow',
      workflowType: WORKFLOW.milestoneScan,
      workflowId: MILESTONE_SCHEDULE,
      taskQueue: HUB_QUEUE,
      args: [input],
    },
    // A day that the machine was off for is made up for, once.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
    state: { note },
  } satisfies ScheduleOptions;
}

function unless(expected: abstract new (...args: never[]) => Error): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof expected)) throw error;
  };
}
