/** The steps of worktrees. Each does what can be done now, and may be repeated at any point, by another worker too. */
import { ApplicationFailure } from '@temporalio/activity';
import type { WorktreeRow } from '../../../store/plans/worktrees/rows';
import type { WorktreeActivities } from '../../../workflows/contracts/worktrees';
import { isOfClosedVault } from '../../github/faults';
import { onceForAllTries } from '../../once-for-all-tries';
import { closeStep } from './close';
import { type WorktreeDeps, WorktreeError } from './context';
import { GitError } from './git';
import { followStep } from './follow';
import { mergeStep } from './merge';
import { openStep } from './open';

/** What others hold a lock of is tried again soon. */
const LOCKED_SECONDS = 15;
/** A push, a fetch or an answer of GitHub that failed may succeed later. */
const LATER_SECONDS = 60;

export function worktreeActivities(deps: WorktreeDeps): WorktreeActivities {
  const { store, engine, log } = deps;
  const { worktrees } = store.plans;

  /** What can't be done is said where people look, and is a person's to mend or tried again. */
  const tried = async (row: WorktreeRow, step: () => Promise<void>): Promise<void> => {
    const attempt = worktrees.attemptIn(row)?.id ?? null;
    try {
      await step();
    } catch (error) {
      const reason = (error as Error).message;
      log.warn({ err: error, planId: row.plan_id, worktreeId: row.id }, 'a step of a worktree failed');
      if (error instanceof GitError && error.isLocked)
        worktrees.wait(row.id, attempt, reason, LOCKED_SECONDS);
      else if (needsPerson(error)) giveUp(row, attempt, reason);
      else worktrees.wait(row.id, attempt, `${reason}: it is tried again`, LATER_SECONDS);
    } finally {
      await wakeOthers(row.id);
    }
  };

  const giveUp = ({ id }: WorktreeRow, attempt: number | null, reason: string): void => {
    if (attempt === null) worktrees.kept(id, reason);
    else worktrees.sendBack(id, attempt, { outcome: 'needs_person', reason });
  };

  /** Plans whose worktrees wait for a turn that is free now. */
  const wakeOthers = async (id: number): Promise<void> => {
    const row = worktrees.get(id);
    if (!row || row.repository === null || row.has_turn === 1) return;
    for (const planId of worktrees.plansWaiting(row.repository))
      if (planId !== row.plan_id)
        await engine
          .wakePlan(planId)
          .catch((error: unknown) => log.warn({ err: error, planId }, 'plan is looked at later'));
  };

  const step =
    (work: (row: WorktreeRow) => Promise<void>) =>
    ({ worktreeId }: { worktreeId: number }): Promise<void> =>
      onceForAllTries(async () => {
        const row = worktrees.get(worktreeId);
        if (row?.closed_at === null) await tried(row, () => work(row));
      });

  return {
    openWorktree: step((row) => openStep(deps, row)),
    mergeWorktree: step(({ id }) => mergeStep(deps, id)),
    followWorktree: step((row) => followStep(deps, row)),
    closeWorktree: step((row) => closeStep(deps, row)),
  };
}

/** What is as it is until a person changes it. */
function needsPerson(error: unknown): boolean {
  if (error instanceof WorktreeError || (error instanceof GitError && !error.isRemote)) return true;
  return error instanceof ApplicationFailure && error.nonRetryable === true && !isOfClosedVault(error);
}
