/** The merge of a worktree, as far as the store knows it: whose turn it is, and what came of it. */
import type { Db } from '../../db/open';
import { type Clock, sqlTime } from '../../db/time';
import type { Transition } from '../../outbox/transition';
import type { Conclude } from '../conclude';
import type { Endings } from '../endings';
import type { AttemptRow } from '../rows';
import type { PlanTables } from '../tables';
import type { WorktreeRow } from './rows';
import type { WorktreeTables } from './statements';

export interface MergingDeps {
  readonly plans: PlanTables;
  readonly worktrees: WorktreeTables;
  readonly endings: Endings;
  readonly conclude: Conclude;
  readonly clock: Clock;
  readonly transition: Transition;
}

export type SentBack = 'failed' | 'conflict' | 'needs_person' | 'withdrawn';

export function worktreeMerging(db: Db, deps: MergingDeps) {
  const { plans, worktrees, endings, conclude, clock, transition } = deps;
  const attemptOf = db.prepare<[number], AttemptRow>(
    "SELECT * FROM plan_attempts WHERE task_id = ? AND state <> 'ended'",
  );
  const check = db.prepare("UPDATE plan_attempts SET state = 'checking' WHERE id = ?");
  // What a person let through stays so.
  const askAgain = db.prepare(`
    UPDATE plan_gates SET status = 'pending', evidence = @reason
    WHERE attempt_id = @id AND status = 'passed' AND json_extract(gate, '$.type') <> 'approval'`);
  // What a person approved is what was rebased, without a conflict: those files, and no others.
  const bringAlong = db.prepare(`
    UPDATE plan_gates SET tree = @to WHERE attempt_id = @id AND status = 'passed' AND tree = @from
      AND json_extract(gate, '$.type') = 'approval'`);
  /** The attempt whose work is to be merged; undefined: it is not, or not any more. */
  const toMerge = (id: number): { row: WorktreeRow; attempt: AttemptRow } | undefined => {
    const row = worktrees.get(id);
    const attempt = row && attemptOf.get(row.task_id);
    return row?.state === 'merging' && attempt?.state === 'merging' ? { row, attempt } : undefined;
  };

  /** What a step was begun for, unless that has ended, or another attempt began, meanwhile. `null`: that nobody needs it. */
  const stillFor = (id: number, forAttempt: number | null): { row?: WorktreeRow; attempt?: AttemptRow } => {
    const row = worktrees.get(id);
    const attempt = row && attemptOf.get(row.task_id);
    if (row?.closed_at !== null || (attempt?.id ?? null) !== forAttempt) return {};
    return { row, ...(attempt && { attempt }) };
  };

  return {
    toMerge,
    /** The attempt that works in it. */
    attemptIn: ({ task_id: taskId }: WorktreeRow) => attemptOf.get(taskId),

    /** True: it is its turn, and stays so until it is merged or sent back. */
    takeTurn: transition((id: number): boolean => {
      const found = toMerge(id);
      if (!found || found.row.repository === null) return false;
      const holder = worktrees.turnIn(found.row.repository);
      if (holder !== undefined) return holder === id;
      worktrees.set(id, { has_turn: 1 });
      return true;
    }),

    /** Not now: somebody or something outside has to change first. Others may go before. */
    wait: transition((id: number, forAttempt: number | null, reason: string, seconds: number): void => {
      const { row, attempt } = stillFor(id, forAttempt);
      if (!row) return;
      const retryAt = sqlTime(new Date(clock().getTime() + seconds * 1_000));
      worktrees.set(id, { reason, has_turn: 0, retry_at: retryAt });
      if (attempt && (attempt.state === 'merging' || attempt.state === 'opening'))
        plans.setTask(row.task_id, attempt.state === 'merging' ? 'checking' : 'running', reason);
    }),

    rebasing: (id: number, is: boolean): void => worktrees.set(id, { rebasing: Number(is) }),

    /** Of which commit the gates were asked before anything was rebased. */
    checked: (id: number, attemptId: number, commit: string): void =>
      worktrees.set(id, { checked_attempt: attemptId, checked_commit: commit }),

    /** It stands on another commit now: its gates are asked of that one. It keeps its turn. */
    askAgain: transition((id: number, commit: string, reason: string, rebased: RebasedFiles): void => {
      const found = toMerge(id);
      if (!found) return;
      const { attempt } = found;
      worktrees.set(id, { checked_attempt: attempt.id, checked_commit: commit, reason });
      askAgain.run({ id: attempt.id, reason });
      bringAlong.run({ id: attempt.id, from: rebased.from, to: rebased.to });
      check.run(attempt.id);
      plans.setTask(attempt.task_id, 'checking', reason);
      conclude(attempt.plan_id);
    }),

    /** The attempt is over without a merge. */
    sendBack: transition((id: number, forAttempt: number, ended: SendBack): void => {
      const { outcome, reason, ...given } = ended;
      const { attempt } = stillFor(id, forAttempt);
      if (!attempt) return;
      if (given.conflicts) worktrees.set(id, { conflicts: JSON.stringify(given.conflicts) });
      endings.end(attempt, outcome, reason, given.isShell ?? true);
      conclude(attempt.plan_id);
    }),

    pushed: (id: number, commit: string): void => worktrees.set(id, { pushed_commit: commit }),
  };
}

/** Hashes of all files before and after a rebase. */
export interface RebasedFiles {
  readonly from: string;
  readonly to: string;
}

export interface SendBack {
  readonly outcome: SentBack;
  readonly reason: string;
  readonly conflicts?: readonly string[];
  /** What works there can't be asked for a cause. */
  readonly isShell?: boolean;
}
