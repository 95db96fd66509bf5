/** Work with GitHub as the engine runs it: tried again where that helps, ended with a reason where it doesn't. */
import { WorkflowFailedError } from '@temporalio/client';
import type { GithubSyncInput } from '../../workflows/contracts/github';
import { HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { TOKEN } from '../activities/github/fake-github';
import { githubWorld, type GithubWorld } from '../activities/github/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { readable } from './support/histories';
import { historyToJson } from './support/proto-json';

let engine: TestEngine;
let world: GithubWorld;
let project: number;
let runs = 0;
beforeAll(async () => (engine = await startTestEngine()));
afterAll(() => engine.stop());
beforeEach(async () => {
  world = await githubWorld();
  project = world.project();
  engine.use({ hub: world.activities, host: {} });
});
afterEach(() => world.end());

const durations = { callTimeoutMs: 10_000, retryMs: 20 };
const start = (type: string, input: unknown) =>
  engine.client.workflow.start(type, { workflowId: `github-${++runs}`, taskQueue: HUB_QUEUE, args: [input] });
const sync = () =>
  start(WORKFLOW.githubSync, { projectId: project, full: false, durations } satisfies GithubSyncInput);

test('an import outlives a broken connection, an error and a limit, and doubles nothing', async () => {
  for (let count = 0; count < 120; count++) world.github.addIssue({ title: `A private title ${count}` });
  const limit = { status: 429, headers: { 'Retry-After': '0.01' }, body: { message: 'slow down' } };
  world.github.troubles.push('hang up', { status: 503, body: {} }, limit);
  const handle = await sync();
  expect(await handle.result()).toEqual({ created: 120, updated: 0 });
  expect(world.all('features')).toHaveLength(120);
  expect(world.store.github.project(project)).toMatchObject({
    ...{ import_state: 'completed', import_created: 120, repository: 'acme/app' },
    imported_until: expect.any(String),
  });
  const history = readable(JSON.stringify(historyToJson(await handle.fetchHistory())));
  expect(history).not.toContain(TOKEN);
  expect(history).not.toContain('A private title');
});

test('without a token it ends at once, with the reason in the record', async () => {
  delete world.secrets['GITHUB_TOKEN'];
  await expect((await sync()).result()).rejects.toThrow(WorkflowFailedError);
  expect(world.store.github.project(project)).toMatchObject({
    import_state: 'failed',
    import_error: expect.stringContaining("There is no secret named 'GITHUB_TOKEN'"),
    imported_until: null,
  });
});

test('an import that fails on a later page keeps what it has, and the next one begins where the last whole one did', async () => {
  for (let count = 0; count < 120; count++) world.github.addIssue();
  const { importIssues } = world.activities;
  engine.use({
    hub: {
      ...world.activities,
      importIssues: (input) => {
        if (input.page === 2) delete world.secrets['GITHUB_TOKEN'];
        return importIssues(input);
      },
    },
    host: {},
  });
  await expect((await sync()).result()).rejects.toThrow(WorkflowFailedError);
  expect(world.store.github.project(project)).toMatchObject({
    ...{ import_state: 'failed', import_created: 100, imported_until: null },
  });
  world.secrets['GITHUB_TOKEN'] = TOKEN;
  engine.use({ hub: world.activities, host: {} });
  expect(await (await sync()).result()).toEqual({ created: 20, updated: 0 });
});

test('a pull request is made by the workflow, once', async () => {
  world.github.addIssue();
  await (await sync()).result();
  world.github.branches.add('feature');
  const request = { featureId: 1, branch: 'feature', base: null, durations };
  world.github.troubles.push({ status: 502, body: {} });
  const first = await (await start(WORKFLOW.githubPullRequest, request)).result();
  const second = await (await start(WORKFLOW.githubPullRequest, request)).result();
  expect([first, second]).toMatchObject([
    { number: 900, created: true },
    { number: 900, created: false },
  ]);
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(4);
});

describe('cancelled in the engine', () => {
  const CANCELLED = 'cancelled in the workflow engine';
  /** Goes on until it is let go; tells when it has begun. */
  const hanging = () => {
    let begin: () => void = () => undefined;
    let letGo: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const over = new Promise<void>((resolve) => (letGo = resolve));
    const call = async (): Promise<never> => {
      begin();
      await over;
      throw new Error('the test is over');
    };
    return { begun, call, letGo };
  };

  test('an import is over, and the record says so', async () => {
    const { begun, call, letGo } = hanging();
    engine.use({ hub: { ...world.activities, importIssues: call }, host: {} });
    const handle = await sync();
    await begun;
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    letGo();
    expect(world.store.github.project(project)).toMatchObject({
      import_state: 'failed',
      import_error: CANCELLED,
    });
  });

  test('a pull request is no longer due', async () => {
    world.store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
    const { id } = world.store.features.insert({ title: 'x', project_id: project, status: 'draft' }, 'me');
    world.store.features.update(id, { status: 'completed' }, 'me');
    expect(world.store.outbox.carryOutDue()).toEqual([{ kind: 'pull_request', id: expect.any(Number) }]);
    const { begun, call, letGo } = hanging();
    engine.use({ hub: { ...world.activities, openPullRequest: call }, host: {} });
    const handle = await start(WORKFLOW.githubPullRequest, {
      featureId: id,
      branch: null,
      base: null,
      durations,
    });
    await begun;
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
    letGo();
    expect(world.store.outbox.carryOutDue()).toEqual([]);
    expect(world.store.github.duePullRequests(project)).toMatchObject([{ feature_id: id, error: CANCELLED }]);
  });
});
