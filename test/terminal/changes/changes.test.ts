/** What changed in a directory between two looks, on real repositories. */
import {
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { brief, fileOf, type Lab, lab, LEASE } from './support';

let at: Lab;
beforeEach(() => {
  at = lab();
  at.git('init', '-q');
  at.write('.gitignore', 'ignored/\n*.log\n');
  at.write('src/a.ts', 'one\ntwo\nthree\n');
  at.write('src/b.ts', 'b\n');
  at.git('add', '.');
  at.git('commit', '-qm', 'first');
});
afterEach(() => at.close());

/** All that the repository itself holds. */
const stateOf = (): unknown => [
  readdirSync(join(at.dir, '.git'), { recursive: true }).sort(),
  at.git('--no-optional-locks', 'status', '--porcelain=v2', '--branch'),
  statSync(join(at.dir, '.git/index')).mtimeMs,
];

it('tells what was written, added, removed and renamed, each with its lines', async () => {
  at.write('src/c.ts', 'c\n');
  at.git('add', '.');
  at.git('commit', '-qm', 'second');
  const found = await at.during(() => {
    at.write('src/a.ts', 'one\n2\nthree\nfour\n');
    at.write('new/file.ts', 'hello\n');
    rmSync(join(at.dir, 'src/b.ts'));
    renameSync(join(at.dir, 'src/c.ts'), join(at.dir, 'src/d.ts'));
    at.write('ignored/x', 'x');
    at.write('y.log', 'y');
  });
  expect(brief(found)).toEqual([
    ['new/file.ts', 'added', 1, 0],
    ['src/a.ts', 'modified', 2, 1],
    ['src/b.ts', 'deleted', 0, 1],
    ['src/d.ts', 'renamed', 0, 0],
  ]);
  expect(fileOf(found, 'src/d.ts')).toMatchObject({
    from: 'src/c.ts',
    diff: null,
    note: 'only its name changed',
  });
  expect(fileOf(found, 'src/a.ts')?.diff).toBe('@@ -1,3 +1,4 @@\n one\n-two\n+2\n three\n+four');
  expect(found).toMatchObject({ total: 4, note: null, top: at.dir, session: 'dev' });
});

it('leaves out what was changed before, and what a commit makes of it', async () => {
  at.write('src/a.ts', 'changed before\n');
  at.write('untracked.ts', 'before\n');
  const found = await at.during(() => {
    at.write('src/b.ts', 'changed meanwhile\n');
    at.git('add', '.');
    at.git('commit', '-qm', 'all of it');
  });
  expect(brief(found)).toEqual([['src/b.ts', 'modified', 1, 1]]);
  expect(found.headBefore).toMatch(/^[0-9a-f]{40}$/);
  expect(found.headAfter).not.toBe(found.headBefore);
});

it('writes nothing into the repository, and leaves nothing behind', async () => {
  at.write('src/a.ts', 'changed\n');
  at.write('untracked.ts', 'x\n');
  const before = stateOf();
  await at.during(() => undefined);
  expect(stateOf()).toEqual(before);
  while (existsSync(join(at.kept, '7-1770458400000'))) await new Promise((resolve) => setImmediate(resolve));
});

it('sees a change that leaves size and second of a file as they were', async () => {
  const now = new Date();
  utimesSync(join(at.dir, 'src/b.ts'), now, now);
  at.git('add', '.');
  const found = await at.during(() => {
    at.write('src/b.ts', 'B\n');
    utimesSync(join(at.dir, 'src/b.ts'), now, now);
  });
  expect(brief(found)).toEqual([['src/b.ts', 'modified', 1, 1]]);
});

it('reads a directory below the top as a part of its repository', async () => {
  const found = await at.during(() => at.write('src/b.ts', 'x\n'), join(at.dir, 'src'));
  expect(found).toMatchObject({ top: at.dir, directory: join(at.dir, 'src'), total: 1 });
});

it('says that a directory is in no repository, or is gone', async () => {
  rmSync(join(at.dir, '.git'), { recursive: true });
  const found = await at.during(() => at.write('x', 'x'));
  expect(found).toMatchObject({ top: null, files: null, note: `${at.dir} is in no git repository` });
  const gone = await at.during(() => undefined, join(at.dir, 'gone'));
  expect(gone.note).toMatch(/does not exist/);
});

it('works where nothing was ever committed or added', async () => {
  rmSync(join(at.dir, '.git'), { recursive: true });
  at.git('init', '-q');
  const found = await at.during(() => at.write('src/b.ts', 'x\n'));
  expect(brief(found)).toEqual([['src/b.ts', 'modified', 1, 1]]);
  expect(found).toMatchObject({ headBefore: null, headAfter: null });
});

it('works in a worktree and where names of objects are longer', async () => {
  at.git('worktree', 'add', '-q', '../other');
  const other = join(at.dir, '../other');
  const found = await at.during(() => at.write('../other/src/a.ts', 'x\n'), other);
  expect(found).toMatchObject({ top: other, total: 1 });
  rmSync(join(at.dir, '.git'), { recursive: true });
  at.git('init', '-q', '--object-format=sha256');
  at.git('add', '.');
  at.git('commit', '-qm', 'first');
  const longer = await at.during(() => at.write('src/a.ts', 'x\n'));
  expect(longer).toMatchObject({ total: 1, headBefore: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
});

it('tells links, modes, and what became another type, and follows no link', async () => {
  at.write('tool.sh', 'x\n');
  at.git('add', '.');
  const found = await at.during(() => {
    chmodSync(join(at.dir, 'tool.sh'), 0o755);
    rmSync(join(at.dir, 'src/a.ts'));
    symlinkSync('/etc/hostname', join(at.dir, 'src/a.ts'));
    symlinkSync('/etc', join(at.dir, 'etc'));
    at.write('zz.ts', 'last\n');
  });
  expect(found.files?.map(({ path, change }) => [path, change])).toEqual([
    ['etc', 'added'],
    ['src/a.ts', 'type'],
    ['tool.sh', 'modified'],
    ['zz.ts', 'added'],
  ]);
  expect(fileOf(found, 'etc')?.diff).toContain('+/etc');
  expect(fileOf(found, 'src/a.ts')?.diff).toMatch(/-three[^]*\+\/etc\/hostname/);
  expect(fileOf(found, 'tool.sh')?.note).toBe('only its mode changed');
  expect(fileOf(found, 'zz.ts')?.diff).toContain('+last');
});

it('tells what takes the place of another: links for directories, files for directories and the other way round', async () => {
  at.write('kept/x.ts', 'x\n');
  at.write('file', 'f\n');
  at.write('tree/y.ts', 'y\n');
  at.git('add', '.');
  at.git('commit', '-qm', 'more');
  const found = await at.during(() => {
    renameSync(join(at.dir, 'src'), join(at.dir, 'lib'));
    symlinkSync('lib', join(at.dir, 'src'));
    rmSync(join(at.dir, 'kept'), { recursive: true });
    symlinkSync('elsewhere', join(at.dir, 'kept'));
    rmSync(join(at.dir, 'file'));
    at.write('file/z.ts', 'z\n');
    rmSync(join(at.dir, 'tree'), { recursive: true });
    at.write('tree', 't\n');
  });
  expect(found.note).toBeNull();
  expect(found.files?.map(({ path, from, change }) => [path, from, change])).toEqual([
    ['file', null, 'deleted'],
    ['file/z.ts', null, 'added'],
    ['kept', null, 'added'],
    ['kept/x.ts', null, 'deleted'],
    ['lib/a.ts', 'src/a.ts', 'renamed'],
    ['lib/b.ts', 'src/b.ts', 'renamed'],
    ['src', null, 'added'],
    ['tree', null, 'added'],
    ['tree/y.ts', null, 'deleted'],
  ]);
});

it('names a repository inside that has no commit yet, and goes on with the others', async () => {
  at.write('other/a.ts', 'a\n');
  at.git('init', '-q', 'other');
  at.git('-C', 'other', 'add', '.');
  at.git('-C', 'other', 'commit', '-qm', 'x');
  const found = await at.during(() => {
    at.git('init', '-q', 'app');
    at.write('app/b.ts', 'b\n');
    at.write('src/a.ts', 'x\n');
  });
  expect(found.files?.map(({ path, note }) => [path, note])).toEqual([
    ['app', 'not compared: a repository of its own without a commit'],
    ['src/a.ts', null],
  ]);
});

it('says of an empty file that it is empty', async () => {
  const came = await at.during(() => at.write('empty', ''));
  expect(came.files?.map(({ change, note }) => [change, note])).toEqual([['added', 'it is empty']]);
  const went = await at.during(() => rmSync(join(at.dir, 'empty')));
  expect(went.files?.map(({ change, note }) => [change, note])).toEqual([['deleted', 'it was empty']]);
});

it('keeps no line of a file whose name is one of those with secrets', async () => {
  at.write('.env', 'KEY=one\n');
  at.write('moved.key', 'k\n');
  at.git('add', '-f', '.');
  const found = await at.during(() => {
    at.write('.gitignore', '');
    at.write('.env', 'KEY=two\n');
    at.write('deploy/ID_RSA', 'secret\n');
    at.write('.env.example', 'KEY=\n');
    renameSync(join(at.dir, 'moved.key'), join(at.dir, 'moved.txt'));
  });
  const hidden = 'a file of this name may hold secrets: its lines are not kept';
  expect(found.files?.map(({ path, diff, note }) => [path, diff !== null, note])).toEqual([
    ['.env', false, hidden],
    ['.env.example', true, null],
    ['.gitignore', true, null],
    ['deploy/ID_RSA', false, hidden],
    ['moved.txt', false, hidden],
  ]);
  expect(JSON.stringify(found)).not.toMatch(/KEY=two|secret\\n/);
});

it('takes the end of a turn and a stop that come at once for one end', async () => {
  const first = at.changes.begin(LEASE, 'dev', at.dir);
  await first.ready();
  at.write('src/a.ts', 'x\n');
  await Promise.all([at.changes.end(LEASE), at.changes.end(LEASE), at.changes.end(LEASE)]);
  while (existsSync(join(at.kept, '7-1770458400000'))) await new Promise((resolve) => setImmediate(resolve));
  expect(at.told.map((one) => [one.total, one.note])).toEqual([[1, null]]);
});

it('is told of a turn that is shorter than the look before it', async () => {
  const first = at.changes.begin(LEASE, 'dev', at.dir);
  await at.changes.end(LEASE);
  await first.ready();
  expect(at.told.length).toBeLessThanOrEqual(1);
});

it('tells that it has begun once the prompt was taken, and takes away what nobody has any more', async () => {
  const first = at.changes.begin(LEASE, 'dev', at.dir);
  await first.ready();
  first.taken();
  await new Promise((resolve) => setImmediate(resolve));
  expect(at.told).toMatchObject([{ promptId: 7, top: at.dir, endedAtMs: null, files: null }]);
  expect(readdirSync(at.kept)).toEqual(['7-1770458400000']);
  await at.changes.sweep();
  expect(readdirSync(at.kept)).toEqual([]);
  await at.changes.end(LEASE);
  expect(at.told).toHaveLength(1);
});
