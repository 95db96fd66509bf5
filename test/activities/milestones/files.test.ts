/** Which files of a project are read, and what is left out. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanFiles, type Scan } from '../../../activities/milestones/scan';
import { MAX_FILE_BYTES } from '../../../activities/milestones/read';
import { newWorld, type World } from './support';

let world: World;
beforeEach(() => (world = newWorld()));
afterEach(() => world.close());

const scan = (root = world.root): Promise<Scan> => scanFiles(root, new AbortController().signal);
const found = async (root?: string): Promise<string[]> =>
  (await scan(root)).findings.map(
    ({ path, line, done, text }) => `${path}:${line}${done ? ' x' : ''} ${text}`,
  );

test('every language, lists and plans, in the order of the tree', async () => {
  world.write({
    'src/b.py': '# TODO: snake\n',
    'src/a.ts': '// FIXME: cup\n',
    'bin/run': '#!/bin/sh\n# TODO: script\n',
    'README.md': '# App\n\n- [ ] write it\n- [x] begin it\n- a fact\n\n```\n- [ ] an example\n```\n',
    'ROADMAP.md': '## Later\n\n- fly\n- swim\n\n## Done\n\n- walk\n',
    'TODO.txt': 'x paint the door\nmend the roof\n\nGarden:\n',
    'docs/NEXT_STEPS.md': '1. [ ] one\n   - its detail\n2. ~~two~~\n',
    'notes.bin.txt': 'TODO: no language\n',
  });
  expect(await found()).toEqual([
    'README.md:3 write it',
    'README.md:4 x begin it',
    'ROADMAP.md:3 fly',
    'ROADMAP.md:4 swim',
    'ROADMAP.md:8 x walk',
    'TODO.txt:1 x paint the door',
    'TODO.txt:2 mend the roof',
    'bin/run:2 script',
    'docs/NEXT_STEPS.md:1 one',
    'docs/NEXT_STEPS.md:2 its detail',
    'docs/NEXT_STEPS.md:3 x two',
    'src/a.ts:1 cup',
    'src/b.py:1 snake',
  ]);
});

test('sections are the heading above, or the entry that an entry is part of', async () => {
  world.write({ 'TODO.md': '# Doors\n\n- [ ] front\n  - [ ] lock\n\n# Windows\n\n- clean\n' });
  expect((await scan()).findings.map(({ text, section }) => [text, section])).toEqual([
    ['front', 'Doors'],
    ['lock', 'front'],
    ['clean', 'Windows'],
  ]);
});

test('forms for issues have boxes that nobody ever ticks', async () => {
  world.write({
    '.github/ISSUE_TEMPLATE/bug.md': '- [ ] I have searched\n',
    'PULL_REQUEST_TEMPLATE.md': '- [ ] tests\n',
    '.github/workflows/ci.yml': '# TODO: cache\n',
  });
  expect(await found()).toEqual(['.github/workflows/ci.yml:1 cache']);
});

const ignored = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: world.root })
    .toString()
    .trim()
    .split('\n')
    .sort();

test('what git ignores is left out: the same files as git lists are read', async () => {
  execFileSync('git', ['init', '-q', world.root]);
  const text = '// TODO: x\n';
  world.write({
    '.gitignore': '*.gen.ts\n/out/\n!keep.gen.ts\nlogs/*\n!logs/keep.ts\n**/deep/no.ts\n',
    '.git/info/exclude': 'private.ts\n',
    'a.ts': text,
    'a.gen.ts': text,
    'keep.gen.ts': text,
    'private.ts': text,
    'out/a.ts': text,
    'src/out/a.ts': text,
    'logs/a.ts': text,
    'logs/keep.ts': text,
    'x/y/deep/no.ts': text,
    'x/y/deep/yes.ts': text,
    'sub/.gitignore': '*.ts\n!b.ts\n!a.gen.ts\n',
    'sub/a.ts': text,
    'sub/b.ts': text,
    'sub/a.gen.ts': text,
  });
  const paths = (await scan()).findings.map(({ path }) => path);
  expect(paths).toEqual(ignored().filter((path) => path.endsWith('.ts')));
  expect(paths).toEqual(expect.arrayContaining(['src/out/a.ts', 'sub/a.gen.ts', 'logs/keep.ts']));
});

test('files are read in the encoding they have: UTF-8, UTF-16 with its mark, else Latin-1', async () => {
  const utf16 = Buffer.from('\uFEFF// TODO: caf\u00E9 \u65E5\u672C\n', 'utf16le');
  world.write({
    'a-utf8.ts': '// TODO: caf\u00E9 \u65E5\u672C \uFFFD\n',
    'b-utf8-mark.md': '\uFEFF- [ ] caf\u00E9\n',
    'c-latin1.ts': Buffer.from('// TODO: caf\u00E9\n', 'latin1'),
    'd-utf16le.ts': utf16,
    'e-utf16be.ts': Buffer.from(utf16).swap16(),
    'f-utf16-crlf.ts': Buffer.from('\uFEFFlet a;\r\n// TODO: b\r\n', 'utf16le'),
    'g-binary.ts': Buffer.from('\uFEFF// TODO: x\n\0', 'utf16le'),
  });
  expect(await found()).toEqual([
    'a-utf8.ts:1 caf\u00E9 \u65E5\u672C \uFFFD',
    'b-utf8-mark.md:1 caf\u00E9',
    'c-latin1.ts:1 caf\u00E9',
    'd-utf16le.ts:1 caf\u00E9 \u65E5\u672C',
    'e-utf16be.ts:1 caf\u00E9 \u65E5\u672C',
    'f-utf16-crlf.ts:2 b',
  ]);
  expect((await scan()).left.binary).toBe(1);
});

test('a part of a repository is scanned by the rules of the whole', async () => {
  execFileSync('git', ['init', '-q', world.root]);
  world.write({
    '.gitignore': 'packages/app/no.ts\n*.gen.ts\n',
    'packages/app/no.ts': '// TODO: x\n',
    'packages/app/yes.ts': '// TODO: x\n',
    'packages/app/a.gen.ts': '// TODO: x\n',
  });
  expect(await found(join(world.root, 'packages/app'))).toEqual(['yes.ts:1 x']);
});

test('a repository of settings around it, which ignores all else, ignores nothing in it', async () => {
  execFileSync('git', ['init', '-q', world.root]);
  world.write({ '.gitignore': '*\n', 'code/app/a.ts': '// TODO: x\n' });
  expect(await found(join(world.root, 'code/app'))).toEqual(['a.ts:1 x']);
});

test('code of others, generated, binary and huge files are left out and counted', async () => {
  world.write({
    'node_modules/a/index.js': '// TODO: theirs\n',
    'vendor/a.go': '// TODO: theirs\n',
    'lib/inner/.git/HEAD': 'ref: x\n',
    'lib/inner/a.ts': '// TODO: another project\n',
    'a.min.js': '// TODO: small\n',
    'b.pb.go': '// TODO: x\n',
    'c.go': '// Code generated by protoc. DO NOT EDIT.\n// TODO: x\n',
    'd.c': 'a\0b // TODO: binary\n',
    'e.sql': `-- TODO: dump\n${'x'.repeat(MAX_FILE_BYTES)}`,
    'f.ts': '// TODO: ours\n',
  });
  const { findings, left, files } = await scan();
  expect(findings.map(({ path }) => path)).toEqual(['f.ts']);
  expect(left).toEqual({ ignored: 0, vendored: 6, links: 0, binary: 1, huge: 1, unread: [] });
  expect(files).toBe(2);
});

test('links are not followed: neither in circles nor out of the project', async () => {
  const outside = join(world.dir, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'a.ts'), '// TODO: outside\n');
  world.write({ 'src/a.ts': '// TODO: inside\n' });
  symlinkSync('..', join(world.root, 'src', 'circle'));
  symlinkSync(outside, join(world.root, 'out'));
  symlinkSync(join(outside, 'a.ts'), join(world.root, 'b.ts'));
  const { findings, left } = await scan();
  expect(findings.map(({ text }) => text)).toEqual(['inside']);
  expect(left.links).toBe(3);
});

test('a pipe and odd names are no trouble', async () => {
  execFileSync('mkfifo', [join(world.root, 'pipe.ts')]);
  world.write({ 'a b/ü\n"c.ts': '// TODO: odd\u001b[31m name\n' });
  expect(await found()).toEqual(['a b/ü\n"c.ts:1 odd [31m name']);
});

test('a scan that is cancelled stops', async () => {
  world.write(
    Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}/a.ts`, '// TODO: x\n'])),
  );
  const controller = new AbortController();
  const scanning = scanFiles(world.root, controller.signal);
  controller.abort(new Error('a person changed their mind'));
  await expect(scanning).rejects.toThrow('a person changed their mind');
});
