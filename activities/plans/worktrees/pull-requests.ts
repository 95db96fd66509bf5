import { type GithubDeps, githubOf } from '../../github/client';
import { pullRequestOf } from '../../github/pull-request';
import type { OpenPullRequest } from './context';

/** As those of features: the project says which repository and which token. */
export const pullRequests =
  (deps: GithubDeps): OpenPullRequest =>
  async ({ projectId, branch, base, title, text }) =>
    pullRequestOf(await githubOf(deps, projectId), { head: branch, base, title, body: text });
