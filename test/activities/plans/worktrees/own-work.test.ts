/** What agents and people do with git in a worktree, or beside it, is theirs: it is neither taken back nor taken for more. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { advanceBase } from '../../../../activities/plans/worktrees/base-branch';
import { gitIn } from '../../../../activities/plans/worktrees/git';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

const log = (ref = 'main') => bench.git(bench.repo, 'log', '--format=%s', ref).split('\n');

test('a rebase that an agent has begun is not taken for one of ours, which was noted before it', async () => {
  const gates = [{ type: 'command', command: 'test -f again.txt' }] as const;
  const id = bench.planOf([task('a', { gates })]);
  await bench.drive(id);
  const row = bench.worktree(id, 'a');
  await bench.works(id, 'a', (dir) => void bench.commit(dir, { 'a.txt': 'mine\n' }, 'mine'));
  // As a kill leaves it whose attempt ended otherwise.
  bench.store.plans.worktrees.rebasing(row.id, true);
  await bench.drive(id);
  bench.commit(bench.repo, { 'a.txt': 'theirs\n' }, 'theirs');
  await bench.does(id, 'a', (dir) => {
    expect(() => bench.git(dir, 'rebase', 'main')).toThrow();
    writeFileSync(join(dir, 'a.txt'), 'both\n');
    writeFileSync(join(dir, 'again.txt'), '');
  });
  expect(bench.store.prompts.list({}, 'newest', 1, 0).items[0]?.content).toMatch(/something is unfinished/);
  expect(bench.read(row.path, 'a.txt')).toBe('both\n');
});

test('a repository within the worktree is not merged as if its files were in it', async () => {
  const id = bench.planOf([task('a', { max_retries: 0 })]);
  await bench.drive(id);
  const { path } = bench.worktree(id, 'a');
  await bench.does(id, 'a', (dir) => {
    mkdirSync(join(dir, 'lib'));
    execFileSync('git', ['init', '--quiet'], { cwd: join(dir, 'lib') });
    bench.commit(join(dir, 'lib'), { 'x.txt': 'x\n' });
  });
  expect(bench.shown(id)).toEqual(['a: failed']);
  expect(bench.reason(id, 'a')).toMatch(/a git repository of its own in its worktree \(lib\/\)/);
  expect(log()).toEqual(['first']);
  expect(existsSync(join(path, 'lib', 'x.txt'))).toBe(true);
});

test('another branch that is checked out while it is looked at the base branch is not moved on', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  const row = bench.worktree(id, 'a');
  const target = bench.commit(row.path, { 'a.txt': 'new\n' }, 'by a');
  const tip = bench.git(bench.repo, 'rev-parse', 'main');
  bench.git(bench.repo, 'branch', 'other');
  // Looks at the worktrees, then a person switches.
  const git = gitIn(bench.repo);
  const get = async (...args: string[]): Promise<string> => {
    const text = await git.get(...args);
    bench.git(bench.repo, 'switch', '--quiet', 'other');
    return text;
  };
  const advanced = await advanceBase({ ...git, get }, row, { tip, target, note: 'a note' });
  expect(advanced).toEqual({ is: 'moved' });
  expect(log('other')).toEqual(['first']);
  expect(log()).toEqual(['first']);
});

test('a way to say a commit is no name of a branch', async () => {
  bench.commit(bench.repo, { 'b.txt': 'b\n' }, 'second');
  const id = bench.planOf([
    task('a', { worktree: { base: 'main~1' } }),
    task('b', { worktree: { branch: '@{-1}' } }),
  ]);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: needs_person', 'b: needs_person']);
  expect(bench.reason(id, 'a')).toMatch(/'main~1' can not be the name of a branch: change base in worktree/);
  expect(bench.reason(id, 'b')).toMatch(/'@\{-1\}' can not be the name of a branch/);
});
