/** The base branch is moved on to what was checked, and a directory that has it checked out is brought along, if clean. */
import { existsSync } from 'node:fs';
import type { PlacedWorktree } from '../../../store/plans/worktrees/rows';
import { failureOf, type Git, gitIn } from './git';
import { commitOf, dirtyFiles, isAncestor, isBeingRebased, listed, unfinished } from './looks';

/** `moved`: somebody moved the branch meanwhile. `held`: a person has to do what `reason` says first. */
export type Advanced =
  { readonly is: 'done' } | { readonly is: 'moved' } | { readonly is: 'held'; readonly reason: string };

const MOST_NAMED = 5;

/** @param tip what the branch is at; it moves from there only */
export async function advanceBase(
  git: Git,
  { base, repository, branch }: PlacedWorktree,
  { tip, target, note }: { tip: string; target: string; note: string },
): Promise<Advanced> {
  const ref = `refs/heads/${base}`;
  if (await isBeingRebased(repository, ref))
    return { is: 'held', reason: `${base} is being rebased: end that rebase, ${branch} is merged then` };
  const checkout = (await listed(git)).find((one) => one.branch === ref && existsSync(one.path));
  if (!checkout) {
    const args = ['update-ref', '-m', note, ref, target, tip];
    const result = await git.ask(args);
    if (result.ok) return { is: 'done' };
    if (await hasMoved(git, ref, tip)) return { is: 'moved' };
    throw failureOf(result, args);
  }
  const there = gitIn(checkout.path);
  const dirty = await dirtyFiles(there, { untracked: false });
  if (dirty.length > 0) {
    const named = dirty.slice(0, MOST_NAMED).join(', ');
    const more = dirty.length > MOST_NAMED ? ` and ${dirty.length - MOST_NAMED} more` : '';
    return {
      is: 'held',
      reason: `${base} is checked out in ${checkout.path} with changes that are not committed (${named}${more}): commit or stash them, or check out another branch there; ${branch} is merged then`,
    };
  }
  const begun = await unfinished(there);
  if (begun !== null)
    return {
      is: 'held',
      reason: `something is unfinished in ${checkout.path} (${begun}): end it there first`,
    };
  // The looks above take their time, and what is checked out there now is what would be moved on.
  if ((await there.find('symbolic-ref', '--quiet', 'HEAD')) !== ref || (await hasMoved(git, ref, tip)))
    return { is: 'moved' };
  // Files that git ignores there stay as well.
  const args = ['merge', '--ff-only', '--no-overwrite-ignore', '--no-autostash', '--quiet', target];
  const result = await there.ask(args);
  // Another branch may have been checked out in this moment.
  if (result.ok) return { is: (await isAncestor(git, target, ref)) ? 'done' : 'moved' };
  if (await hasMoved(git, ref, tip)) return { is: 'moved' };
  const failure = failureOf(result, args);
  if (failure.isLocked) throw failure;
  return {
    is: 'held',
    reason: `${checkout.path}, where ${base} is checked out, can't be brought along: ${failure.message}`,
  };
}

const hasMoved = async (git: Git, ref: string, tip: string): Promise<boolean> =>
  (await commitOf(git, ref)) !== tip;
