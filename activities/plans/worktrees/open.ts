/** A worktree is made, or found as it was left: its directory, its files, its commands, its session. */
import { existsSync } from 'node:fs';
import {
  isPlaced,
  type PlacedWorktree,
  settingsOf,
  type WorktreeRow,
} from '../../../store/plans/worktrees/rows';
import { runNext } from './commands';
import { type WorktreeDeps, WorktreeError } from './context';
import { copyFiles } from './copy';
import { gitIn } from './git';
import { commitOf, findWorktree, listed, repositoryAt, unfinished } from './looks';
import { placeFor } from './place';
import { endCutOffRebase } from './rebase';
import { endSession, sessionFor } from './session';

/** @throws GitError, WorktreeError */
export async function openStep(deps: WorktreeDeps, row: WorktreeRow): Promise<void> {
  const { worktrees } = deps.store.plans;
  if (!isPlaced(row)) worktrees.placed(row.id, await placeFor(deps, row));
  const placed = worktrees.get(row.id);
  if (!placed || !isPlaced(placed)) return;
  if (placed.state === 'opening') {
    await makeDirectory(deps, placed);
    worktrees.opened(row.id);
  }
  const now = worktrees.get(row.id) as PlacedWorktree;
  if (now.set_up === 0) {
    if (!isWanted(deps, row)) return;
    if ((await runNext(deps, now, settingsOf(now).setup, 'set-up')) !== 'done') return;
    worktrees.setUp(row.id);
  }
  if (!isWanted(deps, row)) return;
  await sessionFor(deps, worktrees.get(row.id) as PlacedWorktree);
  worktrees.ready(row.id);
}

/** Its plan may have been paused or cancelled meanwhile; then nothing more is begun in it. */
const isWanted = ({ store }: WorktreeDeps, row: WorktreeRow): boolean =>
  store.plans.worktrees.attemptIn(row)?.state === 'opening';

async function makeDirectory(deps: WorktreeDeps, row: PlacedWorktree): Promise<void> {
  const found = await findWorktree(row);
  if (found.is === 'moved')
    throw new WorktreeError(
      `${row.path} is on ${found.to}, not on its branch ${row.branch}: put it back with git switch ${row.branch}`,
    );
  if (found.is === 'gone') await add(deps, row);
  // What is begun there from now on is the agent's.
  else await endCutOffRebase(deps, gitIn(row.path, { isTop: true }), row);
  const { top } = await repositoryAt(row.source);
  if (row.set_up === 0) await copyFiles(top, row.path, settingsOf(row).copy);
  const begun = await unfinished(gitIn(row.path, { isTop: true }));
  if (begun !== null && row.set_up === 0)
    throw new WorktreeError(`something is unfinished in ${row.path} (${begun}): end it there first`);
}

/** It is not there yet, or was deleted by hand; then its branch has what was committed. */
async function add(deps: WorktreeDeps, row: PlacedWorktree): Promise<void> {
  const { store, log } = deps;
  const git = gitIn(row.source);
  const entry = (await listed(git)).find(({ path }) => path === row.path);
  if (existsSync(row.path))
    throw new WorktreeError(
      entry?.isLocked
        ? `git is still making ${row.path}, or was killed while it did. If no git runs: git worktree remove --force --force '${row.path}', then try again`
        : `${row.path} is in the way of the worktree: move it away, then try again`,
    );
  // Only git's note of what is not there any more.
  if (entry) await git.get('worktree', 'remove', '--', row.path);
  const tip = await commitOf(git, `refs/heads/${row.branch}`);
  if (tip === null) {
    const from = entry ? await freshBase(git, row) : row.base_commit;
    await git.get('worktree', 'add', '--quiet', '-b', row.branch, '--', row.path, from);
    store.plans.worktrees.madeAnew(row.id, from);
  } else {
    await git.get('worktree', 'add', '--quiet', '--', row.path, row.branch);
    store.plans.worktrees.madeAnew(row.id, row.base_commit);
  }
  if (row.target_session !== null) await endSession(deps, row);
  log.info({ planId: row.plan_id, worktreeId: row.id, branch: row.branch }, 'worktree made');
}

/** What was there is gone with its branch: it begins at the newest commit. */
async function freshBase(git: ReturnType<typeof gitIn>, row: PlacedWorktree): Promise<string> {
  const ref = row.remote === null ? `refs/heads/${row.base}` : `refs/remotes/${row.remote}/${row.base}`;
  return (await commitOf(git, ref)) ?? row.base_commit;
}
