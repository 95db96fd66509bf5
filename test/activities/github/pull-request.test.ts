/** A feature's branch gets one pull request. */
import type { PullRequestResult } from '../../../workflows/contracts/github';
import { parseRemote } from '../../../activities/github/remote';
import { githubWorld, type GithubWorld } from './support';

let world: GithubWorld;
let feature: number;
beforeEach(async () => {
  world = await githubWorld();
  const project = world.project();
  world.github.addIssue({ title: 'Dark mode', body: 'Please' });
  await world.import(project);
  [{ id: feature }] = world.all('features') as [{ id: number }];
  world.github.branches.add('feature/dark');
});
afterEach(() => world.end());

const open = (
  branch: string | null = 'feature/dark',
  base: string | null = null,
): Promise<PullRequestResult> =>
  world.run(world.activities.openPullRequest, { featureId: feature, branch, base });

test('it is made with the title, the text and the issue that it closes, and kept', async () => {
  expect(await open()).toEqual({
    ...{ repository: 'acme/app', number: 900, url: 'https://git.example/pull/900' },
    ...{ head: 'feature/dark', base: 'main', created: true },
  });
  expect(world.github.pulls).toMatchObject([{ title: 'Dark mode', body: 'Please\n\nCloses #1.' }]);
  expect(world.all('github_pull_requests')).toMatchObject([{ feature_id: feature, number: 900 }]);
});

test('asked for again, the open one is the answer', async () => {
  await open();
  expect(await open()).toMatchObject({ number: 900, created: false });
  expect([world.github.pulls.length, world.all('github_pull_requests').length]).toEqual([1, 1]);
});

test('one that comes to be at the same moment is the answer too', async () => {
  world.github.beforePull = () => {
    world.github.addPull('feature/dark', 'main');
    world.github.beforePull = () => {};
  };
  expect(await open()).toMatchObject({ number: 900, created: false });
});

test('the branch that is checked out is taken where none is named', async () => {
  world.git('checkout', '-q', '-b', 'feature/dark');
  expect(await open(null)).toMatchObject({ head: 'feature/dark', created: true });
});

test.each<[string, string | null, RegExp]>([
  ['the main branch is checked out', null, /Name the feature's branch: 'main' is checked out/],
  ['the branch is the one it goes to', 'main', /Name the feature's branch/],
  ['the branch is not at GitHub', 'feature/unknown', /no branch 'feature\/unknown': push it first/],
])('where %s it says what to do', async (_what, branch, message) => {
  await expect(open(branch)).rejects.toMatchObject({
    type: 'github_no_branch',
    message: expect.stringMatching(message),
  });
  expect(world.github.pulls).toEqual([]);
});

test('a broken connection and an error of the server are left to be tried again', async () => {
  world.github.troubles.push('hang up');
  await expect(open()).rejects.not.toHaveProperty('nonRetryable', true);
  world.github.troubles.push({ status: 502, body: { message: 'Bad gateway' } });
  await expect(open()).rejects.not.toHaveProperty('nonRetryable', true);
});

test.each([
  ['git@github.com:acme/app.git', 'github.com acme/app'],
  ['ssh://git@ssh.github.com:443/acme/app.git', 'github.com acme/app'],
  ['https://github.com/acme/app', 'github.com acme/app'],
  ['https://user:secret@GitHub.com/acme/my.app.git/', 'github.com acme/my.app'],
  ['github.com:acme/app', 'github.com acme/app'],
  ['https://github.com.evil.example/acme/app', 'github.com.evil.example acme/app'],
  ['https://github.com/acme', null],
  ['file:///srv/acme/app', null],
  ['../app.git', null],
])('the remote %s is %s', (url, expected) => {
  const found = parseRemote(url);
  expect(found && `${found.host} ${found.owner}/${found.repo}`).toBe(expected);
});
