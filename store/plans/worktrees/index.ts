/** Worktrees of plan tasks: what was made for which task, how far it is, and what is to be done about it. */
import type { Db } from '../../db/open';
import type { Clock } from '../../db/time';
import type { worktreesDue } from './due';
import { worktreeLife, type WorktreeLifeDeps } from './life';
import { type MergingDeps, worktreeMerging } from './merging';
import { worktreePullRequests } from './pull-requests';

export type PlanWorktrees = ReturnType<typeof planWorktrees>;

interface WorktreeDeps extends WorktreeLifeDeps, Omit<MergingDeps, 'clock'> {
  readonly due: ReturnType<typeof worktreesDue>;
}

export function planWorktrees(db: Db, deps: WorktreeDeps, clock: Clock) {
  const { worktrees, due } = deps;
  const { get, ofTask, ofPlan, open, branchesIn, plansWaiting, portsInUse } = worktrees;
  return {
    ...{ get, ofTask, ofPlan, open, branchesIn, plansWaiting, portsInUse },
    ...worktreeLife(db, deps),
    ...worktreeMerging(db, { ...deps, clock }),
    ...worktreePullRequests(db, { ...deps, clock }),
    due,
  };
}
