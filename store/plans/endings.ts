/** How an attempt ends, and what that makes of its task. Call within the transaction of the change. */
import type { KeptTaskStatus } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { AttemptOutcome, AttemptRow } from './rows';
import type { PlanTables } from './tables';
import type { Tries } from './tries';
import { isGoing } from './worktrees/rows';
import type { WorktreeTables } from './worktrees/statements';

export type Endings = ReturnType<typeof attemptEndings>;

/** So often in a row does a task meet with conflicts before a person looks at it. */
const MOST_CONFLICTS = 5;

export function attemptEndings(db: Db, tables: PlanTables, tries: Tries, worktrees: WorktreeTables) {
  const end = db.prepare(`
    UPDATE plan_attempts SET state = 'ended', outcome = @outcome, reason = @reason, decided_by = @by, ended_at = @now
    WHERE id = @id`);
  const toMerge = db.prepare(`
    UPDATE plan_attempts SET state = 'merging', outcome = NULL, ended_at = NULL, reason = @reason, decided_by = @by
    WHERE id = @id`);

  /** What was done in a worktree isn't done before it is merged. True where it is to be. */
  const handOver = (attempt: AttemptRow, reason: string, by: string | null): boolean => {
    const row = worktrees.ofTask(attempt.task_id);
    if (!row || attempt.directory === null || row.directory !== attempt.directory) return false;
    // Only what has nothing left to merge is taken down. An open pull request is others' to merge.
    if (isGoing(row) || row.state === 'pull_request') return false;
    worktrees.set(row.id, {
      ...{ state: 'merging', reason: null, retry_at: null, queued_at: row.queued_at ?? tables.now() },
    });
    // Who let it through before its gates were asked again still did.
    toMerge.run({ id: attempt.id, reason, by: by ?? attempt.decided_by });
    tables.setTask(attempt.task_id, 'checking', `${reason}: it is to be merged into ${row.base}`);
    return true;
  };
  /** Whoever waits for its turn may go on. */
  const letGo = ({ task_id: taskId }: AttemptRow): void => {
    const row = worktrees.ofTask(taskId);
    if (row?.state === 'merging')
      worktrees.set(row.id, { state: 'ready', has_turn: 0, queued_at: null, retry_at: null, reason: null });
  };

  const afterConflict = (
    attempt: AttemptRow,
    reason: string,
    isShell: boolean,
  ): { status: KeptTaskStatus; why: string } => {
    const directory = attempt.directory ?? 'its worktree';
    if (isShell)
      return {
        status: 'needs_person',
        why: `${reason}: rebase it in ${directory}, then let it through with override`,
      };
    const met = tables
      .attemptsOf(attempt.task_id)
      .filter(
        ({ number, outcome }) =>
          outcome === 'conflict' && number > tables.taskById(attempt.task_id).tries_from,
      );
    return met.length >= MOST_CONFLICTS
      ? { status: 'needs_person', why: `${reason}, the ${met.length}th time` }
      : { status: 'waiting', why: `${reason}: its agent is asked to mend that` };
  };

  const afterFailure = (
    attempt: AttemptRow,
    reason: string,
    isShell: boolean,
  ): { status: KeptTaskStatus; why: string } => {
    const task = tables.taskById(attempt.task_id);
    const next = tries.afterFailure(tables.requirePlan(attempt.plan_id), task, isShell);
    switch (next.do) {
      case 'retry':
        return { status: 'waiting', why: `attempt ${attempt.number} failed, another follows: ${reason}` };
      case 'diagnose':
        return { status: 'waiting', why: `${next.reason}: the agent is asked for the cause` };
      case 'person':
        return { status: 'needs_person', why: `${next.reason}: ${reason}` };
      case 'fail':
        return { status: 'failed', why: `${reason}; ${next.reason}` };
    }
  };

  return {
    /** `isShell`: it can't be asked for a cause. */
    end(
      attempt: AttemptRow,
      outcome: AttemptOutcome,
      reason: string,
      isShell: boolean,
      by: string | null = null,
    ) {
      if ((outcome === 'passed' || outcome === 'overridden') && handOver(attempt, reason, by)) return;
      letGo(attempt);
      end.run({ id: attempt.id, outcome, reason, by, now: tables.now() });
      // A plan that was cancelled begins nothing more.
      const isOver = tables.requirePlan(attempt.plan_id).status === 'cancelled';
      if (isOver && (outcome === 'failed' || outcome === 'conflict' || outcome === 'needs_person')) {
        tables.setTask(attempt.task_id, 'failed', reason);
        return;
      }
      if (outcome === 'failed' || outcome === 'conflict') {
        const { status, why } = (outcome === 'failed' ? afterFailure : afterConflict)(
          attempt,
          reason,
          isShell,
        );
        tables.setTask(attempt.task_id, status, why);
      } else tables.setTask(attempt.task_id, TASK_AFTER[outcome], reason);
    },

    /** Its worktree was merged: now it is done. */
    merged({ id, task_id: taskId, decided_by: by }: AttemptRow, reason: string): void {
      const outcome: AttemptOutcome = by === null ? 'passed' : 'overridden';
      end.run({ id, outcome, reason, by, now: tables.now() });
      tables.setTask(taskId, 'completed', reason);
    },
  };
}

const TASK_AFTER: Readonly<Record<Exclude<AttemptOutcome, 'failed' | 'conflict'>, KeptTaskStatus>> = {
  passed: 'completed',
  overridden: 'completed',
  needs_person: 'needs_person',
  cancelled: 'cancelled',
  withdrawn: 'waiting',
};
