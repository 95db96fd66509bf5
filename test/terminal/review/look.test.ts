/** What differs from the last commit, read without touching anything. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { brief, type Lab, labWith } from './support';

let at: Lab;
beforeEach(
  () =>
    void (at = labWith({
      'a.txt': 'one\ntwo\nthree\n',
      'b.txt': 'b\n',
      'gone.txt': 'x\n',
      'moved.txt': 'the same\nfor ever\n',
    })),
);
afterEach(() => at.close());

const lines = (path: string, from: string | null = null, whole = false) =>
  at.reviews.lines(at.dir, { path, from, whole });

it('tells staged, unstaged and untracked files apart, and writes nothing', async () => {
  at.write('a.txt', 'one\n2\nthree\n');
  at.write('b.txt', 'b\nb\n');
  at.git('add', 'b.txt');
  at.write('b.txt', 'b\nb\nb\n');
  at.git('rm', '-q', 'gone.txt');
  at.git('mv', 'moved.txt', 'to.txt');
  at.write('new dir/new.txt', 'n\n');
  at.write('.gitignore', 'ignored\n');
  at.git('add', '.gitignore');
  at.write('ignored', 'i\n');
  const before = at.everything();
  const review = await at.look();
  expect(brief(review)).toEqual([
    ['.gitignore', 'added', 'staged', 1, 0],
    ['a.txt', 'modified', 'unstaged', 1, 1],
    ['b.txt', 'modified', 'both', 2, 0],
    ['gone.txt', 'deleted', 'staged', 0, 1],
    ['new dir/new.txt', 'added', 'untracked', 1, 0],
    ['to.txt', 'renamed', 'staged', 0, 0],
  ]);
  const head = at.git('rev-parse', 'HEAD').trim();
  expect(review).toMatchObject({
    top: at.dir,
    branch: 'main',
    head,
    unfinished: null,
    total: 6,
    discards: [],
  });
  expect((await lines('a.txt')).diff).toBe('@@ -1,3 +1,3 @@\n one\n-two\n+2\n three');
  expect(await lines('to.txt', 'moved.txt')).toMatchObject({
    file: { note: 'only its name changed', version: review.files.at(-1)?.version },
    diff: null,
  });
  expect(at.everything()).toEqual(before);
});

it('shows a repository without a commit', async () => {
  at.git('checkout', '-q', '--orphan', 'other');
  const review = await at.look();
  expect(review).toMatchObject({ head: null, branch: 'other', total: 4 });
  expect(brief(review)[0]).toEqual(['a.txt', 'added', 'staged', 3, 0]);
});

it('shows a whole file where that is wanted', async () => {
  at.write('long.txt', Array.from({ length: 50 }, (_, n) => `line ${n}\n`).join(''));
  at.git('add', '.');
  at.git('commit', '-qm', 'long');
  at.write('long.txt', at.read('long.txt').replace('line 25\n', 'changed\n'));
  expect((await lines('long.txt')).diff?.split('\n')).toHaveLength(9);
  expect((await lines('long.txt', null, true)).diff?.split('\n')).toHaveLength(52);
});

it('shows no line of what may hold secrets, is no text, is too large, or goes through a filter', async () => {
  at.write('.env', 'TOKEN=abc\n');
  at.write('picture.png', Buffer.from([0, 1, 2, 0]));
  at.write('huge.txt', 'x'.repeat(9 * 1024 * 1024));
  at.write('.gitattributes', '*.big filter=lfs\n');
  at.write('movie.big', 'raw\n');
  const notes = Object.fromEntries((await at.look()).files.map(({ path, note }) => [path, note]));
  expect(notes).toMatchObject({
    '.env': 'a file of this name may hold secrets: its lines are not shown',
    'picture.png': 'it is no text',
    'huge.txt': expect.stringContaining('not compared: 9437184 bytes'),
    'movie.big': expect.stringContaining("filter 'lfs'"),
    '.gitattributes': null,
  });
  for (const path of ['.env', 'picture.png', 'huge.txt', 'movie.big'])
    expect((await lines(path)).diff).toBeNull();
});

it('shows only files that changed: neither ignored ones nor those of other places', async () => {
  at.write('.gitignore', 'ignored\n');
  at.write('ignored', 'secret\n');
  at.write('../outside.txt', 'outside\n');
  symlinkSync('..', join(at.dir, 'up'));
  for (const path of [
    'ignored',
    '../outside.txt',
    'up/outside.txt',
    '/etc/passwd',
    '.git/config',
    'b.txt',
    ':(top)*',
    '.',
  ])
    await expect(lines(path)).rejects.toMatchObject({ name: 'ReviewError' });
  expect((await lines('up')).diff).toContain('+..');
});

it('takes names for names', async () => {
  const names = ['--output=x', '*', 'line\nbreak', '"quotes" <b>', 'tab\there', ':(exclude)a'];
  for (const name of names) at.write(name, `${name}\n`);
  expect((await at.look()).files.map(({ path }) => path).sort()).toEqual([...names].sort());
  for (const name of names) expect((await lines(name)).diff).toContain(`+${name.split('\n')[0]}`);
});

it('tells of what is under way, and of a place that is no repository', async () => {
  at.git('checkout', '-qb', 'side');
  at.write('a.txt', 'side\n');
  at.git('commit', '-qam', 'side');
  at.git('checkout', '-q', 'main');
  at.write('a.txt', 'main\n');
  at.git('commit', '-qam', 'main');
  expect(() => at.git('merge', 'side')).toThrow();
  const review = await at.look();
  expect(review).toMatchObject({ unfinished: 'a merge', total: 1 });
  await expect(at.reviews.look('/')).rejects.toMatchObject({
    fault: 'refused',
    message: '/ is in no git repository',
  });
});

it('is quick enough with a thousand files', async () => {
  for (let n = 0; n < 1_000; n += 1) at.write(`many/${n}.txt`, `line ${n}\n`);
  const review = await at.look();
  expect(review.total).toBe(1_000);
  expect(review.files.at(-1)).toMatchObject({ added: 1, staging: 'untracked' });
});
