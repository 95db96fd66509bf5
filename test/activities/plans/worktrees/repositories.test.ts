/** Worktrees of repositories of all kinds. */
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, gitBench, task } from './support';

let bench: Bench;
beforeEach(() => (bench = gitBench()));
afterEach(() => bench.close());

const write = (name: string, text: string) => (dir: string) => writeFileSync(join(dir, name), text);
const log = (ref = 'main') => bench.git(bench.repo, 'log', '--format=%s', ref).split('\n');

describe('repositories of other kinds', () => {
  test('one that is bare', async () => {
    const bare = join(bench.dir, 'bare.git');
    bench.git(bench.dir, 'clone', '--quiet', '--bare', bench.repo, bare);
    const id = bench.planOf([task('a')], {}, { working_dir: bare });
    await bench.drive(id);
    await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'b.txt': 'b\n' }, 'by a'));
    expect(bench.shown(id)).toEqual(['a: completed']);
    expect(bench.git(bare, 'log', '--format=%s', 'main').split('\n')).toEqual(['by a', 'first']);
  });

  test('one in which no branch is checked out asks for the base, and one without it says so', async () => {
    bench.git(bench.repo, 'checkout', '--quiet', '--detach');
    const id = bench.planOf([
      task('a'),
      task('b', { worktree: { base: 'none' } }),
      task('c', { worktree: { base: 'main' } }),
    ]);
    await bench.drive(id);
    expect(bench.shown(id)).toEqual(['a: needs_person', 'b: needs_person', 'c: running']);
    expect(bench.reason(id, 'a')).toMatch(/no branch is checked out/);
    expect(bench.reason(id, 'b')).toMatch(/has no branch 'none'/);
    await bench.does(id, 'c', (dir) => void bench.commit(dir, { 'c.txt': 'c\n' }, 'by c'));
    expect(bench.shown(id)[2]).toBe('c: completed');
    expect(log()).toEqual(['by c', 'first']);
    expect(existsSync(join(bench.repo, 'c.txt'))).toBe(false);
  });

  test('a directory deep in it that is a worktree itself, with names that are taken', async () => {
    bench.commit(bench.repo, { 'sub/x.txt': 'x\n' }, 'sub');
    const other = join(bench.dir, 'other tree');
    bench.git(bench.repo, 'worktree', 'add', '--quiet', '-b', 'feature', other);
    const id = bench.planOf([task('a')], { branch: 'taken' }, { working_dir: join(other, 'sub') });
    bench.git(bench.repo, 'branch', 'taken/below');
    await bench.drive(id);
    const row = bench.worktree(id, 'a');
    expect(row).toMatchObject({ base: 'feature', branch: 'taken-2', directory: join(row.path, 'sub') });
    await bench.does(id, 'a', write('y.txt', 'y\n'));
    expect(bench.shown(id)).toEqual(['a: completed']);
    expect(bench.read(other, 'sub/y.txt')).toBe('y\n');
    expect(log()).toEqual(['sub', 'first']);
  });

  test('a shallow clone', async () => {
    bench.commit(bench.repo, { 'b.txt': 'b\n' }, 'second');
    const clone = join(bench.dir, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${bench.repo}`, clone]);
    bench.git(clone, 'config', 'user.name', 'Ann');
    bench.git(clone, 'config', 'user.email', 'ann@example.org');
    const id = bench.planOf([task('a')], {}, { working_dir: clone });
    await bench.drive(id);
    bench.commit(clone, { 'd.txt': 'd\n' }, 'third');
    await bench.does(id, 'a', (dir) => void bench.commit(dir, { 'c.txt': 'c\n' }, 'by a'));
    expect(bench.git(clone, 'log', '--format=%s').split('\n')).toEqual(['by a', 'third', 'second']);
  });

  test('no repository at all', async () => {
    const id = bench.planOf([task('a')], {}, { working_dir: bench.dir });
    await bench.drive(id);
    expect(bench.reason(id, 'a')).toMatch(/is in no git repository/);
  });
});
