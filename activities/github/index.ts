/** Brings issues into the record and makes pull requests for features. */
import { ApplicationFailure } from '@temporalio/activity';
import type { GithubActivities, GithubRecordActivities } from '../../workflows/contracts/activities';
import { type GithubDeps, githubOf } from './client';
import { readIssues } from './issues';
import { makePullRequest } from './open-pull-request';

/** A pull request that nobody asked for has nobody to tell what it is in want of: the record keeps it. */
async function noting<T>(store: GithubDeps['store'], featureId: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApplicationFailure && error.nonRetryable)
      store.github.pullRequestFailed(featureId, error.message);
    throw error;
  }
}

export function githubActivities(deps: GithubDeps): GithubActivities & GithubRecordActivities {
  const { store, log } = deps;
  return {
    async beginImport({ projectId, full }) {
      const { call, repository, fullName } = await githubOf(deps, projectId);
      const { headers } = await call((octokit) =>
        octokit.request('GET /repos/{owner}/{repo}', { ...repository }),
      );
      const since = store.github.beginImport(projectId, fullName);
      // GitHub's clock: what is changed there from now on is changed after it.
      const startedAt = new Date(headers.date ?? Date.now()).toISOString();
      return { since: full ? null : since, startedAt };
    },
    async importIssues({ projectId, page, since }) {
      const github = await githubOf(deps, projectId);
      const { issues, hasNext } = await readIssues(github, page, since);
      const results = issues.map((issue) => store.github.importIssue(projectId, github.fullName, issue));
      const count = (what: string): number => results.filter((result) => result === what).length;
      return { created: count('created'), updated: count('updated'), nextPage: hasNext ? page + 1 : null };
    },
    async endImport(result) {
      store.github.endImport(result);
      const { projectId, created, updated, error } = result;
      log.info({ projectId, created, updated, failed: error !== null }, 'issues imported');
    },
    async giveUpPullRequest({ featureId, reason }) {
      store.github.pullRequestFailed(featureId, reason);
    },
    openPullRequest: (request) => noting(store, request.featureId, () => makePullRequest(deps, request)),
  };
}
