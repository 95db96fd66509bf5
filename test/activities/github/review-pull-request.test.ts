/** The branch that a person reviewed is pushed, and becomes a pull request. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { reviewPullRequest } from '../../../activities/github/review-pull-request';
import { silentLog } from '../../../telemetry/log';
import { githubWorld, type GithubWorld } from './support';

let world: GithubWorld;
let projectId: number;
let bare: string;
beforeEach(async () => {
  world = await githubWorld();
  projectId = world.project();
  bare = join(world.root, '../remote.git');
  execFileSync('git', ['init', '-q', '--bare', bare]);
  world.git('config', 'user.name', 'Ada');
  world.git('config', 'user.email', 'ada@example.com');
  world.git('config', `url.file://${bare}.insteadOf`, 'git@127.0.0.1:acme/app.git');
  world.git('commit', '-q', '--allow-empty', '-m', 'first');
});
afterEach(() => {
  execFileSync('rm', ['-rf', bare]);
  return world.end();
});

const make = (fields: object = {}) =>
  reviewPullRequest(
    {
      ...{ store: world.store, log: silentLog, githubApiUrl: world.github.url },
      secretValues: async () => world.secrets,
    },
    { ...{ directory: world.root, projectId, title: 'Say two', body: 'Because.', base: null }, ...fields },
  );
const pushed = (): string =>
  execFileSync('git', ['-C', bare, 'for-each-ref', '--format=%(refname)']).toString();

test('is pushed and made once, and found by who asks again', async () => {
  world.git('switch', '-q', '-c', 'two');
  world.github.branches.add('two');
  expect(await make()).toMatchObject({ head: 'two', base: 'main', created: true });
  expect(pushed()).toBe('refs/heads/two\n');
  expect(await make()).toMatchObject({ created: false });
});

test('what others pushed is not replaced, and what is in the way is said', async () => {
  await expect(make()).rejects.toMatchObject({ message: expect.stringContaining('make another branch') });
  expect(pushed()).toBe('');
  world.git('switch', '-q', '-c', 'two');
  world.github.branches.add('two');
  await make();
  world.git('commit', '-q', '--amend', '--allow-empty', '-m', 'other');
  await expect(make()).rejects.toMatchObject({
    name: 'ReviewError',
    message: expect.stringContaining('git push'),
  });
  world.git('checkout', '-q', '--detach');
  await expect(make()).rejects.toMatchObject({
    message: expect.stringContaining('No branch is checked out'),
  });
  delete world.secrets['GITHUB_TOKEN'];
  await expect(make()).rejects.toMatchObject({ fault: 'refused' });
});
