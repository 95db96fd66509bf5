/** A pull request for a feature's branch: the open one where there is one, else a new one. */
import type { Octokit } from '@octokit/core';
import type { FeatureForPullRequest } from '../../store/github';
import type { PullRequestInput, PullRequestResult } from '../../workflows/contracts/github';
import type { ProjectGithub } from './client';
import { githubFault, isAnswer } from './faults';
import { currentBranch } from './remote';

export interface PullRequestJob {
  readonly github: ProjectGithub;
  readonly feature: FeatureForPullRequest;
  readonly request: PullRequestInput;
  /** The issue it closes when it is merged. */
  readonly issue: number | null;
}

export async function pullRequestFor(job: PullRequestJob): Promise<PullRequestResult> {
  const { github, request } = job;
  const base = request.base ?? (await mainBranch(github));
  const head = request.branch ?? (await currentBranch(github.directory));
  if (head === null || head === base) {
    const found = head === null ? 'no branch is checked out' : `'${head}' is checked out`;
    throw githubFault(
      'github_no_branch',
      `Name the feature's branch: ${found} in the project's directory, and the pull request goes to '${base}'.`,
    );
  }
  await requireBranch(github, head);
  const { fullName: repository } = github;
  const open = await openPullRequest(github, head, base);
  if (open) return { repository, ...open, head, base, created: false };
  try {
    return { repository, ...(await create(job, head, base)), head, base, created: true };
  } catch (error) {
    // A try before this one, or a person, was faster.
    const other = await openPullRequest(github, head, base);
    if (other) return { repository, ...other, head, base, created: false };
    throw error;
  }
}

async function mainBranch({ call, repository }: ProjectGithub): Promise<string> {
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

function create({ github, feature, issue }: PullRequestJob, head: string, base: string): Promise<Found> {
  const body = [feature.description, issue === null ? null : `Closes #${issue}.`]
    .filter(Boolean)
    .join('\n\n');
  return github.call(async (octokit: Octokit) => {
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
      ...github.repository,
      ...{ title: feature.title, head, base, body },
    });
    return { number: data.number, url: data.html_url };
  });
}
