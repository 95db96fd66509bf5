/** A worktree is taken down, unless anything in it is unmerged, unpushed or dirty: then it is kept, and says why. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  isPlaced,
  type PlacedWorktree,
  settingsOf,
  type WorktreeRow,
} from '../../../store/plans/worktrees/rows';
import { runNext } from './commands';
import { named, type WorktreeDeps } from './context';
import { type Git, gitIn } from './git';
import { commitOf, dirtyFiles, findWorktree, isAncestor, listed, unfinished } from './looks';
import { endSession, mayEnd } from './session';

/** How often it is looked whether its session has come to rest. */
const BUSY_SECONDS = 30;

/** @throws GitError, WorktreeError */
export async function closeStep(deps: WorktreeDeps, row: WorktreeRow): Promise<void> {
  const { worktrees } = deps.store.plans;
  if (!isPlaced(row)) {
    worktrees.closed(row.id, 'nothing was made of it');
    return;
  }
  const git = gitIn(row.source);
  const found = await findWorktree(row);
  if (found.is === 'gone') return closeGone(deps, git, row);
  if (found.is === 'moved') {
    worktrees.kept(row.id, `${row.path} is on ${found.to}, not on its branch ${row.branch}`);
    return;
  }
  const held = await heldBy(row);
  if (held !== null) {
    worktrees.kept(row.id, held);
    return;
  }
  if (!mayEnd(deps, row)) {
    worktrees.wait(
      row.id,
      null,
      `its session ${row.target_session} is at work: it is taken down after that`,
      BUSY_SECONDS,
    );
    return;
  }
  // A person may have had it merged, or tried again, while git was asked.
  if (!worktrees.closing(row.id)) return;
  if (row.set_up === 1 && (await runNext(deps, row, settingsOf(row).teardown, 'tear-down')) !== 'done')
    return;
  const left = await heldBy(row);
  if (left !== null) {
    worktrees.kept(row.id, left);
    return;
  }
  await endSession(deps, row);
  // Without force: git looks once more.
  await git.get('worktree', 'remove', '--', row.path);
  await dropBranch(git, row);
  worktrees.closed(
    row.id,
    row.merged_commit === null ? 'there was nothing in it' : `merged into ${row.base}, and taken down`,
  );
}

/** What would be lost with it; null: nothing. */
async function heldBy(row: PlacedWorktree): Promise<string | null> {
  const git = gitIn(row.path, { isTop: true });
  const begun = await unfinished(git);
  if (begun !== null) return `something is unfinished in ${row.path} (${begun})`;
  const dirty = await dirtyFiles(git, { untracked: true });
  if (dirty.length > 0) return `${row.path} has changes that are not committed: ${named(dirty)}`;
  const own = await git.get('rev-parse', '--path-format=absolute', '--git-dir');
  const modules = join(own, 'modules');
  if (existsSync(modules) && readdirSync(modules).length > 0)
    return `${row.path} has submodules of its own, whose commits may be nowhere else: push them, then remove it with git worktree remove --force`;
  return unmerged(git, row, 'HEAD');
}

/** Commits that are neither in the base branch nor pushed; null: none. */
async function unmerged(git: Git, row: PlacedWorktree, name: string): Promise<string | null> {
  const head = await commitOf(git, name);
  if (head === null || head === row.pushed_commit) return null;
  const bases = basesOf(row);
  for (const base of bases) if (await isAncestor(git, head, base)) return null;
  const known = await Promise.all(bases.map((base) => commitOf(git, base)));
  const others = known.filter((one) => one !== null);
  const count = await git.find(
    'rev-list',
    '--count',
    head,
    ...(others.length > 0 ? ['--not', ...others] : []),
  );
  const commits = count === '1' ? 'a commit that is' : `${count ?? 'some'} commits that are`;
  return `branch ${row.branch} has ${commits} not in ${row.base}`;
}

const basesOf = ({ base, remote }: PlacedWorktree): string[] => [
  `refs/heads/${base}`,
  ...(remote === null ? [] : [`refs/remotes/${remote}/${base}`]),
];

/** Deleted by hand: what is committed is still on its branch. */
async function closeGone(deps: WorktreeDeps, git: Git, row: PlacedWorktree): Promise<void> {
  const { worktrees } = deps.store.plans;
  const left = await unmerged(git, row, `refs/heads/${row.branch}`);
  if (left !== null) {
    worktrees.kept(row.id, `${row.path} was deleted, and ${left}`);
    return;
  }
  if (!worktrees.closing(row.id)) return;
  await endSession(deps, row);
  const isListed = (await listed(git)).some(({ path }) => path === row.path);
  if (isListed && !existsSync(row.path)) await git.get('worktree', 'remove', '--', row.path);
  await dropBranch(git, row);
  worktrees.closed(row.id, `${row.path} was deleted; nothing of it is missing`);
}

/** Only what is in the base branch, at the commit that was looked at; what was squashed is nowhere else, and stays. */
async function dropBranch(git: Git, row: PlacedWorktree): Promise<void> {
  const ref = `refs/heads/${row.branch}`;
  const head = await commitOf(git, ref);
  if (head === null) return;
  const isMerged = await Promise.all(basesOf(row).map((base) => isAncestor(git, head, base)));
  if (!isMerged.includes(true)) return;
  if ((await listed(git)).some(({ branch }) => branch === ref)) return;
  await git.get('update-ref', '-d', ref, head);
}
