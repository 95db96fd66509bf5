/** How an attempt ends, and what that makes of its task. Call within the transaction of the change. */
import type { KeptTaskStatus } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { AttemptOutcome, AttemptRow } from './rows';
import type { PlanTables } from './tables';
import type { Tries } from './tries';

export type Endings = ReturnType<typeof attemptEndings>;

export function attemptEndings(db: Db, tables: PlanTables, tries: Tries) {
  const end = db.prepare(`
    UPDATE plan_attempts SET state = 'ended', outcome = @outcome, reason = @reason, decided_by = @by, ended_at = @now
    WHERE id = @id`);

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
      end.run({ id: attempt.id, outcome, reason, by, now: tables.now() });
      // A plan that was cancelled begins nothing more.
      const isOver = tables.requirePlan(attempt.plan_id).status === 'cancelled';
      if (isOver && (outcome === 'failed' || outcome === 'needs_person')) {
        tables.setTask(attempt.task_id, 'failed', reason);
        return;
      }
      if (outcome === 'failed') {
        const { status, why } = afterFailure(attempt, reason, isShell);
        tables.setTask(attempt.task_id, status, why);
      } else tables.setTask(attempt.task_id, TASK_AFTER[outcome], reason);
    },
  };
}

const TASK_AFTER: Readonly<Record<Exclude<AttemptOutcome, 'failed'>, KeptTaskStatus>> = {
  passed: 'completed',
  overridden: 'completed',
  needs_person: 'needs_person',
  cancelled: 'cancelled',
  withdrawn: 'waiting',
};
