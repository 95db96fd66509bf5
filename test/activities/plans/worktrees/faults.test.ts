/** What people, agents and crashes do to worktrees: nothing that is nowhere else is lost, and each is told. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rebaseOnto } from '../../../../activities/plans/worktrees/rebase';
import { gitIn } from '../../../../activities/plans/worktrees/git';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

const write = (name: string, text: string) => (dir: string) => writeFileSync(join(dir, name), text);
const log = (ref = 'main') => bench.git(bench.repo, 'log', '--format=%s', ref).split('\n');
const me = { actor: 'me' };

describe('files that are to be copied', () => {
  test('come with their mode, and an agent can not commit them by mistake', async () => {
    writeFileSync(join(bench.repo, '.env'), 'SECRET=1\n', { mode: 0o600 });
    const id = bench.planOf([task('a')], { copy: ['.env'] });
    await bench.drive(id);
    const { path } = bench.worktree(id, 'a');
    expect(bench.read(path, '.env')).toBe('SECRET=1\n');
    await bench.does(id, 'a', (dir) => {
      bench.git(dir, 'add', '--force', '.env');
      bench.git(dir, 'commit', '--quiet', '-m', 'oops');
    });
    expect(bench.attempt(id, 'a').number).toBe(2);
    expect(bench.store.prompts.list({}, 'newest', 1, 0).items[0]?.content).toMatch(
      /files that were copied into its worktree were committed, and must not be: \.env/,
    );
    expect(log()).toEqual(['first']);
  });

  test.each([
    [
      'is a link out of the repository',
      () => symlinkSync('/etc/passwd', join(bench.repo, '.env')),
      /out of the repository/,
    ],
    ['is not there', () => undefined, /there is no file/],
    ['is a directory', () => mkdirSync(join(bench.repo, '.env')), /is no file/],
  ])('one that %s is not: a person is asked', async (_what, prepare, reason) => {
    prepare();
    const id = bench.planOf([task('a')], { copy: ['.env'] });
    await bench.drive(id);
    expect(bench.shown(id)).toEqual(['a: needs_person']);
    expect(bench.reason(id, 'a')).toMatch(reason);
    rmSync(join(bench.repo, '.env'), { recursive: true, force: true });
    writeFileSync(join(bench.repo, '.env'), 'x');
    bench.store.plans.control.retry(id, 'a', me);
    await bench.drive(id);
    expect(bench.shown(id)).toEqual(['a: running']);
  });

  test('one that git does not ignore is not, and none is written through a link', async () => {
    symlinkSync(bench.dir, join(bench.repo, 'out'));
    writeFileSync(join(bench.repo, 'plain'), 'x');
    writeFileSync(join(bench.repo, '.gitignore'), '.env\nout/.env\nbuild/\n');
    bench.git(bench.repo, 'add', 'out', '.gitignore');
    bench.git(bench.repo, 'commit', '--quiet', '-m', 'a link');
    const id = bench.planOf([
      task('a', { worktree: { copy: ['plain'] } }),
      task('b', { worktree: { copy: ['out/.env'] } }),
    ]);
    writeFileSync(join(bench.dir, '.env'), 'of elsewhere');
    await bench.drive(id);
    expect(bench.reason(id, 'a')).toMatch(/git does not ignore it/);
    expect(bench.reason(id, 'b')).toMatch(/can not be copied|out of the repository|through a link/);
  });
});

test('a set-up command that fails asks a person; tried again it goes on from there', async () => {
  const id = bench.planOf([task('a')], { setup: ['echo one >> log; true', 'echo two; test -f ok'] });
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: needs_person']);
  expect(bench.reason(id, 'a')).toMatch(
    /the set-up command `echo two; test -f ok` ended badly \(.*exit code 1.*\): two/,
  );
  writeFileSync(join(bench.worktree(id, 'a').path, 'ok'), '');
  bench.store.plans.control.retry(id, 'a', me);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: running']);
  expect(bench.ran.map(({ command }) => command.slice(0, 8))).toEqual(['echo one', 'echo two', 'echo two']);
});

test('deleted by hand while the agent works: made anew from its branch, and the task is tried again', async () => {
  const id = bench.planOf([task('a')], { setup: ['true'] });
  await bench.drive(id);
  const { path, branch } = bench.worktree(id, 'a');
  bench.commit(path, { 'half.txt': 'half\n' }, 'half of it');
  rmSync(path, { recursive: true });
  bench.ends(id, 'a', { directory: path });
  const attempt = bench.attempt(id, 'a');
  expect(attempt.number).toBe(1);
  await bench.drive(id);
  expect(bench.worktree(id, 'a')).toMatchObject({ path, branch });
  expect(bench.shown(id)).toEqual(['a: running']);
  expect(bench.read(path, 'half.txt')).toBe('half\n');
  expect(bench.ran).toHaveLength(2);
  expect(bench.sessions.ended).toEqual([`plan-${id}-a`]);
  await bench.does(id, 'a', write('rest.txt', 'rest\n'));
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(log()).toEqual([`a: plan ${id}, attempt 2`, 'half of it', 'first']);
});

test('while its worktree is made there is nothing to look for, unless the plan is held back', async () => {
  const id = bench.planOf([task('a')]);
  await bench.look(id);
  const { control, outlook } = bench.store.plans;
  expect(outlook(id)).toMatchObject({ due: false, active: true, worktrees: [{ step: 'open' }] });
  control.pause(id, me);
  expect(outlook(id)).toMatchObject({ due: true });
  control.resume(id, me);
  await bench.drive(id);
  expect(bench.store.plans.attempts.open(id)).toMatchObject([{ state: 'sent' }]);
});

test('what is unmerged stays when its plan is cancelled, is shown, and goes only when nothing of it is left', async () => {
  const id = bench.planOf([task('a'), task('b')]);
  await bench.drive(id);
  const [a, b] = [bench.worktree(id, 'a'), bench.worktree(id, 'b')];
  write('dirty.txt', 'mine\n')(a.path);
  bench.store.plans.control.cancel(id, { ...me, stop: true });
  for (const { id: attempt } of bench.store.plans.attempts.open(id))
    bench.store.plans.attempts.end(attempt, 'cancelled', 'cancelled');
  await bench.drive(id);
  expect(bench.worktree(id, 'a')).toMatchObject({
    state: 'kept',
    reason: expect.stringMatching(/not committed: dirty\.txt/),
  });
  expect(existsSync(a.path)).toBe(true);
  expect(bench.worktree(id, 'b').state).toBe('closed');
  expect(existsSync(b.path)).toBe(false);
  expect(() => bench.store.plans.edit.remove(id, 'me')).toThrow(/worktree of 'a' is not taken down/);

  bench.store.plans.worktrees.wantClosed(id, 'a');
  await bench.drive(id);
  expect(bench.worktree(id, 'a').state).toBe('kept');
  bench.commit(a.path, {}, 'mine');
  bench.store.plans.worktrees.wantClosed(id, 'a');
  await bench.drive(id);
  expect(bench.worktree(id, 'a').reason).toMatch(/has a commit that is not in main/);
  bench.git(bench.repo, 'merge', '--quiet', a.branch);
  bench.store.plans.worktrees.wantClosed(id, 'a');
  await bench.drive(id);
  expect(bench.worktree(id, 'a').state).toBe('closed');
  expect(existsSync(a.path)).toBe(false);
  bench.store.plans.edit.remove(id, 'me');
});

test('a rebase of ours that was cut off is taken back and done; one of somebody else is not touched', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  const row = bench.worktree(id, 'a');
  await bench.works(id, 'a', (dir) => void bench.commit(dir, { 'a.txt': 'mine\n' }, 'mine'));
  bench.commit(bench.repo, { 'a.txt': 'theirs\n' }, 'theirs');
  // As a kill in the middle leaves it: noted, begun, stopped at its conflict.
  bench.store.plans.worktrees.rebasing(row.id, true);
  expect(() => bench.git(row.path, 'rebase', 'main')).toThrow();
  await bench.drive(id);
  expect(bench.attempt(id, 'a')).toMatchObject({ number: 2 });
  expect(bench.git(row.path, 'status', '--porcelain')).toBe('');
  expect(log(row.branch)).toEqual(['mine', 'first']);
  // The agent begins one and leaves it.
  await bench.does(id, 'a', (dir) => expect(() => bench.git(dir, 'rebase', 'main')).toThrow());
  expect(bench.store.prompts.list({}, 'newest', 1, 0).items[0]?.content).toMatch(
    /something is unfinished in its worktree \(rebase-merge\)/,
  );
  expect(bench.git(row.path, 'status', '--porcelain')).toMatch(/^(UU|AA) a\.txt/);
});

test('a merge that was done right before a crash is not done again', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  await bench.works(id, 'a', (dir) => void bench.commit(dir, { 'b.txt': 'b\n' }, 'by a'));
  bench.git(bench.repo, 'merge', '--quiet', '--ff-only', bench.worktree(id, 'a').branch);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(log()).toEqual(['by a', 'first']);
});

test('a lock that a killed git left is named, and not removed; it goes on when it is gone', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  const lock = join(bench.repo, '.git', 'index.lock');
  writeFileSync(lock, '');
  await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'b.txt': 'b\n' }, 'by a'));
  expect(bench.reason(id, 'a')).toMatch(/git's lock .*index\.lock, there since .*, is in the way/);
  expect(existsSync(lock)).toBe(true);
  rmSync(lock);
  bench.pass(60_000);
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
});

test('two plans on one repository: each has its branch and port, and one is merged at a time', async () => {
  const [one, two] = [bench.planOf([task('a')]), bench.planOf([task('a')])];
  await bench.drive(one);
  await bench.drive(two);
  expect([bench.worktree(one, 'a').port, bench.worktree(two, 'a').port]).toEqual([17000, 17001]);
  await bench.works(one, 'a', (dir) => void bench.commit(dir, { 'one.txt': '1\n' }, 'one'));
  await bench.works(two, 'a', (dir) => void bench.commit(dir, { 'two.txt': '2\n' }, 'two'));
  const { worktrees } = bench.store.plans;
  expect(worktrees.takeTurn(bench.worktree(one, 'a').id)).toBe(true);
  await bench.drive(two);
  expect(bench.shown(two)).toEqual(['a: checking']);
  expect(log()).toEqual(['first']);
  await bench.drive(one);
  await bench.drive(two);
  expect([bench.shown(one), bench.shown(two)]).toEqual([['a: completed'], ['a: completed']]);
  expect(log()).toEqual(['two', 'one', 'first']);
});

test('hooks, editors and rerere of the owner do not run', async () => {
  const hooks = join(bench.repo, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  for (const name of ['pre-commit', 'post-checkout', 'pre-rebase', 'post-merge', 'reference-transaction'])
    writeFileSync(join(hooks, name), `#!/bin/sh\necho ${name} >> ${bench.dir}/hooked\nexit 1\n`, {
      mode: 0o755,
    });
  bench.git(bench.repo, 'config', 'core.editor', `sh -c "echo editor >> ${bench.dir}/hooked"`);
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  await bench.works(id, 'a', write('new.txt', 'n\n'));
  execFileSync(
    'git',
    ['-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '--allow-empty', '-m', 'by a person'],
    { cwd: bench.repo },
  );
  await bench.drive(id);
  expect(bench.shown(id)).toEqual(['a: completed']);
  expect(existsSync(join(bench.dir, 'hooked'))).toBe(false);
});

test('a rebase that git refuses leaves the worktree as it was', async () => {
  const id = bench.planOf([task('a')]);
  await bench.drive(id);
  const row = bench.worktree(id, 'a');
  const head = bench.commit(row.path, { 'b.txt': 'b\n' }, 'by a');
  const git = gitIn(row.path, { isTop: true });
  await expect(rebaseOnto(bench.deps, git, row, 'f'.repeat(40))).rejects.toThrow(/git rebase/);
  expect(bench.git(row.path, 'rev-parse', 'HEAD')).toBe(head);
  expect(bench.worktree(id, 'a').rebasing).toBe(0);
});
