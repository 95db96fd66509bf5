/** A plan as a whole, as a person wrote it anew while it runs: tasks with the same key stay the same tasks. */
import type { PlanInput, PlanTaskInput } from '../../workflows/contracts/plans';
import { PLAN_DEFAULTS } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import { inputOf, jsonOf, rowOf, type WrittenTask } from './definition';
import { PlanError } from './errors';
import type { PlanRow, PlanTaskRow } from './rows';
import type { PlanTables } from './tables';

export interface ReplaceDeps {
  readonly tables: PlanTables;
  readonly insertPhase: (planId: number, position: number, name: string) => number;
  readonly addTask: (planId: number, phaseId: number, task: PlanTaskInput) => void;
  /** With what is refused of a task under way, or done. */
  readonly editTask: (task: PlanTaskRow, changes: Partial<PlanTaskInput>) => void;
  readonly refuseRemoval: (task: PlanTaskRow) => void;
  readonly removeTask: (id: number) => void;
  readonly removeEmptyPhases: (planId: number) => void;
  readonly updatePlan: (row: object) => void;
}

/** Fields that are JSON text in their row. */
const LISTS: ReadonlySet<string> = new Set([
  'after',
  'touches',
  'gates',
  'worktree',
] satisfies (keyof WrittenTask)[]);

export function planReplacing(db: Db, deps: ReplaceDeps) {
  const { tables } = deps;
  const move = db.prepare('UPDATE plan_tasks SET phase_id = @phaseId, position = @position WHERE id = @id');

  const head = (plan: PlanRow, input: PlanInput): void => {
    if ((input.project_id ?? null) !== plan.project_id)
      throw new PlanError('invalid', 'the project of a plan stays the same: make a new plan', 'project_id');
    deps.updatePlan({
      ...{ id: plan.id, name: input.name, working_dir: input.working_dir ?? null },
      budget: input.budget ? JSON.stringify(input.budget) : null,
      parallel: input.parallel ?? PLAN_DEFAULTS.parallel,
      stuck_after: input.stuck_after ?? PLAN_DEFAULTS.stuck_after,
      worktree: jsonOf(input.worktree),
    });
  };
  /** What of a task differs. What is left out is as if it had never been said. */
  const changesOf = (row: PlanTaskRow, wanted: PlanTaskInput): Partial<PlanTaskInput> => {
    const [before, after] = [rowOf(inputOf(row)), rowOf(wanted)];
    const fields = Object.keys(after) as (keyof WrittenTask)[];
    return Object.fromEntries(
      fields
        .filter((field) => before[field] !== after[field])
        .map((field) => [
          field,
          LISTS.has(field) ? (JSON.parse(String(after[field])) as unknown) : after[field],
        ]),
    );
  };

  /** Call it inside the transaction of the change, and look at the whole afterwards. */
  return (plan: PlanRow, input: PlanInput): void => {
    head(plan, input);
    const known = new Map(tables.tasks(plan.id).map((row) => [row.key, row]));
    const wanted = new Set(input.phases.flatMap(({ tasks }) => tasks.map(({ key }) => key)));
    for (const row of known.values()) {
      if (wanted.has(row.key)) continue;
      deps.refuseRemoval(row);
      deps.removeTask(row.id);
    }
    const from = (tables.phases(plan.id).at(-1)?.position ?? -1) + 1;
    input.phases.forEach(({ name, tasks }, at) => {
      const phaseId = deps.insertPhase(plan.id, from + at, name);
      tasks.forEach((task, position) => {
        const row = known.get(task.key);
        if (!row) return deps.addTask(plan.id, phaseId, task);
        move.run({ id: row.id, phaseId, position });
        const changes = changesOf(row, task);
        if (Object.keys(changes).length > 0) deps.editTask(row, changes);
      });
    });
    deps.removeEmptyPhases(plan.id);
  };
}
