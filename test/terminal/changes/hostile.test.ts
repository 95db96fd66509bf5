/** Repositories whose makers want a look at them to do something. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { brief, fileOf, type Lab, lab, LEASE } from './support';

let at: Lab;
let ran: string;
beforeEach(() => {
  at = lab();
  ran = join(at.dir, '../ran');
  at.git('init', '-q');
  at.write('a.txt', 'one\n');
  at.git('add', '.');
  at.git('commit', '-qm', 'first');
});
afterEach(() => at.close());

/** A program that says that it ran. */
function trap(name: string): string {
  const path = join(at.dir, '..', name);
  writeFileSync(path, `#!/bin/sh\necho ${name} "$@" >> ${ran}\ncat\n`, { mode: 0o755 });
  return path;
}

it('runs no program that settings, attributes or hooks name', async () => {
  const names = [
    'fsmonitor',
    'clean',
    'process',
    'smudge',
    'textconv',
    'external',
    'pager',
    'editor',
    'hook',
    'alias',
  ];
  const path = Object.fromEntries(names.map((name) => [name, trap(name)]));
  const settings: [string, string | undefined][] = [
    ['core.fsmonitor', path['fsmonitor']],
    ['filter.evil.clean', path['clean']],
    ['filter.evil.smudge', path['smudge']],
    ['filter.evil.required', 'true'],
    ['diff.evil.textconv', path['textconv']],
    ['diff.evil.command', path['external']],
    ['diff.external', path['external']],
    ['core.pager', path['pager']],
    ['core.editor', path['editor']],
    ['core.sshCommand', path['alias']],
    ['core.gitProxy', path['alias']],
    ['core.alternateRefsCommand', path['alias']],
    ['credential.helper', path['alias']],
    ['merge.evil.driver', path['alias']],
    ['uploadpack.packObjectsHook', path['alias']],
    ['gpg.program', path['alias']],
    ['alias.diff', `!${path['alias']}`],
    ['alias.update-index', `!${path['alias']}`],
  ];
  const inner = join(at.dir, 'inner');
  mkdirSync(inner);
  execFileSync('git', ['init', '-q'], { cwd: inner });
  execFileSync(
    'git',
    ['-c', 'user.name=t', '-c', 'user.email=t@e', 'commit', '-q', '--allow-empty', '-m', 'x'],
    { cwd: inner },
  );
  execFileSync('git', ['config', 'core.fsmonitor', path['fsmonitor'] ?? ''], { cwd: inner });
  mkdirSync(join(at.dir, '.git/hooks'), { recursive: true });
  for (const hook of [
    'post-index-change',
    'fsmonitor-watchman',
    'pre-commit',
    'post-checkout',
    'reference-transaction',
  ])
    writeFileSync(join(at.dir, '.git/hooks', hook), readFileSync(path['hook'] ?? ''), { mode: 0o755 });
  mkdirSync(join(at.dir, '.git/info'), { recursive: true });
  writeFileSync(join(at.dir, '.git/info/attributes'), '* filter=evil diff=evil merge=evil\n');
  at.write('.gitattributes', '* filter=evil diff=evil merge=evil\n');
  for (const [name, value] of settings) at.git('config', name, value ?? '');
  // The traps work: git itself, asked without care, falls into them.
  at.write('b.txt', 'two\n');
  at.git('-c', 'core.fsmonitor=false', 'add', 'b.txt');
  expect(existsSync(ran)).toBe(true);
  rmSync(ran);
  at.git('config', 'filter.evil.process', path['process'] ?? '');

  const found = await at.during(() => {
    at.write('a.txt', 'two\n');
    at.write('c.txt', 'three\n');
  });
  expect(existsSync(ran) ? readFileSync(ran, 'utf8') : '').toBe('');
  expect(brief(found)).toEqual([
    ['a.txt', 'modified', 1, 1],
    ['c.txt', 'added', 1, 0],
  ]);
  expect(fileOf(found, 'a.txt')?.diff).toBe('@@ -1 +1 @@\n-one\n+two');
});

it('takes names for names, whatever is in them', async () => {
  const names = [
    'line\nbreak.txt',
    'diff --git a/x b/x',
    '\u001b]0;title\u0007.txt',
    ':(glob)**',
    '--output=x',
    '-',
    '*',
    'quote"and\\slash',
    'tab\there',
    '<img src=x onerror=alert(1)>',
    '__proto__',
    'constructor',
    '日本語.txt',
  ];
  const found = await at.during(() => {
    for (const name of names)
      at.write(name, `text of ${JSON.stringify(name)}\n@@ -1 +1 @@\ndiff --git a/x b/x\n`);
  });
  expect(found.files?.map(({ path }) => path).sort()).toEqual([...names].sort());
  for (const name of names)
    expect(fileOf(found, name)?.diff).toBe(
      `@@ -0,0 +1,3 @@\n+text of ${JSON.stringify(name)}\n+@@ -1 +1 @@\n+diff --git a/x b/x`,
    );
});

it('says that names which are no text are left out', async () => {
  const found = await at.during(() => {
    writeFileSync(Buffer.concat([Buffer.from(`${at.dir}/`), Buffer.from([0x66, 0xff, 0x2e])]), 'x');
    at.write('b.txt', 'x\n');
  });
  expect(brief(found)).toEqual([['b.txt', 'added', 1, 0]]);
  expect(found.note).toBe('files whose names are no text are left out: 1');
});

it('does not read what is too large, no text or no file, and waits for no pipe', async () => {
  at.write('huge.bin', Buffer.alloc(3 * 1024 * 1024));
  execFileSync('mkfifo', [join(at.dir, 'pipe')]);
  at.git('add', 'a.txt');
  rmSync(join(at.dir, 'a.txt'));
  execFileSync('mkfifo', [join(at.dir, 'a.txt')]);
  const found = await at.during(() => {
    at.write('huge.bin', Buffer.alloc(4 * 1024 * 1024));
    at.write('binary', Buffer.from([0, 1, 2, 255]));
    at.write('long.txt', 'x'.repeat(300_000));
  });
  expect(found.note).toBeNull();
  expect(fileOf(found, 'huge.bin')).toMatchObject({
    ...{ change: 'modified', added: null, diff: null },
    note: expect.stringMatching(
      /^not compared: 4194304 bytes, of .* \(3145728 bytes, of .* before\)$/,
    ) as string,
  });
  expect(fileOf(found, 'binary')).toMatchObject({ added: null, diff: null, note: 'it is no text' });
  expect(fileOf(found, 'long.txt')).toMatchObject({
    added: 1,
    diff: null,
    note: 'its change is too long to be kept',
  });
  expect(found.files?.map(({ path }) => path)).toEqual(['binary', 'huge.bin', 'long.txt']);
});

it('gives up on files that never end, and says so', async () => {
  at.close();
  at = lab({ lookMs: 700 });
  at.git('init', '-q');
  execFileSync('mkfifo', [join(at.dir, '.gitignore')]);
  const found = await at.during(() => undefined);
  expect(found).toMatchObject({ files: null, note: expect.stringContaining('did not end within') as string });
});

it('bounds how many files are looked at, named and shown', async () => {
  const many = await at.during(() => {
    for (let count = 0; count < 1_200; count += 1) at.write(`many/${count}.txt`, `${count}\n`);
  });
  expect(many.total).toBe(1_200);
  expect(many.files).toHaveLength(1_000);
  expect(many.files?.filter(({ diff }) => diff !== null)).toHaveLength(200);
  expect(many.files?.[999]?.note).toBe('too many files changed to show this one');
  const tooMany = await at.during(() => {
    for (let count = 0; count < 9_000; count += 1) at.write(`more/${count}.txt`, '');
  });
  expect(tooMany).toMatchObject({
    files: null,
    note: expect.stringContaining('more than 10,000 files') as string,
  });
});

it('looks at no other place than the directory is in', async () => {
  const secret = join(at.dir, '../secret');
  mkdirSync(secret);
  writeFileSync(join(secret, 'key'), 'secret\n');
  at.git('config', 'core.worktree', secret);
  const found = await at.during(() => writeFileSync(join(secret, 'key'), 'other\n'));
  expect(found.files).toBeNull();
  expect(found.note).toContain('git names another place');
});

it('looks at no directory above that a setting names, such as that of all that a person has', async () => {
  const above = join(at.dir, '..');
  writeFileSync(join(above, 'notes'), 'mine\n');
  at.git('config', 'core.worktree', above);
  const found = await at.during(() => writeFileSync(join(above, 'notes'), 'other\n'));
  expect(found.files).toBeNull();
  expect(found.note).toContain('git names another place');
});

it('begins no look whose turn is over by then, where others take long', async () => {
  at.close();
  at = lab({ lookMs: 1_000 });
  at.git('init', '-q');
  execFileSync('mkfifo', [join(at.dir, '.gitignore')]);
  const leases = [1, 2, 3, 4].map((promptId) => ({ ...LEASE, promptId }));
  const looks = leases.map((lease) => at.changes.begin(lease, 'dev', at.dir));
  await Promise.all(leases.slice(2).map((lease) => at.changes.drop(lease)));
  await Promise.all(looks.map((look) => look.ready()));
  expect(readdirSync(at.kept).sort()).toEqual(['1-1770458400000', '2-1770458400000']);
});

it('tells the commit of a repository inside, and nothing of its files', async () => {
  const inner = join(at.dir, 'inner');
  mkdirSync(inner);
  const commit = (): void =>
    void execFileSync(
      'git',
      ['-c', 'user.name=t', '-c', 'user.email=t@e', 'commit', '-q', '--allow-empty', '-m', 'x'],
      { cwd: inner },
    );
  execFileSync('git', ['init', '-q'], { cwd: inner });
  commit();
  const found = await at.during(() => {
    writeFileSync(join(inner, 'file'), 'x');
    commit();
  });
  expect(brief(found)).toEqual([['inner', 'modified', 1, 1]]);
  expect(fileOf(found, 'inner')?.diff).toContain('+Subproject commit');
});

it('says what may not be read, and is not led out by a link for a directory', async () => {
  at.write('locked.txt', 'x\n');
  chmodSync(join(at.dir, 'locked.txt'), 0o000);
  symlinkSync('..', join(at.dir, 'up'));
  const found = await at.during(() => at.write('b.txt', 'x\n'));
  expect(brief(found)).toEqual([['b.txt', 'added', 1, 0]]);
});
