/** What holds for a task's worktree: what the task says goes before what its plan says. */
import {
  WORKTREE_DEFAULTS,
  type WorktreeInput,
  type WorktreeSettings,
} from '../../../workflows/contracts/worktrees';
import type { PlanRow, PlanTaskRow } from '../rows';

/** null: the task works in its plan's directory. */
export function worktreeSettings(
  plan: Pick<PlanRow, 'worktree'>,
  task: Pick<PlanTaskRow, 'worktree'>,
): WorktreeSettings | null {
  return settledWorktree(inputOf(plan.worktree), inputOf(task.worktree));
}

/** The same of what people write. */
export function settledWorktree(
  ofPlan: WorktreeInput | false | null | undefined,
  ofTask: WorktreeInput | false | null | undefined,
): WorktreeSettings | null {
  if (ofTask === false) return null;
  if (!ofTask && !ofPlan) return null;
  const said = { ...(ofPlan || {}), ...(ofTask ?? {}) };
  return { ...WORKTREE_DEFAULTS, ...said };
}

const inputOf = (json: string | null): WorktreeInput | false | null =>
  json === null ? null : (JSON.parse(json) as WorktreeInput | false);
