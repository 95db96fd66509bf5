/**
 * A worktree whose gates passed gets into its base branch: rebased on the tip, asked again where that changed it, then
 * merged or made a pull request. What git says is looked at before each step, so that it may be cut off anywhere.
 */
import { isPlaced, type PlacedWorktree, settingsOf } from '../../../store/plans/worktrees/rows';
import { holds } from '../../../store/plans/gates';
import type { Gate } from '../../../workflows/contracts/plans';
import { advanceBase } from './base-branch';
import { type Merge, named, type WorktreeDeps } from './context';
import { type Git, gitIn } from './git';
import { dirtyFiles, findWorktree, isAncestor, unfinished } from './looks';
import { tipOf } from './place';
import { publish } from './publish';
import { endCutOffRebase, rebaseOnto } from './rebase';
import { runsShell } from '../shell';

/** How often it is looked whether a person did what has to be done first. */
const HELD_SECONDS = 30;

/** @throws GitError, WorktreeError */
export async function mergeStep(deps: WorktreeDeps, worktreeId: number): Promise<void> {
  const { worktrees } = deps.store.plans;
  if (!worktrees.takeTurn(worktreeId)) return;
  const found = worktrees.toMerge(worktreeId);
  if (!found || !isPlaced(found.row)) return;
  const { row, attempt } = found;
  const state = await findWorktree(row);
  if (state.is === 'gone') {
    const reason = `its worktree ${row.path} was deleted: it is made anew from what ${row.branch} has`;
    worktrees.sendBack(row.id, attempt.id, { outcome: 'withdrawn', reason });
    return;
  }
  const merge = { git: gitIn(row.path, { isTop: true }), row, attempt };
  await endCutOffRebase(deps, merge.git, row);
  const fault =
    state.is === 'moved'
      ? `its worktree is on ${state.to}, not on ${row.branch}`
      : await faultOf(deps, merge);
  if (fault !== null) {
    worktrees.sendBack(row.id, attempt.id, { outcome: 'failed', reason: fault, ...shellOf(deps, merge) });
    return;
  }
  await bringIn(deps, merge);
}

/** What the agent has to mend; null: all that it did is committed on its branch. */
async function faultOf(deps: WorktreeDeps, { git, row, attempt }: Merge): Promise<string | null> {
  const { commit, copy } = settingsOf(row);
  const begun = await unfinished(git);
  if (begun !== null) return `something is unfinished in its worktree (${begun})`;
  const dirty = await dirtyFiles(git, { untracked: true });
  // git would note its commit, and none of its files.
  const nested = dirty.filter((name) => name.endsWith('/'));
  if (nested.length > 0)
    return `there is a git repository of its own in its worktree (${named(nested)}), whose files can not be merged: move it away, or add it as a submodule`;
  if (dirty.length > 0 && !commit) return `not all is committed: ${named(dirty)}`;
  if (dirty.length > 0) {
    const { key } = deps.store.plans.task(attempt.task_id);
    await git.get('add', '--all', '--', '.');
    await git.get(
      'commit',
      '--quiet',
      '--no-gpg-sign',
      '--no-verify',
      '-m',
      `${key}: plan ${row.plan_id}, attempt ${attempt.number}`,
    );
  }
  if (copy.length > 0) {
    const since = await git.find('merge-base', row.base_commit, 'HEAD');
    const names = await git.get(
      'diff',
      '--name-only',
      '-z',
      '--no-ext-diff',
      since ?? row.base_commit,
      'HEAD',
      '--',
      ...copy.map((file) => `:(literal)${file}`),
    );
    const copied = names.split('\0').filter(Boolean);
    if (copied.length > 0)
      return `files that were copied into its worktree were committed, and must not be: ${named(copied)}. Take them out of its commits`;
  }
  return null;
}

async function bringIn(deps: WorktreeDeps, merge: Merge): Promise<void> {
  const { worktrees } = deps.store.plans;
  const { git, row, attempt } = merge;
  const before = await git.get('rev-parse', 'HEAD');
  let head = before;
  if (row.checked_attempt !== attempt.id) worktrees.checked(row.id, attempt.id, head);
  const checked = row.checked_attempt === attempt.id ? row.checked_commit : head;
  const tip = await tipOf(git, row.base, row.remote);
  if (!(await isAncestor(git, tip, head))) {
    const rebased = await rebaseOnto(deps, git, row, tip);
    if (rebased.is === 'conflict') {
      const reason = `it conflicts with what came into ${row.base} meanwhile, in ${named(rebased.files)}`;
      const given = { ...shellOf(deps, merge), conflicts: rebased.files };
      worktrees.sendBack(row.id, attempt.id, { outcome: 'conflict', reason, ...given });
      return;
    }
    head = rebased.head;
  }
  const tree = await treeOf(git, head);
  if (isUnchecked(deps, merge, { tree, isAsChecked: head === checked })) {
    const reason =
      head === before
        ? 'files changed after its gates had passed: they are asked again'
        : `on ${row.base} as it is now its gates are asked again`;
    worktrees.askAgain(row.id, head, reason, { from: await treeOf(git, before), to: tree });
    return;
  }
  // A person may have ended it meanwhile.
  if (!worktrees.toMerge(row.id)) return;
  await (row.remote === null ? mergeInto(deps, merge, { head, tip }) : publish(deps, merge, { head, tip }));
}

const treeOf = (git: Git, commit: string): Promise<string> => git.get('rev-parse', `${commit}^{tree}`);

/** What passed was asked of other files: the agent goes on, or others come into the base branch, while it waits. */
function isUnchecked(
  { store }: WorktreeDeps,
  { attempt }: Merge,
  { tree, isAsChecked }: { tree: string; isAsChecked: boolean },
): boolean {
  return store.plans.gates
    .of(attempt.id)
    .filter(({ status, gate }) => status === 'passed' && !holds(JSON.parse(gate) as Gate))
    .some(({ tree: asked }) => (asked === null ? !isAsChecked : asked !== tree));
}

async function mergeInto(
  deps: WorktreeDeps,
  { git, row, attempt }: Merge,
  { head, tip }: { head: string; tip: string },
): Promise<void> {
  const { store, log } = deps;
  const { worktrees } = store.plans;
  if (head === tip) {
    worktrees.merged(row.id, head, `nothing to merge: ${row.base} has all of it`);
    return;
  }
  const { key } = store.plans.task(attempt.task_id);
  const note = `plan ${row.plan_id}: task ${key}`;
  const target =
    settingsOf(row).merge === 'merge_commit' ? await mergeCommit(git, row, { head, tip, note }) : head;
  const advanced = await advanceBase(git, row, { tip, target, note });
  switch (advanced.is) {
    case 'done':
      log.info({ planId: row.plan_id, task: key, base: row.base, commit: target }, 'worktree merged');
      worktrees.merged(row.id, target, `its gates passed, and it is merged into ${row.base}`);
      break;
    case 'moved':
      // Once more, on the tip of now.
      worktrees.wait(row.id, attempt.id, `${row.base} was moved meanwhile: it is rebased on that`, 0);
      break;
    case 'held':
      worktrees.wait(row.id, attempt.id, advanced.reason, HELD_SECONDS);
      break;
  }
}

/** Its files are those of the branch, which stands on the tip. */
async function mergeCommit(
  git: Git,
  { branch, base }: PlacedWorktree,
  { head, tip, note }: { head: string; tip: string; note: string },
): Promise<string> {
  const message = `Merge branch '${branch}' into ${base}\n\n${note}`;
  return git.get('commit-tree', await treeOf(git, head), '-p', tip, '-p', head, '-m', message);
}

const shellOf = ({ store }: WorktreeDeps, { attempt }: Merge) => ({
  isShell: runsShell(store, store.plans.task(attempt.task_id)),
});
