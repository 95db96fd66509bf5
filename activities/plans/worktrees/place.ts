/** Where a new worktree is to be, on which branch, from which commit. Decided and noted before anything is made. */
import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settingsOf, type WorktreePlace, type WorktreeRow } from '../../../store/plans/worktrees/rows';
import { GITHUB_REMOTE } from '../../../workflows/contracts/github';
import { WorktreeError, type WorktreeDeps } from './context';
import { type Git, gitIn } from './git';
import { commitOf, repositoryAt } from './looks';

/** Names that are tried with a number behind where a branch has the name already. */
const MOST_NAMES = 100;

/** @throws GitError, WorktreeError */
export async function placeFor(deps: WorktreeDeps, row: WorktreeRow): Promise<WorktreePlace> {
  const { store, worktrees } = deps;
  const settings = settingsOf(row);
  const { common, prefix } = await repositoryAt(row.source);
  const git = gitIn(row.source);
  const base = settings.base ?? (await currentBranch(git, row.source));
  if (!(await isBranchName(git, base)))
    throw new WorktreeError(`'${base}' can not be the name of a branch: change base in worktree`);
  const remote = settings.merge === 'pull_request' ? remoteOf(deps, row) : null;
  const baseCommit = await tipOf(git, base, remote);
  const { key } = store.plans.task(row.task_id);
  const wanted = settings.branch.replaceAll('{plan}', String(row.plan_id)).replaceAll('{task}', key);
  const branch = await freeBranch(git, wanted, store.plans.worktrees.branchesIn(common, row.id));
  mkdirSync(worktrees.dir, { recursive: true, mode: 0o700 });
  // As git writes it down.
  const path = join(realpathSync(worktrees.dir), `${row.id}-${key}`);
  return { repository: common, path, directory: resolve(path, prefix), base, baseCommit, remote, branch };
}

export function remoteOf({ store }: Pick<WorktreeDeps, 'store'>, { plan_id: planId }: WorktreeRow): string {
  const projectId = store.plans.get(planId)?.project_id ?? null;
  return (projectId === null ? undefined : store.github.project(projectId)?.remote) ?? GITHUB_REMOTE;
}

async function currentBranch(git: Git, dir: string): Promise<string> {
  const branch = await git.find('symbolic-ref', '--quiet', '--short', 'HEAD');
  if (branch !== null) return branch;
  throw new WorktreeError(
    `no branch is checked out in ${dir}: name the branch that the work is merged into as base in worktree`,
  );
}

/** The newest commit of the base branch: at the remote where a pull request is made, else here. */
export async function tipOf(git: Git, base: string, remote: string | null): Promise<string> {
  if (remote !== null) {
    const ref = `refs/remotes/${remote}/${base}`;
    await git.get('fetch', '--no-tags', '--quiet', '--', remote, `+refs/heads/${base}:${ref}`);
    const tip = await commitOf(git, ref);
    if (tip !== null) return tip;
    throw new WorktreeError(`the remote '${remote}' has no branch '${base}'`);
  }
  const tip = await commitOf(git, `refs/heads/${base}`);
  if (tip !== null) return tip;
  throw new WorktreeError(
    `the repository has no branch '${base}', or no commit on it: name another base in worktree, or make its first commit`,
  );
}

/** Not a way to say a commit, such as main~1: that would be read, and could not be moved on. */
const isBranchName = async (git: Git, name: string): Promise<boolean> =>
  name !== 'HEAD' &&
  !name.startsWith('-') &&
  (await git.find('check-ref-format', `refs/heads/${name}`)) !== null;

async function freeBranch(git: Git, wanted: string, others: ReadonlySet<string>): Promise<string> {
  if (!(await isBranchName(git, wanted)))
    throw new WorktreeError(`'${wanted}' can not be the name of a branch: change branch in worktree`);
  const names = await git.get('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads');
  const taken = new Set([...names.split('\n'), ...others]);
  // A branch can't have a name that is a directory of others, nor one that lies below another.
  const isFree = (name: string): boolean =>
    ![...taken].some((one) => one === name || one.startsWith(`${name}/`) || name.startsWith(`${one}/`));
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (isFree(name)) return name;
  }
  throw new WorktreeError(
    `there are branches named '${wanted}', or above or below it, already: change branch in worktree`,
  );
}
