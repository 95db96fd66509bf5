/** A feature's pull request, found or made, and kept in the record. */
import type { PullRequestInput, PullRequestResult } from '../../workflows/contracts/github';
import { type GithubDeps, githubOf } from './client';
import { workedIn } from './directories';
import { githubFault } from './faults';
import { pullRequestFor } from './pull-request';

export async function makePullRequest(
  deps: GithubDeps,
  request: PullRequestInput,
): Promise<PullRequestResult> {
  const { store, log } = deps;
  const { featureId } = request;
  const feature = store.github.feature(featureId);
  if (feature?.project_id == null)
    throw githubFault('github_no_remote', `Feature ${featureId} belongs to no project.`);
  const github = await githubOf(deps, feature.project_id);
  const issue = store.github.issueOf(feature.id, github.fullName);
  const branches = () => workedIn(deps, github, feature);
  const result = await pullRequestFor({ github, feature, request, issue, branches });
  store.github.keepPullRequest(featureId, result);
  log.info({ featureId, number: result.number, created: result.created }, 'pull request');
  return result;
}
