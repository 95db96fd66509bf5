/** Brings issues into the record and makes pull requests for features. */
import type { GithubActivities, GithubRecordActivities } from '../../workflows/contracts/ports';
import { type GithubDeps, githubOf } from './client';
import { githubFault } from './faults';
import { readIssues } from './issues';
import { pullRequestFor } from './pull-request';

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
    async openPullRequest(request) {
      const feature = store.github.feature(request.featureId);
      if (feature?.project_id == null) {
        throw githubFault('github_no_remote', `Feature ${request.featureId} belongs to no project.`);
      }
      const github = await githubOf(deps, feature.project_id);
      const issue = store.github.issueOf(feature.id, github.fullName);
      const result = await pullRequestFor({ github, feature, request, issue });
      store.github.keepPullRequest(feature.id, result);
      log.info({ featureId: feature.id, number: result.number, created: result.created }, 'pull request');
      return result;
    },
  };
}
