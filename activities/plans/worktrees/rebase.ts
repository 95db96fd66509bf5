/** A worktree's branch is put on the tip of its base branch; a conflict leaves everything as it was. */
import type { PlacedWorktree } from '../../../store/plans/worktrees/rows';
import type { WorktreeDeps } from './context';
import { failureOf, type Git, GitError } from './git';
import { dirtyFiles, unfinished } from './looks';

export type Rebased =
  | { readonly is: 'rebased'; readonly head: string }
  | { readonly is: 'conflict'; readonly files: readonly string[] };

/** What a rebase of ours left that was cut off is put back; one of somebody else's stays. */
export async function endCutOffRebase({ store }: WorktreeDeps, git: Git, row: PlacedWorktree): Promise<void> {
  if (row.rebasing === 0) return;
  const begun = await unfinished(git);
  if (begun === 'rebase-merge' || begun === 'rebase-apply') await git.get('rebase', '--abort');
  store.plans.worktrees.rebasing(row.id, false);
}

/** @throws GitError where git can't, with the worktree as it was */
export async function rebaseOnto(
  { store }: WorktreeDeps,
  git: Git,
  row: PlacedWorktree,
  tip: string,
): Promise<Rebased> {
  const { worktrees } = store.plans;
  const before = await git.get('rev-parse', 'HEAD');
  worktrees.rebasing(row.id, true);
  const args = ['rebase', '--no-gpg-sign', '--no-fork-point', '--quiet', tip];
  const result = await git.ask(args);
  if (result.ok) {
    const head = await git.get('rev-parse', 'HEAD');
    worktrees.rebasing(row.id, false);
    return { is: 'rebased', head };
  }
  const stopped = await unfinished(git);
  const files = stopped === null ? [] : await conflicting(git);
  if (stopped !== null) await git.get('rebase', '--abort');
  const after = await git.get('rev-parse', 'HEAD');
  if (after !== before || (await dirtyFiles(git, { untracked: false })).length > 0)
    throw new GitError(
      `a rebase in ${row.path} was taken back, and left something else than ${before} there: look at it`,
    );
  worktrees.rebasing(row.id, false);
  if (files.length > 0) return { is: 'conflict', files };
  throw failureOf(result, args);
}

async function conflicting(git: Git): Promise<string[]> {
  const names = await git.get('diff', '--name-only', '--diff-filter=U', '--no-ext-diff', '-z');
  return names.split('\0').filter(Boolean);
}
