/** A finished feature's branch gets its pull request by itself, where the project is set so. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { githubWorld, type GithubWorld } from './support';

let world: GithubWorld;
let project: number;
let feature: number;
beforeEach(async () => {
  world = await githubWorld();
  project = world.project();
  feature = world.store.features.insert(
    { title: 'Dark mode', project_id: project, status: 'draft' },
    'me',
  ).id;
  world.git('-c', 'user.name=me', '-c', 'user.email=me@x', 'commit', '-q', '--allow-empty', '-m', 'one');
});
afterEach(() => world.end());

const automatic = (autoPullRequest: boolean): void =>
  world.store.github.setSettings(project, { secret: null, remote: null, autoPullRequest });
const become = (status: string): unknown => world.store.features.update(feature, { status }, 'me');
const due = (): unknown => world.store.github.duePullRequests(project);
/** Features that are to get one now. */
const toBeMade = (): unknown[] =>
  world.store.outbox.carryOutDue().map((due) => world.store.outbox.get(due)?.subject);
const open = () =>
  world.run(world.activities.openPullRequest, { featureId: feature, branch: null, base: null });

test('it is due from the end of the feature until there is one', async () => {
  automatic(true);
  become('in_progress');
  expect(due()).toEqual([]);
  become('completed');
  expect(due()).toEqual([{ feature_id: feature, since: expect.any(String), error: null }]);
  expect(toBeMade()).toEqual([feature]);
  world.github.branches.add('feature/dark');
  world.git('checkout', '-q', '-b', 'feature/dark');
  expect(await open()).toMatchObject({ head: 'feature/dark', created: true });
  expect(due()).toEqual([]);
});

test('it is not due where nobody asked for it, and no more where the feature goes on', () => {
  become('completed');
  expect(due()).toEqual([]);
  automatic(true);
  expect(due()).toEqual([]);
  become('in_progress');
  become('completed');
  become('blocked');
  expect(due()).toEqual([]);
});

test('an issue that is closed at GitHub asks for none', async () => {
  automatic(true);
  const issue = world.github.addIssue();
  await world.import(project);
  const at = new Date(Date.now() + 5_000).toISOString();
  Object.assign(issue, { state: 'closed', closed_at: at, updated_at: at });
  await world.import(project);
  expect(world.all('features')).toMatchObject([{ id: feature }, { status: 'completed' }]);
  expect(due()).toEqual([]);
});

test('what a person has to do first is kept, and it is tried again once the feature ends again', async () => {
  automatic(true);
  become('completed');
  await expect(open()).rejects.toMatchObject({ type: 'github_no_branch' });
  expect(due()).toMatchObject([
    { error: expect.stringMatching(/'main' is checked out in .*goes to 'main'/) },
  ]);
  expect(toBeMade()).toEqual([]);
  become('in_progress');
  become('completed');
  expect(toBeMade()).toEqual([feature]);
});

test('a broken connection leaves it due', async () => {
  automatic(true);
  become('completed');
  world.github.troubles.push('hang up');
  await expect(open()).rejects.toThrow();
  expect(toBeMade()).toEqual([feature]);
});

describe('the branch of the session that worked on it', () => {
  const worksIn = (directory: string): void => {
    world.store.sessions.register({ name: 'dev', provider: 'claude', specialty: '', workingDir: directory });
    world.store.features.update(feature, { tmux_session: 'dev' }, 'me');
  };

  test('is taken from a work tree of the repository', async () => {
    world.github.branches.add('feature/dark');
    const tree = join(world.dir, 'tree');
    world.git('worktree', 'add', '-q', '-b', 'feature/dark', tree);
    worksIn(tree);
    expect(await open()).toMatchObject({ head: 'feature/dark' });
  });

  test('is left where it is one of another repository', async () => {
    const other = join(world.dir, 'other');
    execFileSync('git', ['init', '-q', '-b', 'secret-plans', other]);
    execFileSync('git', ['-C', other, 'remote', 'add', 'origin', 'git@127.0.0.1:acme/other.git']);
    worksIn(other);
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining("'main' is checked out") });
  });
});
