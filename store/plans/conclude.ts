/** After every change: how far the plan is, whether it has ended, and whether its workflow has something to do. */
import { hasEnded, type PlanStatus } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import { endOf, percent } from './decide/progress';
import { standings } from './decide/standing';
import type { PlanTables } from './tables';

export type Conclude = ReturnType<typeof concluding>;

export function concluding(
  db: Db,
  tables: PlanTables,
  worktreesActive: (planId: number, status: PlanStatus) => boolean,
) {
  const keep = db.prepare(`
    UPDATE plans SET status = @status, reason = @reason, progress = @progress, driven = @driven, ended_at = @ended
    WHERE id = @id`);
  /** Call it inside the transaction of the change. */
  return (planId: number): void => {
    const plan = tables.requirePlan(planId);
    const found = standings(tables.decided(plan, null));
    const statuses = [...found.values()].map(({ status }) => status);
    const status = statusAfter(plan.status, endOf(statuses));
    const open =
      tables.openAttempts(planId).length > 0 ||
      tables.leftGates(planId).length > 0 ||
      worktreesActive(planId, status);
    const next = {
      status,
      reason: status === plan.status ? plan.reason : null,
      progress: percent(statuses),
      driven: Number(open || status === 'running' || status === 'paused'),
      ended: hasEnded(status) ? (plan.ended_at ?? tables.now()) : null,
    };
    const same =
      next.status === plan.status &&
      next.progress === plan.progress &&
      next.driven === plan.driven &&
      next.ended === plan.ended_at;
    // A row that is written again wakes everybody who follows it.
    if (!same) keep.run({ ...next, id: planId });
  };
}

function statusAfter(now: PlanStatus, end: 'completed' | 'failed' | null): PlanStatus {
  if (now === 'draft' || now === 'cancelled') return now;
  if (end !== null) return end;
  return now === 'paused' ? 'paused' : 'running';
}
