/** From a task's row to the program that is run: argv, directory, environment. The record may be older than the files. */
import type { TaskRow } from '../../store/rows';
import type { TaskInput } from '../../workflows/contracts/task-inputs';
import { type Command, commandOf } from './commands';
import { TaskRefusedError, type TaskDeps } from './context';

export interface Plan extends Command {
  /** A real, allowed directory. */
  readonly dir: string;
}

/** @throws Refusal */
export async function planOf({ store, tasks }: TaskDeps, row: TaskRow): Promise<Plan> {
  const wanted = { projectId: row.project_id, workingDir: row.working_dir };
  // A plan may work where its sessions do, unless a person said where tasks may; no request can name its own plan.
  const isFree = row.plan_id !== null && tasks.rootsAreSet !== true;
  const own = isFree && row.working_dir !== null ? [row.working_dir] : [];
  // Worktrees of plans are made of repositories that lie in the roots.
  const worktrees = row.plan_id === null ? [] : (tasks.planRoots ?? []);
  const place = store.taskPlaces.resolve(wanted, [...tasks.roots, ...own, ...worktrees]);
  if ('fault' in place) throw new TaskRefusedError(`${place.field}: ${place.fault}`);
  const input = { ...(JSON.parse(row.payload) as object), type: row.task_type } as TaskInput;
  return { dir: place.dir, ...(await commandOf(input, place.dir)) };
}
