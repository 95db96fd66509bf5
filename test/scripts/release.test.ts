/** `npm run release` in a checkout of its own: version, changelog, commit, tag, what is kept for the tests, tarball. */
import { execFile, execFileSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../config';

jest.setTimeout(300_000);

const run = promisify(execFile);
const site = mkdtempSync(join(tmpdir(), 'architect-release-'));
const clone = join(site, 'clone');
/** Packages are borrowed from this checkout: nothing may install others. */
const env = {
  ...process.env,
  PATH: [join(site, 'bin'), process.env['PATH']].join(delimiter),
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' },
  ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
};
const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: clone, env, encoding: 'utf8' }).trim();
const read = (file: string): string => readFileSync(join(clone, file), 'utf8');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
async function release(...args: string[]): Promise<Ended> {
  const program = run(process.execPath, ['scripts/release.mjs', ...args], { cwd: clone, env });
  return program.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => error as Ended,
  );
}

beforeAll(() => {
  mkdirSync(join(site, 'bin'));
  writeFileSync(join(site, 'bin/npm'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: PROJECT_ROOT });
  for (const file of listed
    .toString()
    .split('\0')
    .filter((name) => name !== '')) {
    const source = join(PROJECT_ROOT, file);
    if (!existsSync(source)) continue;
    mkdirSync(dirname(join(clone, file)), { recursive: true });
    cpSync(source, join(clone, file), { preserveTimestamps: true });
  }
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '-A');
  git('commit', '--quiet', '-m', 'as it is here');
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(clone, 'node_modules'));
  writeFileSync(join(clone, '.git/info/exclude'), '/node_modules\n');
});
afterAll(() => rmSync(site, { recursive: true }));

const before = (JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string })
  .version;
const [major = 0, minor = 0] = before.split('.').map(Number);
const next = `${major}.${minor + 1}.0`;

test('a dry run says what it would do and changes nothing', async () => {
  const { code, stdout } = await release('minor', '--dry-run');
  expect(code).toBe(0);
  expect(stdout).toContain(`${before} -> ${next}\n  package.json: "version": "${next}"\n`);
  expect([git('status', '--porcelain'), git('tag'), git('log', '--format=%s')]).toEqual([
    ...['', '', 'as it is here'],
  ]);
});

test.each([
  [['sometimes'], '"sometimes" is no release'],
  [['0.0.1'], `0.0.1 is older than ${before}`],
  [[], 'Say which release'],
])('refuses %j', async (args, why) => {
  const { code, stderr } = await release(...args, '--dry-run');
  expect([code, stderr]).toEqual([1, expect.stringContaining(why)]);
});

test('refuses a work tree with changes, and names them', async () => {
  writeFileSync(join(clone, 'left.txt'), 'x');
  const { code, stderr } = await release('minor');
  rmSync(join(clone, 'left.txt'));
  expect([code, stderr]).toEqual([1, expect.stringContaining('?? left.txt')]);
});

test('makes the release: commit, tag, what is kept of it, and a tarball that is built', async () => {
  const { code, stdout, stderr } = await release('minor');
  expect([code, stderr]).toEqual([0, expect.stringContaining('Nothing was pushed')]);
  expect(stdout).toContain(`commit and tag v${next}, releases/architect-dashboard-${next}.tgz`);
  expect([git('status', '--porcelain'), git('tag'), git('log', '-1', '--format=%s')]).toEqual([
    ...['', `v${next}`, `release: ${next}`],
  ]);
  const lock = JSON.parse(read('package-lock.json')) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  expect([lock.version, lock.packages['']?.version]).toEqual([next, next]);
  for (const file of ['docker-compose.yml', 'deploy/compose.workers.yml', 'docs/containers.md'])
    expect(read(file)).toContain(`architect-dashboard:${next}`);
  const today = new Date().toISOString().slice(0, 10);
  expect(read('CHANGELOG.md')).toMatch(
    new RegExp(
      `^# Changelog\\n\\n## Unreleased\\n\\n(<!--[^>]*-->\\n\\n)?## ${next} \\(${today}\\)\\n\\n### `,
    ),
  );
  expect(readdirSync(join(clone, 'test/releases', next)).sort()).toEqual(
    ['architect.db', 'assigner-assigner.db', 'histories.json', 'site_health.db', 'vault-key'].map(
      (name) => `${name}.gz`,
    ),
  );

  const unpacked = join(site, `architect-dashboard-${next}`);
  await run('tar', ['-xzf', join(clone, `releases/architect-dashboard-${next}.tgz`), '-C', site]);
  const there = [
    'dist/cli/main.js',
    'dist/workflow-bundle.js',
    'web/dist/index.html',
    '.release',
    'deploy.sh',
  ];
  expect(there.filter((file) => !existsSync(join(unpacked, file)))).toEqual([]);
  expect(['test', '.git', 'node_modules'].filter((file) => existsSync(join(unpacked, file)))).toEqual([]);
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(unpacked, 'node_modules'));
  const build = "import('./scripts/lib/build.mjs').then(({ ensureBuilt }) => ensureBuilt(process.env))";
  const built = await run(process.execPath, ['-e', build], { cwd: unpacked, env });
  expect(built.stderr).toBe('');
  const version = await run(process.execPath, ['bin/architect.js', '--version'], { cwd: unpacked, env });
  expect(version.stdout).toBe(`${next}\n`);
});

test('refuses another one while nothing has changed since', async () => {
  const { code, stderr } = await release('patch');
  expect([code, stderr]).toEqual([1, expect.stringContaining('nothing under "Unreleased"')]);
});

test('a source that can not be built takes nothing away of what was built', async () => {
  const unpacked = join(site, `architect-dashboard-${next}`);
  appendFileSync(join(unpacked, 'server/version.ts'), "export const broken: number = 'text';\n");
  writeFileSync(join(unpacked, 'web/dist/.build-stamp.json'), '{"half');
  const build = "import('./scripts/lib/build.mjs').then(({ ensureBuilt }) => ensureBuilt(process.env))";
  const built = run(process.execPath, ['-e', build], { cwd: unpacked, env });
  await expect(built).rejects.toMatchObject({ stderr: expect.stringContaining('server/version.ts') });
  const version = await run(process.execPath, ['bin/architect.js', '--version'], { cwd: unpacked, env });
  expect(version.stdout).toBe(`${next}\n`);
  expect(existsSync(join(unpacked, 'dist/workflow-bundle.js'))).toBe(true);
});
