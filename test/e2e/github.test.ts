/** GitHub from the command line to the record: the token from the vault, issues in, a pull request out, no trace of the token. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeGithub, TOKEN } from '../activities/github/fake-github';
import { architectCommand } from '../support/command';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { allHistories } from '../support/histories';
import { expectError } from '../api/http';

/** The reconciler comes by. */
const WAIT_MS = 90_000;

let github: FakeGithub;
let dashboard: Dashboard;
let source: string;
beforeAll(async () => {
  github = await new FakeGithub().start();
  dashboard = await startDashboard({ GITHUB_API_URL: github.url, ARCHITECT_LOG_LEVEL: 'debug' });
  source = mkdtempSync(join(tmpdir(), 'architect-source-'));
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', 'git@127.0.0.1:acme/app.git');
  await dashboard.call('/api/projects', { body: { name: 'app', source_path: source } });
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await github.stop();
  rmSync(source, { recursive: true, force: true });
});

const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: source, stdio: 'pipe' });

async function architect(argv: string[], stdin = ''): Promise<{ code: number | null; said: string }> {
  const { code, stdout, stderr } = await architectCommand(join(dashboard.dir, 'data'), argv, { stdin });
  return { code, said: stdout + stderr };
}

it('says what is missing without a token, and with one that GitHub refuses', async () => {
  github.addIssue({ title: 'Dark mode', body: 'Please' });
  const none = await architect(['github', 'import', '1']);
  expect(none.code).not.toBe(0);
  expect(none.said).toMatch(/GITHUB_TOKEN/);
  expect(github.calls).toEqual([]);
  await architect(['vault', 'set', 'GITHUB_TOKEN', '--category', 'token'], 'ghp_not-the-right-one');
  const refused = await architect(['github', 'import', '1']);
  expect(refused.code).not.toBe(0);
  expect(refused.said).toMatch(/token/);
  expect(refused.said).not.toContain('ghp_not-the-right-one');
  expect((await dashboard.call('/api/features')).body).toEqual([]);
});

it('imports the issues with the token of the vault, each once, and links them', async () => {
  github.addIssue({ title: 'Crash', labels: [{ name: 'bug' }, { name: 'critical' }] });
  expect((await architect(['vault', 'set', 'GITHUB_TOKEN'], TOKEN)).code).toBe(0);
  expect(await architect(['github', 'import', '1'])).toEqual({
    code: 0,
    said: 'Imported 2 issues; 0 were changed.\n',
  });
  expect((await architect(['github', 'import', '1', '--full'])).said).toBe(
    'Imported 0 issues; 0 were changed.\n',
  );
  expect((await dashboard.call('/api/features')).body).toMatchObject([
    { id: 1, title: 'Dark mode', project_id: 1 },
  ]);
  expect((await dashboard.call('/api/bugs')).body).toMatchObject([{ title: 'Crash', severity: 'critical' }]);
  const { body } = await dashboard.call('/api/projects/1/github');
  expect(body).toMatchObject({ repository: 'acme/app', import: { state: 'completed' }, links: { total: 2 } });
});

it('the branch of a feature gets one pull request that closes its issue', async () => {
  github.branches.add('feature/dark');
  const argv = ['github', 'pr', '1', '--branch', 'feature/dark'];
  expect(await architect(argv)).toMatchObject({
    code: 0,
    said: expect.stringContaining('git.example/pull/900'),
  });
  expect((await architect(argv)).said).toContain('git.example/pull/900');
  expect(github.pulls).toMatchObject([{ title: 'Dark mode', head: 'feature/dark', base: 'main' }]);
  expect(github.pulls[0]?.body).toContain('Closes #1');
  const unknown = { method: 'POST', body: { branch: 'feature/none' } };
  expect(
    expectError(await dashboard.call('/api/features/1/pull-request', unknown), 409, 'github_no_branch'),
  ).toMatch(/push it first/);
});

it('a finished feature gets its pull request by itself where the project is set so', async () => {
  expect((await architect(['github', 'set', '1', '--auto-pr'])).said).toMatch(
    /secret GITHUB_TOKEN\nRemote: +origin\n[^]*made when a feature is done\n {2}feature 1: .*pull\/900\n$/,
  );
  const made = await dashboard.call('/api/features', { body: { title: 'Own idea', project_id: 1 } });
  const complete = { method: 'PATCH', body: { status: 'completed' } };
  const reopen = { method: 'PATCH', body: { status: 'in_progress' } };
  const path = `/api/features/${made.body.id}`;
  const project = async () => (await dashboard.call('/api/projects/1/github')).body;

  await dashboard.call(path, complete);
  const waiting = await until(
    project,
    ({ pull_requests_due: due }) => due[0]?.error != null,
    'the reason why there is none',
    WAIT_MS,
  );
  expect(waiting.pull_requests_due).toMatchObject([
    { feature_id: made.body.id, error: expect.stringContaining("'main' is checked out") },
  ]);

  expect((await architect(['github', 'show', '1'])).said).toMatch(/feature 2: due; .*'main' is checked out/);
  git('checkout', '-q', '-b', 'feature/own');
  github.branches.add('feature/own');
  await dashboard.call(path, reopen);
  await dashboard.call(path, complete);
  const done = await until(
    project,
    ({ pull_requests: all }) => all.length === 2,
    'the pull request',
    WAIT_MS,
  );
  expect(done.pull_requests_due).toEqual([]);
  expect(github.pulls.at(-1)).toMatchObject({ title: 'Own idea', head: 'feature/own', base: 'main' });
});

it('each use of the token is noted in the vault; no log and no history holds it', async () => {
  const [{ id }] = (await dashboard.call('/api/secrets?q=GITHUB_TOKEN')).body;
  const { body } = await dashboard.call(`/api/secrets/${id}/access?limit=500`);
  const uses = body.items.filter(({ action }: { action: string }) => action === 'used');
  expect(uses.length).toBeGreaterThan(3);
  expect(new Set(uses.map(({ who }: { who: string }) => who))).toEqual(new Set(['github of project 1']));
  expect(dashboard.output()).not.toContain(TOKEN);
  expect(grep(TOKEN, join(dashboard.dir, 'logs'))).toBe('');
  const histories = await allHistories(dashboard.enginePort);
  expect(histories).toContain('feature/dark');
  expect(histories).not.toContain(TOKEN);
});

/** Names of files under `dir` that hold `text`. */
function grep(text: string, dir: string): string {
  try {
    return execFileSync('grep', ['-rlF', text, dir], { encoding: 'utf8' });
  } catch (error) {
    // 1: nothing found.
    if ((error as { status?: number }).status === 1) return '';
    throw error;
  }
}
