/** The branch of a directory that a person reviewed: pushed, never over what others pushed, and made a pull request. */
import { ApplicationFailure } from '@temporalio/activity';
import { ReviewError, type ReviewPullRequest } from '../../workflows/contracts/review';
import { GITHUB_REMOTE, type PullRequestResult } from '../../workflows/contracts/github';
import { failureOf, GitError, gitIn } from '../plans/worktrees/git';
import { type GithubDeps, githubOf } from './client';
import { githubFault } from './faults';
import { mainBranch, pullRequestOf } from './pull-request';
import { currentBranch, repositoryOf } from './remote';

/** A person waits. */
const PUSH_TIMEOUT_MS = 60_000;

/** May be asked again at any point: what was pushed is there, and an open pull request is found. @throws ReviewError */
export async function reviewPullRequest(
  deps: GithubDeps,
  wanted: ReviewPullRequest,
): Promise<PullRequestResult> {
  try {
    return await make(deps, wanted);
  } catch (error) {
    const { message } = error as Error;
    const sentence = message.replace(/\.$/, '');
    deps.log.warn({ err: error, projectId: wanted.projectId }, 'no pull request of a review');
    if (error instanceof GitError) throw new ReviewError('refused', sentence);
    if (error instanceof ApplicationFailure && error.type !== 'github_rate_limited')
      throw new ReviewError('refused', sentence);
    if (error instanceof ApplicationFailure) throw new ReviewError('unavailable', sentence);
    throw new ReviewError('unavailable', 'GitHub gave no usable answer: try again later');
  }
}

async function make(deps: GithubDeps, wanted: ReviewPullRequest): Promise<PullRequestResult> {
  const { directory, projectId, title, body } = wanted;
  const github = await githubOf(deps, projectId, () => AbortSignal.timeout(PUSH_TIMEOUT_MS));
  const { remote, fullName } = github;
  const here = await repositoryOf(directory, remote, deps.githubApiUrl);
  if (`${here.owner}/${here.repo}` !== fullName)
    throw githubFault(
      'github_no_remote',
      `${directory} belongs to ${here.owner}/${here.repo}, and its project to ${fullName}.`,
    );
  const head = await currentBranch(directory);
  if (head === null)
    throw githubFault(
      'github_no_branch',
      `No branch is checked out in ${directory}: make one with git switch -c NAME.`,
    );
  const base = wanted.base ?? (await mainBranch(github));
  if (head === base)
    throw githubFault(
      'github_no_branch',
      `'${head}' is checked out in ${directory}, and the pull request would go to it: make another branch with git switch -c NAME, or name another base.`,
    );
  await push(directory, remote ?? GITHUB_REMOTE, head);
  return pullRequestOf(github, { head, base, title, body });
}

/** As it is; git refuses where the other side has commits that aren't here. */
async function push(directory: string, remote: string, branch: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const args = ['push', '--quiet', '--no-verify', '--no-signed', '--', remote, `${ref}:${ref}`];
  const done = await gitIn(directory, { timeoutMs: PUSH_TIMEOUT_MS }).ask(args);
  if (!done.ok) throw failureOf(done, args);
}
