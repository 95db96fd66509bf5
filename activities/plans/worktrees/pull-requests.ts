import { type GithubDeps, githubOf } from '../../github/client';
import { pullRequestOf } from '../../github/pull-request';
import { pullRequestState } from '../../github/pull-request-state';
import { scrubber } from '../../tasks/supervisor/scrub';
import type { WorktreeDeps } from './context';

/** As those of features: the project says which repository and which token. */
export const pullRequests = (
  deps: GithubDeps,
): Pick<WorktreeDeps, 'openPullRequest' | 'lookAtPullRequest' | 'withoutSecrets'> => ({
  openPullRequest: async ({ projectId, branch, base, title, text }) =>
    pullRequestOf(await githubOf(deps, projectId), { head: branch, base, title, body: text }),
  lookAtPullRequest: async ({ projectId, number, etag }) =>
    pullRequestState(await githubOf(deps, projectId), number, etag),
  async withoutSecrets(texts, reader) {
    const names = deps.store.vault.list().map(({ name }) => name);
    const values = Object.values(await deps.secretValues(names, reader));
    return texts.map((text) => {
      const scrub = scrubber(values);
      return Buffer.concat([scrub.next(Buffer.from(text)), scrub.end()]).toString();
    });
  },
});
