/** What is to be done, as people write it, to rows and back. A plan that is exported and imported is the same one. */
import {
  PLAN_DEFAULTS,
  PLAN_TASK_DEFAULTS,
  type Budget,
  type PlanInput,
  type PlanTaskInput,
} from '../../workflows/contracts/plans';
import type { WorktreeInput } from '../../workflows/contracts/worktrees';
import type { Provider } from '../../workflows/contracts/glossary';
import { gatesIn, listOf, type PhaseRow, type PlanRow, type PlanTaskRow } from './rows';

/** Columns of a task that people write. */
export type WrittenTask = Pick<
  PlanTaskRow,
  | 'key'
  | 'prompt'
  | 'target_session'
  | 'provider'
  | 'specialty'
  | 'priority'
  | 'after'
  | 'touches'
  | 'gates'
  | 'timeout_minutes'
  | 'max_retries'
  | 'evidence'
  | 'worktree'
>;

export function rowOf(task: PlanTaskInput): WrittenTask {
  return {
    key: task.key,
    prompt: task.prompt,
    target_session: task.target_session ?? null,
    provider: task.provider ?? null,
    specialty: task.specialty ?? null,
    priority: task.priority ?? PLAN_TASK_DEFAULTS.priority,
    after: JSON.stringify([...new Set(task.after ?? [])]),
    touches: JSON.stringify(task.touches ?? []),
    gates: JSON.stringify(task.gates ?? []),
    timeout_minutes: task.timeout_minutes ?? PLAN_TASK_DEFAULTS.timeout_minutes,
    max_retries: task.max_retries ?? PLAN_TASK_DEFAULTS.max_retries,
    evidence: task.evidence ?? 'derived',
    worktree: jsonOf(task.worktree),
  };
}

/** false is a word of its own: it goes before what the plan says. */
export const jsonOf = (worktree: WorktreeInput | false | null | undefined): string | null =>
  worktree == null ? null : JSON.stringify(worktree);

/** Fields that stand for themselves are left out. */
export function inputOf(row: WrittenTask): PlanTaskInput {
  const after = listOf(row.after);
  const touches = listOf(row.touches);
  const gates = gatesIn(row.gates);
  return {
    key: row.key,
    prompt: row.prompt,
    ...(row.target_session !== null && { target_session: row.target_session }),
    ...(row.provider !== null && { provider: row.provider as Provider }),
    ...(row.specialty !== null && { specialty: row.specialty }),
    ...(row.priority !== PLAN_TASK_DEFAULTS.priority && { priority: row.priority }),
    ...(after.length > 0 && { after }),
    ...(touches.length > 0 && { touches }),
    ...(gates.length > 0 && { gates }),
    ...(row.timeout_minutes !== PLAN_TASK_DEFAULTS.timeout_minutes && {
      timeout_minutes: row.timeout_minutes,
    }),
    ...(row.max_retries !== PLAN_TASK_DEFAULTS.max_retries && { max_retries: row.max_retries }),
    ...(row.evidence !== 'derived' && { evidence: row.evidence }),
    ...(row.worktree !== null && { worktree: JSON.parse(row.worktree) as WorktreeInput | false }),
  };
}

export function planInputOf(
  plan: PlanRow,
  phases: readonly PhaseRow[],
  tasks: readonly PlanTaskRow[],
): PlanInput {
  return {
    name: plan.name,
    ...(plan.project_id !== null && { project_id: plan.project_id }),
    ...(plan.working_dir !== null && { working_dir: plan.working_dir }),
    ...(plan.budget !== null && { budget: JSON.parse(plan.budget) as Budget }),
    ...(plan.parallel !== PLAN_DEFAULTS.parallel && { parallel: plan.parallel }),
    ...(plan.stuck_after !== PLAN_DEFAULTS.stuck_after && { stuck_after: plan.stuck_after }),
    ...(plan.worktree !== null && { worktree: JSON.parse(plan.worktree) as WorktreeInput }),
    phases: phases.map(({ id, name }) => ({
      name,
      tasks: tasks.filter(({ phase_id }) => phase_id === id).map(inputOf),
    })),
  };
}
