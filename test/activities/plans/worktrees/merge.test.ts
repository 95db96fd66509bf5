/** Worktrees are made, worked in, merged one after the other, and taken down; on real repositories. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

const write = (name: string, text: string) => (dir: string) => writeFileSync(join(dir, name), text);
const log = (ref = 'main') => bench.git(bench.repo, 'log', '--topo-order', '--format=%s', ref).split('\n');

test('a task gets a directory, a branch, a session and a port of its own, and is merged when it is done', async () => {
  const id = bench.planOf([task('build')], {
    setup: ['echo made > build.log; mkdir build; mv build.log build/'],
  });
  await bench.drive(id);
  const row = bench.worktree(id, 'build');
  expect(row).toMatchObject({
    ...{ state: 'ready', branch: `plan-${id}/build`, base: 'main', port: 17000, source: bench.repo },
    target_session: `plan-${id}-build`,
  });
  expect(bench.git(row.path, 'branch', '--show-current')).toBe(row.branch);
  expect(bench.read(row.path, 'build/build.log')).toBe('made\n');
  expect(bench.ran[0]?.env).toMatchObject({
    PORT: '17000',
    WORKTREE_BRANCH: row.branch,
    WORKTREE_BASE: 'main',
  });
  const [prompt] = bench.store.prompts.list({}, 'newest', 10, 0).items;
  expect(prompt).toMatchObject({ target_session: `plan-${id}-build`, working_dir: row.directory });
  expect(prompt?.content).toMatch(/^do build\n\nWork in .*, a git worktree .* Port 17000 is yours/s);

  await bench.does(id, 'build', (dir) => {
    write('new.txt', 'new\n')(dir);
    bench.commit(dir, { 'b.txt': 'b\n' }, 'own commit');
  });
  expect(bench.shown(id)).toEqual(['build: completed']);
  expect(log()).toEqual(['own commit', 'first']);
  // The directory in which the branch is checked out was clean, and is brought along.
  expect(bench.read(bench.repo, 'new.txt')).toBe('new\n');
  expect(bench.git(bench.repo, 'status', '--porcelain')).toBe('');
  expect(bench.worktree(id, 'build')).toMatchObject({
    state: 'closed',
    merged_commit: bench.git(bench.repo, 'rev-parse', 'main'),
  });
  expect(existsSync(row.path)).toBe(false);
  expect(bench.git(bench.repo, 'branch', '--list')).toBe('* main');
  expect(bench.sessions).toEqual({ made: [`plan-${id}-build`], ended: [`plan-${id}-build`] });
  expect(bench.store.plans.get(id)).toMatchObject({ status: 'completed', driven: 0 });
});

test('what is not committed is committed when the gates have passed', async () => {
  const id = bench.planOf([task('build')]);
  await bench.drive(id);
  await bench.does(id, 'build', write('new.txt', 'new\n'));
  expect(log()).toEqual([`build: plan ${id}, attempt 1`, 'first']);
});

test('the second one is rebased on the first, its gates are asked again, and a merge commit says who it was', async () => {
  const gates = [{ type: 'command', command: 'ls; test -f mine.txt' }] as const;
  const id = bench.planOf([task('a'), task('b', { gates })], { merge: 'merge_commit' });
  await bench.drive(id);
  await bench.works(id, 'a', (dir) => void bench.commit(dir, { 'first.txt': '1\n' }, 'by a'));
  await bench.works(id, 'b', (dir) => void bench.commit(dir, { 'mine.txt': '2\n' }, 'by b'));
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed', 'b: completed']);
  const asked = bench.ran.filter(({ command }) => command.startsWith('ls'));
  expect(asked.map(({ dir }) => dir)).toEqual([
    bench.worktree(id, 'b').directory,
    bench.worktree(id, 'b').directory,
  ]);
  expect(log()).toEqual([
    `Merge branch 'plan-${id}/b' into main`,
    'by b',
    `Merge branch 'plan-${id}/a' into main`,
    'by a',
    'first',
  ]);
  expect(bench.attempt(id, 'b')).toMatchObject({ outcome: 'passed', reruns: 0 });
});

test('a gate that fails on the new tip sends the task back, and nothing is merged', async () => {
  const gates = [{ type: 'command', command: 'test ! -f first.txt' }] as const;
  const id = bench.planOf([task('b', { gates, max_retries: 0 })]);
  await bench.drive(id);
  await bench.works(id, 'b', (dir) => void bench.commit(dir, { 'mine.txt': '2\n' }, 'by b'));
  bench.commit(bench.repo, { 'first.txt': '1\n' }, 'by a person');
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['b: failed']);
  expect(log()).toEqual(['by a person', 'first']);
  expect(bench.worktree(id, 'b')).toMatchObject({ state: 'kept', has_turn: 0 });
  expect(bench.worktree(id, 'b').reason).toMatch(/has a commit that is not in main/);
  expect(existsSync(bench.worktree(id, 'b').path)).toBe(true);
});

test('a conflict leaves all as it was and goes back to the task, whose agent is told which files', async () => {
  const id = bench.planOf([task('a'), task('b', { max_retries: 0 })]);
  await bench.drive(id);
  await bench.works(id, 'a', (dir) => void bench.commit(dir, { 'a.txt': 'by a\n' }, 'by a'));
  await bench.works(id, 'b', (dir) => void bench.commit(dir, { 'a.txt': 'by b\n' }, 'by b'));
  await bench.drive(id);
  const row = bench.worktree(id, 'b');
  expect(bench.shown(id)).toEqual(['a: completed', 'b: running']);
  expect(row).toMatchObject({ state: 'ready', has_turn: 0, conflicts: '["a.txt"]', rebasing: 0 });
  expect(bench.git(row.path, 'status', '--porcelain')).toBe('');
  expect(log(row.branch)).toEqual(['by b', 'first']);
  const [prompt] = bench.store.prompts.list({}, 'newest', 1, 0).items;
  expect(prompt?.content).toMatch(/it conflicts with what came into main meanwhile, in a\.txt/);
  expect(prompt?.content).toMatch(/Rebase your branch on the base branch yourself/);
  // It is not one of its tries: the work itself was good.
  await bench.does(id, 'b', (dir) => {
    expect(() => bench.git(dir, 'rebase', 'main')).toThrow();
    writeFileSync(join(dir, 'a.txt'), 'by a\nby b\n');
    bench.git(dir, 'add', 'a.txt');
    bench.git(dir, '-c', 'core.editor=true', 'rebase', '--continue');
  });
  expect(bench.shown(id)).toEqual(['a: completed', 'b: completed']);
  expect(bench.read(bench.repo, 'a.txt')).toBe('by a\nby b\n');
});

test('a dirty checkout of the base branch is not touched: it is said what to do, and merged once it is clean', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  writeFileSync(join(bench.repo, 'a.txt'), 'half an idea\n');
  await bench.does(id, 'a', write('new.txt', 'new\n'));
  expect(bench.shown(id)).toEqual(['a: checking']);
  expect(bench.reason(id, 'a')).toMatch(
    /main is checked out in .*my repo with changes that are not committed \(a\.txt\)/,
  );
  expect(bench.read(bench.repo, 'a.txt')).toBe('half an idea\n');
  expect(log()).toEqual(['first']);
  expect(bench.worktree(id, 'a')).toMatchObject({ state: 'merging', has_turn: 0 });
  bench.git(bench.repo, 'stash');
  bench.pass(31_000);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  bench.git(bench.repo, 'stash', 'pop');
  expect(bench.read(bench.repo, 'a.txt')).toBe('half an idea\n');
});

test.each([
  ['a file that git knows nothing of', 'new.txt'],
  ['a file that git ignores', 'build/out'],
])('%s stands where one would be written: it stays, and it is said', async (_what, name) => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  mkdirSync(join(bench.repo, 'build'));
  writeFileSync(join(bench.repo, name), 'precious\n');
  await bench.does(id, 'a', (dir) => {
    mkdirSync(join(dir, 'build'), { recursive: true });
    write(name, 'other\n')(dir);
    bench.git(dir, 'add', '--force', name);
    bench.git(dir, 'commit', '--quiet', '-m', 'adds it');
  });
  expect(bench.reason(id, 'a')).toMatch(/can't be brought along/);
  expect(bench.read(bench.repo, name)).toBe('precious\n');
  rmSync(join(bench.repo, name));
  bench.pass(31_000);
  await bench.drive(id);
  expect(bench.read(bench.repo, name)).toBe('other\n');
});
