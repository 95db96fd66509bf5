/** What is to be done about the worktrees of a plan now. */
import { hasEnded, type PlanStatus } from '../../../workflows/contracts/plans';
import type { WorktreeStep } from '../../../workflows/contracts/worktrees';
import type { Db } from '../../db/open';
import { timeMs } from '../../db/time';
import type { AttemptRow, PlanRow } from '../rows';
import type { PlanTables } from '../tables';
import type { WorktreeRow } from './rows';
import type { WorktreeTables } from './statements';

export interface WorktreeOutlook {
  readonly steps: readonly WorktreeStep[];
  /** Something of them is under way, or waits for its time. */
  readonly active: boolean;
  /** ... and for more than for others to merge a pull request. */
  readonly busy: boolean;
  /** When the next of them may be looked at again; unset: nothing waits for a time. */
  readonly againInMs?: number;
}

export function worktreesDue(db: Db, { plans, worktrees }: { plans: PlanTables; worktrees: WorktreeTables }) {
  const runs = db
    .prepare<[number], number>("SELECT 1 FROM task_queue WHERE id = ? AND status IN ('pending', 'running')")
    .pluck();
  const isRunning = ({ background_task: id }: WorktreeRow): boolean =>
    id !== null && runs.get(id) !== undefined;

  const stepOf = (
    plan: PlanRow,
    row: WorktreeRow,
    attempt: AttemptRow | undefined,
  ): WorktreeStep['step'] | null => {
    switch (row.state) {
      case 'merged':
      case 'closing':
        return 'close';
      case 'merging':
        return attempt?.state === 'merging' && mayMerge(plan, row) ? 'merge' : null;
      case 'opening':
      case 'setting_up':
        if (attempt) return attempt.state === 'opening' ? 'open' : null;
        return isLeft(plan, row) ? 'close' : null;
      case 'ready':
        return !attempt && isLeft(plan, row) ? 'close' : null;
      case 'pull_request':
        return 'follow';
      case 'kept':
        return !attempt && row.close_wanted === 1 ? 'close' : null;
      case 'closed':
        return null;
    }
  };
  /** A plan that is paused begins no merge; one that has begun goes on. */
  const mayMerge = ({ status }: PlanRow, { repository, has_turn: own }: WorktreeRow): boolean =>
    own === 1 || (status !== 'paused' && (repository === null || worktrees.turnIn(repository) === undefined));
  const isLeft = ({ status }: PlanRow, { close_wanted: wanted }: WorktreeRow): boolean =>
    wanted === 1 || hasEnded(status);

  /** @param status what becomes of the plan in this moment */
  return (planId: number, status?: PlanStatus): WorktreeOutlook => {
    const row = plans.plan(planId);
    const rows = row ? worktrees.open(planId) : [];
    if (!row || rows.length === 0) return { steps: [], active: false, busy: false };
    const plan = { ...row, status: status ?? row.status };
    const attempts = new Map(plans.openAttempts(planId).map((attempt) => [attempt.task_id, attempt]));
    const now = plans.now();
    const found = rows.flatMap((row) => {
      const step = stepOf(plan, row, attempts.get(row.task_id));
      if (step === null) return [];
      const waits = isRunning(row) || (row.retry_at !== null && row.retry_at > now);
      return [{ worktreeId: row.id, step, waits, retryAt: row.retry_at }];
    });
    const times = found.flatMap(({ retryAt }) =>
      retryAt !== null && retryAt > now ? [timeMs(retryAt)] : [],
    );
    return {
      ...(times.length > 0 && { againInMs: Math.max(1, Math.min(...times) - timeMs(now)) }),
      active: found.length > 0,
      busy: found.some(({ step }) => step !== 'follow'),
      steps: found.filter(({ waits }) => !waits).map(({ worktreeId, step }) => ({ worktreeId, step })),
    };
  };
}
