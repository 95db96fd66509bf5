/** Whether a pull request was merged or closed, asked so that a look at what did not change costs nothing. */
import { githubOf } from '../../../activities/github/client';
import { pullRequestState, type PullRequestState } from '../../../activities/github/pull-request-state';
import { silentLog } from '../../../telemetry/log';
import { githubWorld, type GithubWorld } from './support';

let world: GithubWorld;
let project: number;
beforeEach(async () => {
  world = await githubWorld();
  project = world.project();
});
afterEach(() => world.end());

const look = (number: number, etag: string | null = null): Promise<PullRequestState> =>
  world.run(async () => {
    const deps = {
      ...{ store: world.store, log: silentLog, githubApiUrl: world.github.url },
      secretValues: async () => world.secrets,
    };
    return pullRequestState(await githubOf(deps, project), number, etag);
  }, null);

test('open, unchanged since, then merged', async () => {
  const pull = world.github.addPull('a', 'main');
  const first = await look(pull.number);
  expect(first).toEqual({ is: 'open', etag: expect.stringMatching(/^W\//) });
  const { etag } = first as { etag: string };
  expect(await look(pull.number, etag)).toEqual({ is: 'unchanged' });
  Object.assign(pull, { state: 'closed', merged: true, merge_commit_sha: 'abc' });
  expect(await look(pull.number, etag)).toEqual({ is: 'merged', commit: 'abc' });
});

test('closed without a merge', async () => {
  const pull = world.github.addPull('a', 'main');
  pull.state = 'closed';
  expect(await look(pull.number)).toMatchObject({ is: 'closed' });
});

test('a limit is told with how long to wait, and an unknown one by what to check', async () => {
  world.github.troubles.push({ status: 429, body: {}, headers: { 'Retry-After': '120' } });
  await expect(look(900)).rejects.toMatchObject({ type: 'github_rate_limited', nextRetryDelay: 121_000 });
  await expect(look(901)).rejects.toMatchObject({ type: 'github_not_found', nonRetryable: true });
});
