/** Issues become features and bugs, each once. */
import { ApplicationFailure } from '@temporalio/common';
import { githubWorld, type GithubWorld } from './support';
import { TOKEN } from './fake-github';

let world: GithubWorld;
let project: number;
beforeEach(async () => {
  world = await githubWorld();
  project = world.project();
});
afterEach(() => world.end());

const failure = async (work: Promise<unknown>): Promise<ApplicationFailure> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApplicationFailure);
  return error as ApplicationFailure;
};
const begin = (): Promise<unknown> =>
  world.run(world.activities.beginImport, { projectId: project, full: false });

test('an issue is a feature, one labelled bug is a bug with its severity, a pull request is none', async () => {
  world.github.addIssue({ title: 'Dark mode', body: 'Please' });
  world.github.addIssue({ title: 'Crash', labels: [{ name: 'type: Bug' }, { name: 'severity: high' }] });
  world.github.addIssue({ title: 'A pull request', pull_request: {} });
  world.github.addIssue({ title: 'Old', state: 'closed', closed_at: '2026-10-01T08:00:00Z' });
  expect(await world.import(project)).toEqual({ created: 3, updated: 0 });
  expect(world.all('features')).toMatchObject([
    { project_id: project, title: 'Dark mode', description: 'Please', status: 'draft', completed_at: null },
    { title: 'Old', status: 'completed', completed_at: '2026-10-01 08:00:00.000' },
  ]);
  expect(world.all('bugs')).toMatchObject([
    { project_id: project, title: 'Crash', severity: 'high', status: 'open' },
  ]);
  expect(world.store.github.links(project, 10, 0).items).toMatchObject([
    { number: 4, kind: 'feature', record_id: 2, state: 'closed', repository: 'acme/app' },
    { number: 2, kind: 'bug', record_id: 1, state: 'open', url: 'https://git.example/2' },
    { number: 1, kind: 'feature', record_id: 1 },
  ]);
  expect(world.asked[0]).toBe(`github of project ${project}: GITHUB_TOKEN`);
});

test('a second import doubles nothing, asks for what changed only, and takes over what changed', async () => {
  const [first, second] = [world.github.addIssue(), world.github.addIssue({ labels: [{ name: 'bug' }] })];
  await world.import(project);
  expect(await world.import(project)).toEqual({ created: 0, updated: 0 });
  const since = /since=([^&]+)/.exec(world.github.calls.at(-1) ?? '')?.[1] ?? '';
  expect(Math.abs(Date.parse(decodeURIComponent(since)) - Date.now())).toBeLessThan(60_000);

  const soon = new Date(Date.now() + 5_000).toISOString();
  Object.assign(first, { title: 'Renamed', state: 'closed', closed_at: soon, updated_at: soon });
  Object.assign(second, { state: 'closed', closed_at: soon, updated_at: soon });
  expect(await world.import(project)).toEqual({ created: 0, updated: 2 });
  expect(world.all('features')).toMatchObject([{ title: 'Renamed', status: 'completed' }]);
  expect(world.all('bugs')).toMatchObject([{ status: 'resolved', resolved_at: expect.any(String) }]);

  const later = new Date(Date.now() + 10_000).toISOString();
  Object.assign(first, { state: 'open', closed_at: null, updated_at: later });
  await world.import(project);
  expect(world.all('features')).toMatchObject([{ status: 'draft', completed_at: null }]);
  // Who changed what stands in the audit, in this order.
  const audit = world.all('audit').map(({ actor, action, entity }) => [actor, action, entity].join(' '));
  expect(audit).toEqual([
    'github create feature',
    'github create bug',
    'github update feature',
    'github update bug',
    'github update feature',
  ]);
});

test('how far the work has come is the record’s own affair while the issue is open', async () => {
  const issue = world.github.addIssue();
  await world.import(project);
  world.db.exec("UPDATE features SET status = 'in_progress'");
  Object.assign(issue, { title: 'Renamed', updated_at: new Date(Date.now() + 5_000).toISOString() });
  await world.import(project);
  expect(world.all('features')).toMatchObject([{ title: 'Renamed', status: 'in_progress' }]);
});

test('a feature that a person deleted is not imported again', async () => {
  world.github.addIssue();
  await world.import(project);
  world.db.exec('DELETE FROM features');
  expect(await world.import(project, true)).toEqual({ created: 0, updated: 0 });
  expect(world.all('features')).toEqual([]);
});

test('a feature made after one was deleted is no issue’s', async () => {
  const issue = world.github.addIssue();
  await world.import(project);
  world.store.features.remove(1, 'kim');
  const mine = world.store.features.insert({ title: 'Mine', status: 'draft' }, 'kim');
  Object.assign(issue, { title: 'Renamed', updated_at: new Date(Date.now() + 5_000).toISOString() });
  await world.import(project);
  expect(world.all('features')).toMatchObject([{ id: mine.id, title: 'Mine' }]);
});

test('250 issues come in three pages, each once', async () => {
  for (let count = 0; count < 250; count++) world.github.addIssue();
  expect(await world.import(project)).toEqual({ created: 250, updated: 0 });
  const pages = world.github.calls.filter((call) => call.includes('/issues?'));
  expect(pages.map((call) => /[?&]page=(\d+)/.exec(call)?.[1])).toEqual(['1', '2', '3']);
  expect(new Set(world.all('features').map(({ title }) => title)).size).toBe(250);
});

test('a page that is read twice, as after a crash, makes nothing twice', async () => {
  world.github.addIssue();
  await world.run(world.activities.importIssues, { projectId: project, page: 1, since: null });
  const again = await world.run(world.activities.importIssues, { projectId: project, page: 1, since: null });
  expect(again).toEqual({ created: 0, updated: 0, nextPage: null });
});

test('an import that GitHub has not answered yet is running, whatever became of the one before', async () => {
  const { github } = world.store;
  const before = new Date(Date.now() - 60_000);
  github.importGoesOn(project, before);
  expect(github.project(project)).toMatchObject({ import_state: 'running', import_ended_at: null });
  const error = 'There is no secret.';
  github.endImport({ projectId: project, created: 0, updated: 0, importedUntil: null, error });
  // It had ended already when the one who asked gave up waiting.
  github.importGoesOn(project, before);
  expect(github.project(project)).toMatchObject({ import_state: 'failed', import_error: error });
  github.importGoesOn(project, new Date(Date.now() + 1_000));
  expect(github.project(project)).toMatchObject({ import_state: 'running', import_error: null });
});

test('another repository has issues of its own', async () => {
  world.github.addIssue();
  await world.import(project);
  world.db.exec("UPDATE github_projects SET repository = 'acme/older'");
  expect(await world.run(world.activities.beginImport, { projectId: project, full: false })).toMatchObject({
    since: null,
  });
});

describe('without what it needs it says what to do:', () => {
  test('no token', async () => {
    delete world.secrets['GITHUB_TOKEN'];
    expect(await failure(begin())).toMatchObject({
      type: 'github_no_token',
      nonRetryable: true,
      message: expect.stringMatching(/There is no secret named 'GITHUB_TOKEN'\. Put a GitHub token/),
    });
    expect(world.github.calls).toEqual([]);
  });

  test('a secret of another name, which the project names', async () => {
    delete world.secrets['GITHUB_TOKEN'];
    world.store.github.setSettings(project, { secret: 'ACME', remote: null });
    expect((await failure(begin())).message).toContain("There is no secret named 'ACME'");
    world.secrets['ACME'] = TOKEN;
    await begin();
  });

  test('a token that GitHub refuses, which the message does not show', async () => {
    world.secrets['GITHUB_TOKEN'] = 'ghp_wrong';
    const { type, message, nonRetryable } = await failure(begin());
    expect([type, nonRetryable]).toEqual(['github_token_refused', true]);
    expect(message).not.toContain('ghp_wrong');
  });

  test.each([
    ['git@gitlab.com:acme/app.git', /leads to gitlab\.com, not to a repository at 127\.0\.0\.1/],
    ['/srv/git/app.git', /leads to no host/],
    ['https://127.0.0.1/acme/unknown.git', /shows no repository acme\/unknown/],
  ])('a remote like %s', async (url, message) => {
    world.git('remote', 'set-url', 'origin', url);
    expect((await failure(begin())).message).toMatch(message);
  });

  test('no remote, and one of another name', async () => {
    world.git('remote', 'rename', 'origin', 'upstream');
    expect((await failure(begin())).message).toMatch(/no git remote 'origin': add one/);
    world.store.github.setSettings(project, { secret: null, remote: 'upstream' });
    await begin();
  });

  test('no directory', async () => {
    const other = world.project('other', null);
    const { type, message } = await failure(
      world.run(world.activities.beginImport, { projectId: other, full: false }),
    );
    expect([type, message]).toEqual([
      'github_no_remote',
      expect.stringContaining('set it to its git checkout'),
    ]);
  });
});

describe('a limit is waited for as long as GitHub says:', () => {
  const reset = String(Math.ceil(Date.now() / 1_000) + 120);
  test.each<[string, number, Record<string, string>, number, number]>([
    ['spent', 403, { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset }, 60_000, 130_000],
    ['too fast', 403, { 'Retry-After': '30' }, 31_000, 31_000],
    ['too many', 429, {}, 60_000, 60_000],
    ['absurd', 429, { 'Retry-After': '999999' }, 3_601_000, 3_601_000],
  ])('%s', async (_what, status, headers, atLeast, atMost) => {
    world.github.troubles.push({ status, headers, body: { message: 'limit' } });
    const { type, nonRetryable, nextRetryDelay } = await failure(begin());
    expect([type, nonRetryable]).toEqual(['github_rate_limited', false]);
    expect(nextRetryDelay).toBeGreaterThanOrEqual(atLeast);
    expect(nextRetryDelay).toBeLessThanOrEqual(atMost);
  });

  test('rights that are missing are no limit', async () => {
    world.github.troubles.push({ status: 403, body: { message: 'Resource not accessible' } });
    expect(await failure(begin())).toMatchObject({ type: 'github_forbidden', nonRetryable: true });
  });
});
