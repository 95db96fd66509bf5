/** `architect plan`: what is asked and what a person reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const gate = {
  ...{ number: 1, asked: 1, on_change: null },
  ...{ type: 'command', status: 'failed', what: 'npm test', evidence: 'one\ntwo\u001b[31m\n', stale: false },
  ...{ exit_code: 1, decided_by: null, started_at: null, ended_at: null },
};
const worktree = {
  ...{ state: 'kept', branch: 'plan-7/build', path: '/srv/w/3-build', base: 'main', port: 17000 },
  ...{ reason: 'it has a commit', pull_request_url: null },
};
const task = {
  ...{ worktree, key: 'build', status: 'failed', reason: 'gate 1 failed', prompt_ids: [4, 5], gates: [gate] },
  attempts: [{ number: 1 }, { number: 2 }],
};
const approval = { ...gate, number: 2, type: 'approval', status: 'waiting', what: 'Ship it?', asked: 3 };
const asking = { ...task, key: 'ship', status: 'waiting_approval', gates: [gate, approval] };
const withTasks = (...tasks: object[]) => ({ body: { ...plan, phases: [{ ...plan.phases[0], tasks }] } });
const plan = {
  ...{
    id: 7,
    name: 'Release',
    status: 'failed',
    reason: null,
    progress: 40,
    created_at: null,
    budget: { usd: 5 },
  },
  phases: [{ name: 'Build', status: 'failed', progress: 0, tasks: [task] }],
};
const estimate = { tasks: 3, usd: null, tokens: null, unknown_usd: [], unknown_tokens: [], basis: [] };
const api = new FakeApi({
  'GET /api/plans': { body: { items: [plan], total: 1 } },
  'GET /api/plans/7': { body: plan },
  'GET /api/plans/7/export': { body: 'name: Release\n', headers: { 'Content-Type': 'application/yaml' } },
  'POST /api/plans': { body: { id: 7, status: 'running', warnings: ['mind the gap'] } },
  'POST /api/plans/validate': { body: { valid: true, phases: 2, tasks: 3, warnings: [], estimate } },
  'POST /api/plans/7/pause': { body: { ...plan, status: 'paused', reason: 'paused by me' } },
  'POST /api/plans/7/approve': { body: plan },
  'POST /api/plans/7/cancel': { body: plan },
  'POST /api/plans/7/tasks/build/override': { body: plan },
  'POST /api/plans/7/tasks/build/worktree/close': { body: plan },
});
let dir: string;
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
  dir = mkdtempSync(join(tmpdir(), 'architect-plan-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const asked = () => api.requests.map(({ method, path, body }) => [`${method} ${path}`, body]);

test('a plan is made of a file as it is, so that the server can name its lines', async () => {
  const file = join(dir, 'plan.yaml');
  writeFileSync(file, 'name: Release # now\n');
  const made = await runWith(api, ['plan', 'create', file]);
  expect(made).toMatchObject({ code: 0, stdout: 'Plan 7 is running: architect plan watch 7\n' });
  expect(made.stderr).toMatch('mind the gap');
  const [request] = api.requests;
  expect(request?.body).toBe('name: Release # now\n');
  expect(request?.headers['content-type']).toBe('application/yaml');
  expect(await runWith(api, ['plan', 'validate', '-'], { stdin: 'name: x' })).toMatchObject({
    stdout: 'A plan of 2 phases and 3 tasks.\nLikely cost: not known.\n',
  });
  expect(await runWith(api, ['plan', 'create', join(dir, 'none')])).toMatchObject({
    ...{ code: 64, stderr: expect.stringMatching(/can not be read \(ENOENT\)/) },
  });
});

test('a file with more YAML than the server reads is sent as JSON', async () => {
  const file = join(dir, 'long.yaml');
  const prompt = 'do it '.repeat(200_000);
  writeFileSync(
    file,
    `name: Release # now\nphases: [{ name: one, tasks: [{ key: a, prompt: "${prompt}" }] }]\n`,
  );
  expect(await runWith(api, ['plan', 'create', file])).toMatchObject({ code: 0 });
  const { body, headers } = api.requests[0] ?? {};
  expect(headers?.['content-type']).toBe('application/json');
  expect(body).toEqual({ name: 'Release', phases: [{ name: 'one', tasks: [{ key: 'a', prompt }] }] });
  writeFileSync(file, `name: [\n${'# long\n'.repeat(200_000)}`);
  expect(await runWith(api, ['plan', 'create', file])).toMatchObject({
    ...{ code: 64, stderr: expect.stringMatching(/long\.yaml isn't YAML that can be read: .*line \d+/) },
  });
});

test('what is wrong is said with its line', async () => {
  api.routes['POST /api/plans'] = problem(400, 'invalid_request', 'phases: expected a list (line 3)');
  expect(await runWith(api, ['plan', 'create', '-'], { stdin: 'x' })).toMatchObject({
    ...{ code: 1, stderr: expect.stringMatching(/line 3/) },
  });
});

test('plans are listed, shown as a tree with evidence, watched and exported', async () => {
  expect((await runWith(api, ['plan'])).stdout).toMatch(/7 +failed +40 % .*Release/);
  const { stdout } = await runWith(api, ['plan', 'show', '7']);
  expect(stdout).toMatch(/Budget: 5 US dollars/);
  expect(stdout).toMatch(
    /build +failed +gate 1 failed\n +command npm test: failed\n +one\n +two\[31m\n +worktree kept, .*\n +prompts 4, 5/,
  );
  expect(stdout).not.toContain('\u001b');
  expect(await runWith(api, ['plan', 'watch', '7'])).toMatchObject({
    ...{ code: 2, stdout: 'build: failed (gate 1 failed)\nPlan 7: failed, 40 %\n' },
  });
  expect((await runWith(api, ['plan', 'export', '7'])).stdout).toBe('name: Release\n');
});

test('people decide', async () => {
  expect((await runWith(api, ['plan', 'pause', '7', '--reason', 'lunch'])).stdout).toBe(
    'Plan 7: paused, 40 % (paused by me)\n',
  );
  await runWith(api, ['plan', 'approve', '7', '--task', 'build', '--refuse']);
  await runWith(api, ['plan', 'cancel', '7', '--running', 'finish']);
  await runWith(api, ['plan', 'override', '7', 'build', '--reason', 'flaky']);
  expect(asked()).toEqual([
    ['POST /api/plans/7/pause', { reason: 'lunch' }],
    ['GET /api/plans/7', undefined],
    ['POST /api/plans/7/approve', { task: 'build', approved: false, start: false }],
    ['POST /api/plans/7/cancel', { running: 'finish' }],
    ['GET /api/plans/7', undefined],
    ['POST /api/plans/7/tasks/build/override', { reason: 'flaky', attempt: 2 }],
  ]);
});

describe('what is approved is what was seen', () => {
  const sent = () => api.requests.at(-1)?.body;
  afterEach(() => void (api.routes['GET /api/plans/7'] = { body: plan }));

  test('the gate that waits now is named, and told', async () => {
    api.routes['GET /api/plans/7'] = withTasks(task, asking);
    const { stderr } = await runWith(api, ['plan', 'approve', '7']);
    expect(stderr).toContain("Gate 2 of attempt 2 of task 'ship': Ship it?");
    expect(sent()).toEqual({ task: 'ship', attempt: 2, gate: 2, asked: 3, start: false, approved: true });
    expect((await runWith(api, ['plan', 'show', '7'])).stdout).toContain(
      'architect plan approve 7 --task ship --attempt 2 --gate 2',
    );
  });

  test('one that was named stays named, whatever waits now', async () => {
    api.routes['GET /api/plans/7'] = withTasks(asking);
    await runWith(api, ['plan', 'approve', '7', '--task', 'ship', '--attempt', '1', '--gate', '1']);
    expect(sent()).toEqual({ task: 'ship', attempt: 1, gate: 1, start: false, approved: true });
    await runWith(api, ['plan', 'approve', '7', '--gate', '1']);
    expect(sent()).toEqual({ task: 'ship', attempt: 2, gate: 1, start: false, approved: true });
  });

  test('a draft is started as it was read, and no gate is meant', async () => {
    api.routes['GET /api/plans/7'] = { body: { ...plan, status: 'draft', revision: 4 } };
    await runWith(api, ['plan', 'approve', '7']);
    expect(sent()).toEqual({ start: true, approved: true });
    expect(api.requests.at(-1)?.headers['if-match']).toBe('"plan-7-4"');
  });
});

test('a worktree is shown with what keeps it, and taken down by name', async () => {
  const shown = await runWith(api, ['plan', 'show', '7']);
  expect(shown.stdout).toMatch(
    '    worktree kept, plan-7/build in /srv/w/3-build, into main, port 17000, it has a commit\n',
  );
  api.requests.length = 0;
  const closed = await runWith(api, ['plan', 'close-worktree', '7', 'build', '--reason', 'merged by hand']);
  expect(closed.code).toBe(0);
  expect(asked()).toEqual([['POST /api/plans/7/tasks/build/worktree/close', { reason: 'merged by hand' }]]);
});
