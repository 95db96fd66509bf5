/** How far a plan is, and when it is at its end. Pure. */
import type { PhaseStatus, PlanStatus, PlanTaskStatus } from '../../../workflows/contracts/plans';
import { isBroken, isDone } from './standing';

/** Of 100; 100 only when all is done. */
export function percent(statuses: readonly PlanTaskStatus[]): number {
  if (statuses.length === 0) return 100;
  return Math.floor((statuses.filter(isDone).length * 100) / statuses.length);
}

export function phaseStatus(statuses: readonly PlanTaskStatus[]): PhaseStatus {
  if (statuses.every(isDone)) return 'completed';
  const open = statuses.filter((status) => !isDone(status) && !isBroken(status));
  if (open.length > 0) return statuses.every((status) => status === 'pending') ? 'pending' : 'running';
  return statuses.includes('failed') || !statuses.includes('cancelled') ? 'failed' : 'cancelled';
}

/** `null`: something is left to be done, or may still become so. */
export function endOf(
  statuses: readonly PlanTaskStatus[],
): Extract<PlanStatus, 'completed' | 'failed'> | null {
  if (statuses.every(isDone)) return 'completed';
  return statuses.every((status) => isDone(status) || isBroken(status)) ? 'failed' : null;
}
