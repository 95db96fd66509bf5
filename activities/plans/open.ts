/** An attempt whose worktree stands gets its prompt, which says where it is. */
import type { AttemptRow, PlanTaskRow } from '../../store/plans/rows';
import { isPlaced, type PlacedWorktree, settingsOf } from '../../store/plans/worktrees/rows';
import type { PlanActivityDeps, Trees } from './context';
import { runsShell } from './shell';

/** True where something changed. */
export async function openAttempt(
  { store }: PlanActivityDeps,
  attempt: AttemptRow,
  trees: Trees,
): Promise<boolean> {
  const row = store.plans.worktrees.ofTask(attempt.task_id);
  if (row?.state !== 'ready' || !isPlaced(row)) return false;
  const task = store.plans.task(attempt.task_id);
  const { head, tree } = await trees.read(row.directory);
  store.plans.seen(row.directory, { head, tree });
  const text = textFor(attempt.prompt, row, task, runsShell(store, task));
  store.plans.attempts.opened(attempt.id, { directory: row.directory, before: { head, tree }, text });
  return true;
}

function textFor(prompt: string, row: PlacedWorktree, task: PlanTaskRow, isShell: boolean): string {
  if (!isShell) return `${prompt}\n\n${noteOn(row)}`;
  // One of its own was started there. A named one works elsewhere for others, and stays where it was.
  return task.target_session === null ? prompt : inSubshell(prompt, row);
}

function noteOn(row: PlacedWorktree): string {
  const { directory, branch, base, port } = row;
  const { commit, merge } = settingsOf(row);
  const into = merge === 'pull_request' ? `becomes a pull request to ${base}` : `is merged into ${base}`;
  return [
    `Work in ${directory}, a git worktree that is yours alone, on its branch ${branch}, and change nothing outside of it.`,
    `${commit ? 'What you change' : 'What you commit there'} ${into} for you when it has passed its checks: do not merge, push or switch branches.`,
    `Port ${port} is yours, if you start a server.`,
  ].join(' ');
}

/** A POSIX shell reads it as one command, whatever the prompt ends with; the shell itself stays where it is. */
function inSubshell(prompt: string, { directory, port }: PlacedWorktree): string {
  const quoted = `'${directory.replaceAll("'", `'\\''`)}'`;
  const first = `cd ${quoted} && export PORT=${port} WORKTREE_PORT=${port} || exit`;
  // In one line where that can be: not every shell takes several.
  return /[\n#\\]/.test(prompt) ? `(${first}\n${prompt}\n)` : `(${first}; ${prompt} )`;
}
