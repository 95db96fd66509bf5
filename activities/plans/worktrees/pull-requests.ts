import { type GithubDeps, githubOf } from '../../github/client';
import { pullRequestOf } from '../../github/pull-request';
import { pullRequestState } from '../../github/pull-request-state';
import { scrubber } from '../../tasks/supervisor/scrub';
import type { SecretValues } from '../../secret-values';
import type { WorktreeDeps } from './context';

/** As those of features: the project says which repository and which token. */
export function pullRequests(
  deps: GithubDeps,
): Pick<WorktreeDeps, 'openPullRequest' | 'lookAtPullRequest' | 'withoutSecrets'> {
  const looking = { ...deps, secretValues: readOnce(deps) };
  return {
    openPullRequest: async ({ projectId, branch, base, title, text }) =>
      pullRequestOf(await githubOf(deps, projectId), { head: branch, base, title, body: text }),
    lookAtPullRequest: async ({ projectId, number, etag }) =>
      pullRequestState(await githubOf(looking, projectId), number, etag),
    async withoutSecrets(texts, reader) {
      const names = deps.store.vault.list().map(({ name }) => name);
      const values = Object.values(await deps.secretValues(names, reader));
      return texts.map((text) => {
        const scrub = scrubber(values);
        return Buffer.concat([scrub.next(Buffer.from(text)), scrub.end()]).toString();
      });
    },
  };
}

/** Looks are many: each read anew, they would push all else out of the vault's access log. */
function readOnce({ store, secretValues }: GithubDeps): SecretValues {
  const known = new Map<string, { revisions: string; values: Record<string, string> }>();
  return async (names, holder) => {
    const key = JSON.stringify([holder, ...names]);
    const found = names.map((name) => store.vault.find(name));
    const revisions = JSON.stringify(found.map((secret) => secret?.readable && secret.revision));
    const before = known.get(key);
    if (before?.revisions === revisions) return before.values;
    known.delete(key);
    const values = await secretValues(names, holder);
    known.set(key, { revisions, values });
    return values;
  };
}
