/** Steps of worktrees beside a plan's looks: what git takes its time for must not keep a decision waiting. */
import { proxyActivities } from '@temporalio/workflow';
import type { WorktreeActivities } from '../contracts/activities';
import type { PlanDurations } from '../contracts/plans';
import type { WorktreeStep } from '../contracts/worktrees';
import { within } from '../dispatch/activity-options';

/** @param ended one of them has ended: the plan is to be looked at again */
export function worktreeSteps(durations: PlanDurations, ended: () => void) {
  const { advanceTimeoutMs, worktreeTimeoutMs = advanceTimeoutMs, heartbeatTimeoutMs } = durations;
  const activities = proxyActivities<WorktreeActivities>(within(worktreeTimeoutMs, heartbeatTimeoutMs));
  const underWay = new Set<number>();

  const take = async ({ worktreeId, step }: WorktreeStep): Promise<void> => {
    try {
      await activities[`${step}Worktree`]({ worktreeId });
    } finally {
      underWay.delete(worktreeId);
      ended();
    }
  };

  return {
    underWay: () => underWay.size,
    /** Each worktree has one step at a time. */
    begin(steps: readonly WorktreeStep[]): void {
      for (const step of steps) {
        if (underWay.has(step.worktreeId)) continue;
        underWay.add(step.worktreeId);
        // Tried until it ends; what is cancelled with the workflow is taken up by whoever drives the plan next.
        take(step).catch(() => undefined);
      }
    },
  };
}
