/** Paths are judged by where they lead: through links, patterns, and links that the line itself makes. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISK } from '../../policy/disk';
import { decide, DEFAULT_RULES } from '../../policy';
import { makeProject, type Project } from './project';

let project: Project;
beforeEach(() => {
  project = makeProject();
});
afterEach(() => project.remove());
const verdict = (command: string) => project.ask({ command }).verdict;

test.each([
  ['Write', 'brc', 'ask'],
  ['Edit', 'hk/pre-commit', 'ask'],
  ['MultiEdit', 'rootlink/etc/hosts', 'ask'],
  ['NotebookEdit', 'rootlink/tmp/a.ipynb', 'ask'],
  ['Read', 'rootlink/etc/hostname', 'ask'],
  ['Read', 'brc', 'ask'],
  ['Read', 'inner', 'allow'],
  ['Write', 'inner', 'allow'],
  ['Write', 'new/../brc', 'ask'],
  ['Grep', 'rootlink', 'ask'],
  ['Glob', 'rootlink/etc', 'ask'],
  ['LS', 'sub', 'allow'],
  ['Read', 'server.key', 'ask'],
  ['Read', 'secret-link', 'ask'],
  ['Write', 'CLAUDE.md', 'ask'],
  ['Edit', 'AGENTS.md', 'ask'],
  ['Write', '.mcp.json', 'ask'],
  ['Edit', '.claude/settings.local.json', 'ask'],
  ['Write', '.claude/hooks/x.sh', 'ask'],
  ['Write', '.vscode/tasks.json', 'ask'],
  ['Write', 'src/new.ts', 'allow'],
] as const)('the tool %s of %s: %s', (tool, path, expected) => {
  symlinkSync('src/a.ts', join(project.dir, 'inner'));
  symlinkSync('server.key', join(project.dir, 'secret-link'));
  expect(project.ask({ tool, path }).verdict).toBe(expected);
});

test('what a decision says names the place that the link leads to', () => {
  expect(project.ask({ command: 'echo x > hk/pre-commit' })).toMatchObject({
    verdict: 'ask',
    ruleId: 'guarded',
    evidence: join(project.dir, '.git/hooks/pre-commit'),
  });
});

test('`..` behind a link is what lies above the place it leads to', () => {
  mkdirSync(join(project.home, 'other/deep'), { recursive: true });
  symlinkSync(join(project.home, 'other/deep'), join(project.dir, 'deep'));
  expect(verdict('cat deep/../x')).toBe('ask');
  expect(verdict('echo x > deep/../src/a.ts')).toBe('ask');
  expect(verdict('cat sub/../a')).toBe('allow');
});

test('a link to what does not exist yet leads there all the same, and one in a circle is asked', () => {
  symlinkSync(join(project.home, 'not-there'), join(project.dir, 'dangling'));
  symlinkSync('round', join(project.dir, 'round'));
  expect(verdict('echo x > dangling')).toBe('ask');
  expect(project.ask({ command: 'cat round' })).toMatchObject({ verdict: 'ask', ruleId: 'unknown-link' });
});

test('a place that can not be looked at is asked', () => {
  const blind = { ...DISK, real: () => undefined };
  const request = { agent: 'claude', tool: 'Bash', workingDir: project.dir, home: project.home };
  expect(decide({ ...request, command: 'cat a' }, DEFAULT_RULES, blind).verdict).toBe('ask');
  expect(
    decide({ ...request, command: 'cat *' }, DEFAULT_RULES, { ...DISK, names: () => undefined }).verdict,
  ).toBe('ask');
});

test('a working directory that is itself reached through a link is what it is', () => {
  const link = join(project.home, 'link-to-work');
  symlinkSync(project.dir, link);
  for (const [command, expected] of [
    ['echo x > a', 'allow'],
    ['cat a', 'allow'],
    ['cd src && echo x > ../a', 'allow'],
    ['echo x > hk/pre-commit', 'ask'],
    ['echo x > ../x', 'ask'],
  ] as const) {
    expect({ command, verdict: project.ask({ command, workingDir: link }).verdict }).toEqual({
      command,
      verdict: expected,
    });
  }
});

describe('a pattern', () => {
  test('stands for each file that it finds', () => {
    expect(verdict('cat src/*.ts')).toBe('allow');
    expect(verdict('cat *.k?y')).toBe('ask');
    expect(verdict('cat br*')).toBe('ask');
    expect(verdict('tee br[a-d] < a')).toBe('ask');
    expect(verdict('touch h?/x')).toBe('ask');
    expect(verdict('cat root*/etc/shado?')).toBe('ask');
  });

  test('is no option where no name there begins with a dash', () => {
    expect(verdict('npx prettier --check src/*.ts')).toBe('allow');
    expect(verdict('cd src && npx eslint *.ts')).toBe('allow');
    writeFileSync(join(project.dir, 'src/--rulesdir=x.ts'), '');
    expect(verdict('cd src && npx eslint *.ts')).toBe('ask');
    expect(verdict('touch ./-x && npx eslint *')).toBe('ask');
  });

  test('that finds more than can be looked at is asked', () => {
    for (let index = 0; index < 400; index += 1) writeFileSync(join(project.dir, 'sub', `f${index}`), '');
    expect(verdict('cat sub/*')).toBe('ask');
    expect(verdict('ls sub/*')).toBe('allow');
  });
});

test.each([
  ['ln -s src l', 'allow'],
  ['ln -s src l && ls l', 'allow'],
  ['ln -s src l && echo x > l/a.ts', 'ask'],
  ['mkdir -p p/q && ln -s ../z p/q/l && mv p/q/l l && echo x > l', 'ask'],
  ['mkdir -p p/q; ln -s ../../z p/q/l; cp -a p/q q2; echo x > q2/l', 'ask'],
  ['mv nested moved && echo x > moved/l', 'ask'],
  ['mv nested moved', 'allow'],
  ['mv inner-link x', 'ask'],
  ['cp -P inner-link sub/', 'ask'],
  ['cp -r src src2 && cat src2/a.ts', 'allow'],
  ['mv a c && cat c', 'allow'],
  ['git checkout feature/x && echo x > out', 'ask'],
  ['git stash pop; touch a', 'ask'],
  ['git checkout feature/x && npm test', 'allow'],
  ['git checkout feature/x && npm test > /dev/null', 'allow'],
  ['git checkout feature/x && echo x > /dev/shm/out', 'ask'],
  ['git checkout -b feature/x && echo x > out', 'allow'],
])('links that the line itself makes or brings: %s: %s', (command, expected) => {
  mkdirSync(join(project.dir, 'nested'));
  symlinkSync('../src/a.ts', join(project.dir, 'nested/l'));
  symlinkSync('src/a.ts', join(project.dir, 'inner-link'));
  expect(verdict(command)).toBe(expected);
});

test("the dashboard's own data is asked, by its place and by its names", () => {
  const own = [join(project.home, 'dashboard/data'), join(project.dir, 'data')];
  mkdirSync(own[0] as string, { recursive: true });
  const asked = (command: string) => project.ask({ command, own });
  expect(asked('cat data/anything')).toMatchObject({ verdict: 'ask', ruleId: 'own-data' });
  expect(asked('cp -r data x')).toMatchObject({ ruleId: 'own-data' });
  expect(asked('grep -r x .')).toMatchObject({ ruleId: 'own-data' });
  expect(asked('grep -r x src').verdict).toBe('allow');
  expect(project.ask({ tool: 'Read', path: 'data/x', own })).toMatchObject({ ruleId: 'own-data' });
  expect(verdict('cat data/x.json')).toBe('allow');
  expect(verdict('cat data/api-token')).toBe('ask');
});

test.each([
  'grep -r x',
  'grep -rn -A 3 x',
  "grep -r --include '*.ts' x",
  'grep -d recurse x',
  'cat a | grep -r x',
  'rg x',
  'rg -t ts x',
  'ls | xargs -I{} rg x',
  'ag x',
  'ack -i x',
  'diff -r sub src',
  'git grep --no-index x',
  'git diff --no-index sub /dev/null',
  'git stash -u',
  "find . -type f -exec grep -h '' {} +",
  "find s* -type f -exec grep -h '' {} +",
  "find . -type f | xargs grep -h ''",
  'mv sub s2',
  'mv -t build sub',
  'git mv sub s2',
])("the dashboard's own data lies in what is gone through: %s", (command) => {
  const own = [join(project.dir, 'sub/data')];
  mkdirSync(own[0] as string);
  expect(project.ask({ command })).toMatchObject({ verdict: 'allow' });
  expect(project.ask({ command, own })).toMatchObject({ verdict: 'ask', ruleId: 'own-data' });
});

test.each([
  'grep -r x src',
  'grep -rn -A 3 -e x src',
  'rg -n x src',
  'rg --version',
  'ag x src',
  'diff -r src build',
  'git diff --no-index src /dev/null',
  'git grep x',
  "find src -type f -exec grep -h '' {} +",
  'mv src s2',
])("what is elsewhere than the dashboard's own data stays allowed: %s", (command) => {
  expect(project.ask({ command, own: [join(project.dir, 'sub/data')] }).verdict).toBe('allow');
});

test("the dashboard's own data is seen from a working directory that is reached through a link", () => {
  const link = join(project.home, 'link-to-work');
  symlinkSync(project.dir, link);
  const own = [join(project.dir, 'data')];
  const asked = (command: string) => project.ask({ command, workingDir: link, own });
  for (const command of ['cat data/x', `cat ${link}/data/x`, 'grep -r x', 'mv data d2'])
    expect({ command, ...asked(command) }).toMatchObject({ verdict: 'ask', ruleId: 'own-data', command });
  expect(asked(`cat ${own[0]}/x`)).toMatchObject({ verdict: 'ask' });
  expect(asked('cat src/a.ts')).toMatchObject({ verdict: 'allow' });
});

test('a script that the same line writes is not run', () => {
  expect(verdict('python tool.py')).toBe('allow');
  expect(verdict('echo "import os" > tool.py && python tool.py')).toBe('ask');
  expect(verdict('cp a tool.py; python ./tool.py')).toBe('ask');
});
