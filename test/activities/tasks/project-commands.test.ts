/** The command that tests or builds a project is found by its files. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandOf } from '../../../activities/tasks/commands';
import { TaskRefusedError } from '../../../activities/tasks/context';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-project-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
    if (/gradlew|mvnw|bin\//.test(name)) chmodSync(join(dir, name), 0o755);
  }
}
const found = async (goal: 'test' | 'build'): Promise<string> =>
  (await commandOf({ type: goal }, dir)).argv.join(' ').replaceAll(`${dir}/`, './');

const scripts = (all: Record<string, string>): string => JSON.stringify({ scripts: all });

test.each<[string, Record<string, string>, string, string]>([
  ['npm', { 'package.json': scripts({ test: 'jest', build: 'tsc' }) }, 'npm run test', 'npm run build'],
  [
    'pnpm',
    { 'package.json': scripts({ test: 'x', build: 'y' }), 'pnpm-lock.yaml': '' },
    'pnpm run test',
    'pnpm run build',
  ],
  [
    'yarn',
    { 'package.json': scripts({ test: 'x', build: 'y' }), 'yarn.lock': '' },
    'yarn run test',
    'yarn run build',
  ],
  ['make', { Makefile: 'CC := gcc\nall: x\ncheck:\n\ttrue\n' }, 'make check', 'make all'],
  [
    'make where the package has no such scripts',
    {
      'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }),
      Makefile: 'build test: x\n',
    },
    'make test',
    'make build',
  ],
  ['cargo', { 'Cargo.toml': '' }, 'cargo test', 'cargo build'],
  ['go', { 'go.mod': 'module x' }, 'go test ./...', 'go build ./...'],
  ['pytest', { 'pyproject.toml': '' }, 'python3 -m pytest', 'python3 -m build'],
  [
    'pytest of the project',
    { 'pytest.ini': '', '.venv/bin/python': '' },
    './.venv/bin/python -m pytest',
    './.venv/bin/python -m build',
  ],
  ['gradle', { 'build.gradle.kts': '' }, 'gradle test', 'gradle assemble'],
  ['gradle of the project', { 'build.gradle': '', gradlew: '' }, './gradlew test', './gradlew assemble'],
  ['maven', { 'pom.xml': '' }, 'mvn --batch-mode test', 'mvn --batch-mode -DskipTests package'],
])('%s', async (_tool, files, testCommand, buildCommand) => {
  put(files);
  expect([await found('test'), await found('build')]).toEqual([testCommand, buildCommand]);
});

test('a given command is used as it is', async () => {
  put({ 'package.json': scripts({ test: 'jest' }) });
  expect(await commandOf({ type: 'test', command: ['npx', 'jest', 'a b'] }, dir)).toEqual({
    argv: ['npx', 'jest', 'a b'],
  });
});

test('a variable of a Makefile is no target', async () => {
  put({ Makefile: 'test := x\nother:\n\ttrue\n' });
  await expect(found('test')).rejects.toThrow(TaskRefusedError);
});

test('where nothing tells, what was looked for is said', async () => {
  await expect(found('build')).rejects.toThrow(/tells how to build it \(looked for package.json, Makefile/);
  put({ 'package.json': '{ broken' });
  await expect(found('build')).rejects.toThrow(/no usable package.json/);
});

test('a script has to be a file of the directory, and one to deploy executable', async () => {
  put({ 'deploy.sh': '#!/bin/sh', 'sub/x.py': '' });
  const deploy = { type: 'deploy', script: 'deploy.sh', target: 'prod' } as const;
  await expect(commandOf(deploy, dir)).rejects.toThrow('deploy.sh is not executable: run chmod +x deploy.sh');
  chmodSync(join(dir, 'deploy.sh'), 0o755);
  expect((await commandOf(deploy, dir)).argv).toEqual([join(dir, 'deploy.sh'), 'prod']);
  await expect(commandOf({ type: 'python', script: 'sub' }, dir)).rejects.toThrow('there is no file sub');
  await expect(commandOf({ type: 'python', script: '../x' }, join(dir, 'sub'))).rejects.toThrow(
    TaskRefusedError,
  );
  expect((await commandOf({ type: 'python', script: 'sub/x.py', args: ['-v'] }, dir)).argv).toEqual([
    'python3',
    join(dir, 'sub/x.py'),
    '-v',
  ]);
});
