/** Scans one project, or all of them one after the other, for what is left to do. On demand and by a schedule. */
import {
  ActivityCancellationType,
  ActivityFailure,
  isCancellation,
  log,
  proxyActivities,
} from '@temporalio/workflow';
import type { MilestoneScanInput, MilestoneScanResult, ProjectScan } from '../contracts/milestones';
import { ANY_WORKER, stateActivities } from '../dispatch/activity-options';
import { answersStatus } from '../dispatch/status';
import type { MilestoneActivities, MilestoneRecordActivities } from '../contracts/activities';

export async function milestoneScan(input: MilestoneScanInput): Promise<MilestoneScanResult> {
  const { projectId, hoursPerDay, durations } = input;
  const { projectsToScan } = stateActivities<MilestoneRecordActivities>();
  const { scanProject } = proxyActivities<MilestoneActivities>({
    ...ANY_WORKER,
    startToCloseTimeout: durations.scanTimeoutMs,
    heartbeatTimeout: durations.heartbeatTimeoutMs,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: { initialInterval: '1 s', maximumAttempts: 3 },
  });
  const projects: ProjectScan[] = [];
  let wanted: readonly number[] | null = null;
  answersStatus(() => ({
    step: wanted === null ? 'listing' : projects.length < wanted.length ? 'scanning' : 'done',
    ...{ scanned: projects.length, of: wanted?.length ?? null, projects },
  }));
  wanted = (await projectsToScan({ projectId })).projectIds;
  for (const id of wanted) {
    try {
      projects.push(await scanProject({ projectId: id, hoursPerDay }));
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      // One project that can't be scanned is no reason to leave the others as they are.
      log.warn('project could not be scanned', { projectId: id });
      projects.push({ projectId: id, fault: 'failed' });
    }
  }
  return { projects };
}
