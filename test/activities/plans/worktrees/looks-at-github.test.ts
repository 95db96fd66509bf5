/** Looks at pull requests use the token of the project, which the vault's access log shows once for each value. */
import { pullRequests } from '../../../../activities/plans/worktrees/pull-requests';
import type { PullRequestState } from '../../../../activities/github/pull-request-state';
import { silentLog } from '../../../../telemetry/log';
import { TOKEN } from '../../github/fake-github';
import { githubWorld, type GithubWorld } from '../../github/support';

let world: GithubWorld;
beforeEach(async () => (world = await githubWorld()));
afterEach(() => world.end());

test('many looks are one use of the token, until it is another one or is gone', async () => {
  const { vault } = world.store;
  const fields = { service: null, category: 'token', description: null, expires_at: null } as const;
  const { id } = vault.create(
    { name: 'GITHUB_TOKEN', value: TOKEN, ...fields, rotate_after_days: null },
    'me',
  );
  const projectId = world.project();
  const { number } = world.github.addPull('a', 'main');
  const { lookAtPullRequest } = pullRequests({
    ...{ store: world.store, log: silentLog, githubApiUrl: world.github.url },
    secretValues: async (names, holder) => vault.valuesFor(names, holder),
  });
  const look = (): Promise<PullRequestState> =>
    world.run(() => lookAtPullRequest({ projectId, number, etag: null }), null);
  const uses = (): number =>
    vault.access({ name: 'GITHUB_TOKEN' }, 99, 0).items.filter(({ action }) => action === 'used').length;
  for (let looks = 0; looks < 3; looks += 1) expect(await look()).toMatchObject({ is: 'open' });
  expect(uses()).toBe(1);
  vault.update(id, { value: 'expired' }, 'me');
  await expect(look()).rejects.toThrow(/refuses the token/);
  expect(uses()).toBe(2);
  vault.remove(id, 'me');
  await expect(look()).rejects.toThrow(/GITHUB_TOKEN/);
});
