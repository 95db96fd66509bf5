/** A pull request for a feature's branch: the open one where there is one, else a new one. */
import type { Octokit } from '@octokit/core';
import type { FeatureForPullRequest } from '../../store/github';
import type { PullRequestInput, PullRequestResult } from '../../workflows/contracts/github';
import type { ProjectGithub } from './client';
import { githubFault, isAnswer } from './faults';
import type { CheckedOut } from './directories';

export interface PullRequestJob {
  readonly github: ProjectGithub;
  readonly feature: FeatureForPullRequest;
  readonly request: PullRequestInput;
  /** What is checked out where the feature was worked on; asked where the request names no branch. */
  readonly branches: () => Promise<readonly CheckedOut[]>;
  /** The issue it closes when it is merged. */
  readonly issue: number | null;
}

/** A branch that was pushed, and what its pull request says. */
export interface PushedBranch {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export async function pullRequestFor(job: PullRequestJob): Promise<PullRequestResult> {
  const { github, request, feature, issue } = job;
  const base = request.base ?? (await mainBranch(github));
  const head = request.branch ?? (await branchOf(job, base));
  if (head === base) throw noBranch(`'${head}'`, base);
  const body = [feature.description, issue === null ? null : `Closes #${issue}.`]
    .filter(Boolean)
    .join('\n\n');
  return pullRequestOf(github, { head, base, title: feature.title, body });
}

/** The open one of the branch where there is one, else a new one. */
export async function pullRequestOf(github: ProjectGithub, pushed: PushedBranch): Promise<PullRequestResult> {
  const { head, base } = pushed;
  await requireBranch(github, head);
  const { fullName: repository } = github;
  const open = await openPullRequest(github, head, base);
  if (open) return { repository, ...open, head, base, created: false };
  try {
    return { repository, ...(await create(github, pushed)), head, base, created: true };
  } catch (error) {
    // A try before this one, or a person, was faster.
    const other = await openPullRequest(github, head, base);
    if (other) return { repository, ...other, head, base, created: false };
    throw error;
  }
}

/** The first branch checked out that isn't the one it goes to. */
async function branchOf({ branches }: PullRequestJob, base: string): Promise<string> {
  const found = await branches();
  const own = found.find(({ branch }) => branch !== base);
  if (own) return own.branch;
  const [first] = found;
  throw noBranch(
    first ? `'${first.branch}' is checked out in ${first.directory}` : 'none is checked out',
    base,
  );
}

const noBranch = (found: string, base: string): Error =>
  githubFault(
    'github_no_branch',
    `Name the feature's branch: ${found}, and the pull request goes to '${base}'.`,
  );

export async function mainBranch({ call, repository }: ProjectGithub): Promise<string> {
  const { data } = await call((octokit) => octokit.request('GET /repos/{owner}/{repo}', { ...repository }));
  return data.default_branch;
}

async function requireBranch({ call, repository, fullName }: ProjectGithub, branch: string): Promise<void> {
  await call(async (octokit) => {
    try {
      await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', { ...repository, branch });
    } catch (error) {
      if (!isAnswer(error, 404)) throw error;
      throw githubFault(
        'github_no_branch',
        `${fullName} has no branch '${branch}': push it first, with git push -u origin ${branch}.`,
      );
    }
  });
}

interface Found {
  readonly number: number;
  readonly url: string;
}

async function openPullRequest(
  { call, repository }: ProjectGithub,
  head: string,
  base: string,
): Promise<Found | undefined> {
  const { data } = await call((octokit) =>
    octokit.request('GET /repos/{owner}/{repo}/pulls', {
      ...repository,
      ...{ state: 'open', head: `${repository.owner}:${head}`, base },
    }),
  );
  const [first] = data;
  return first && { number: first.number, url: first.html_url };
}

function create(github: ProjectGithub, { title, head, base, body }: PushedBranch): Promise<Found> {
  return github.call(async (octokit: Octokit) => {
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
      ...github.repository,
      ...{ title, head, base, body },
    });
    return { number: data.number, url: data.html_url };
  });
}
