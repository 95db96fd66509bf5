/**
 * How each task stands. Whether one that waits is ready, pending or blocked is worked out anew each time, so that a
 * dependency that is added late, or one that ended before it was added, is never missed. Pure.
 */
import type { PlanTaskStatus } from '../../../workflows/contracts/plans';
import { inOrder } from './graph';
import type { DecidedPlan, DecidedTask } from './types';

export interface Standing {
  readonly status: PlanTaskStatus;
  /** Key of the task that it waits for or is blocked by; null where there is none, or a whole phase. */
  readonly because: string | null;
}

const DONE: ReadonlySet<PlanTaskStatus> = new Set(['completed', 'skipped']);
const BROKEN: ReadonlySet<PlanTaskStatus> = new Set(['failed', 'cancelled', 'blocked']);

export const isDone = (status: PlanTaskStatus): boolean => DONE.has(status);
export const isBroken = (status: PlanTaskStatus): boolean => BROKEN.has(status);

interface PhaseSoFar {
  open: string | null;
  broken: string | null;
}

/** By key. */
export function standings({ tasks }: Pick<DecidedPlan, 'tasks'>): Map<string, Standing> {
  const found = new Map<string, Standing>();
  const phases = byPhase(tasks);
  /** What of the phases before keeps a task waiting. */
  const before: PhaseSoFar = { open: null, broken: null };
  for (const phase of phases) {
    for (const task of inOrder(phase)) found.set(task.key, standingOf(task, before, found));
    for (const { key } of phase) {
      const { status } = found.get(key) as Standing;
      if (isBroken(status)) before.broken ??= key;
      else if (!isDone(status)) before.open ??= key;
    }
  }
  return found;
}

function byPhase(tasks: readonly DecidedTask[]): DecidedTask[][] {
  const phases: DecidedTask[][] = [];
  for (const task of tasks) (phases[task.phase] ??= []).push(task);
  return phases.filter((phase) => phase.length > 0);
}

function standingOf(
  task: DecidedTask,
  before: Readonly<PhaseSoFar>,
  found: ReadonlyMap<string, Standing>,
): Standing {
  if (task.status !== 'waiting')
    return { status: task.waitsForApproval ? 'waiting_approval' : task.status, because: null };
  const broken = task.after.find((key) => isBroken(found.get(key)?.status ?? 'pending')) ?? before.broken;
  if (broken !== null) return { status: 'blocked', because: broken };
  const open = task.after.find((key) => !isDone(found.get(key)?.status ?? 'pending')) ?? before.open;
  return open === null ? { status: 'ready', because: null } : { status: 'pending', because: open };
}
