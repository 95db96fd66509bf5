/** A worktree's branch is pushed, and a pull request made of it. */
import { type Merge, type WorktreeDeps, WorktreeError } from './context';
import { failureOf } from './git';
import { pullRequestText, pullRequestTitle } from './pull-request-text';

/** @throws GitError, WorktreeError, what GitHub refuses */
export async function publish(
  deps: WorktreeDeps,
  { git, row, attempt }: Merge,
  { head, tip }: { head: string; tip: string },
): Promise<void> {
  const { store, openPullRequest, withoutSecrets, log } = deps;
  const { worktrees } = store.plans;
  const plan = store.plans.get(row.plan_id);
  const remote = row.remote ?? '';
  if (head === tip) {
    worktrees.merged(row.id, head, `nothing to merge: ${row.base} has all of it`);
    return;
  }
  if (plan?.project_id == null)
    throw new WorktreeError('a pull request needs the project of the plan: its token and its remote');
  const ref = `refs/heads/${row.branch}`;
  const there = (await git.get('ls-remote', '--heads', '--', remote, ref)).split('\t')[0] || null;
  if (there !== head) {
    // Only what we pushed ourselves is replaced, by what it was rebased to.
    if (there !== null && there !== row.pushed_commit)
      throw new WorktreeError(
        `the remote '${remote}' has a branch '${row.branch}' with commits that are not of this worktree: rename or remove it there, then try again`,
      );
    const args = [
      'push',
      '--quiet',
      '--no-verify',
      '--no-signed',
      `--force-with-lease=${ref}:${there ?? ''}`,
    ];
    const result = await git.ask([...args, '--', remote, `${head}:${ref}`]);
    if (!result.ok) throw failureOf(result, args);
  }
  worktrees.pushed(row.id, head);
  const { key, prompt } = store.plans.task(attempt.task_id);
  const texts = await withoutSecrets([plan.name, prompt], `pull request of plan ${plan.id}`);
  const [name = '', task = ''] = texts;
  const facts = { plan: { id: plan.id, name }, key, attempt: attempt.number };
  const { number, url } = await openPullRequest({
    ...{ projectId: plan.project_id, branch: row.branch, base: row.base },
    title: pullRequestTitle(facts),
    text: pullRequestText({ ...facts, prompt: task }),
  });
  log.info({ planId: plan.id, task: key, url }, 'pull request of a worktree');
  worktrees.pullRequest(row.id, { url, number }, deps.worktrees.pullRequestPollSeconds);
}
