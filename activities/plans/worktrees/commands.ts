/** Set-up and tear-down commands: background tasks, one after the other, each run once whatever is killed meanwhile. */
import type { PlacedWorktree } from '../../../store/plans/worktrees/rows';
import { tailOf } from '../output-tail';
import { type WorktreeDeps, WorktreeError } from './context';

const TAIL_BYTES = 1_000;

/** `waits`: one of them runs. @throws WorktreeError where one failed */
export async function runNext(
  deps: WorktreeDeps,
  row: PlacedWorktree,
  commands: readonly string[],
  what: 'set-up' | 'tear-down',
): Promise<'done' | 'waits'> {
  const { store, engine, log, tasksDir } = deps;
  const { worktrees } = store.plans;
  let at = row.command;
  if (row.background_task !== null) {
    const task = store.tasks.get(row.background_task);
    if (task?.status === 'pending' || task?.status === 'running') return 'waits';
    if (task?.status === 'completed') {
      worktrees.commandEnded(row.id, { again: false });
      at += 1;
    } else {
      worktrees.commandEnded(row.id, { again: true });
      // Stopped with its plan; it begins anew when that goes on.
      if (task?.status !== 'cancelled') {
        const output = (await tailOf(tasksDir, row.background_task, TAIL_BYTES)).trim();
        throw new WorktreeError(
          `the ${what} command \`${commands[at] ?? '?'}\` ended badly (${task?.reason ?? 'it was removed'})${output && `: ${output}`}`,
        );
      }
    }
  }
  const command = commands[at];
  if (command === undefined) return 'done';
  const id = worktrees.runCommand(row.id, command, what);
  if (id === null) return 'waits';
  // Where the engine is away the reconciler starts it.
  await engine
    .startTask(id)
    .catch((error: unknown) => log.warn({ err: error, taskId: id }, 'task starts later'));
  return 'waits';
}
