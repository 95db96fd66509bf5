/** Phase plans over the API: what is refused, and with which words; what is written comes back. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { sees } from '../store/support';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  sees(api.store, 'one', { provider: 'shell' });
});
afterEach(() => api.close());

const task = (key: string, given: object = {}) => ({ key, prompt: `do ${key}`, ...given });
const plan = (tasks: object[], given: object = {}) => ({
  name: 'p',
  phases: [{ name: 'x', tasks }],
  ...given,
});
const create = (body: unknown) => api.call('/api/plans', { body });
const yaml = async (text: string, path = '/api/plans') => {
  const headers = { authorization: 'Bearer token', 'content-type': 'application/yaml' };
  const response = await fetch(api.url + path, { method: 'POST', headers, body: text });
  return { status: response.status, body: (await response.json()) as any };
};

test('a plan is made, shown, listed, and how far it is', async () => {
  const made = await create(
    plan([task('a', { target_session: 'one' }), task('b', { after: ['a'] })], { budget: { usd: 5 } }),
  );
  expect(made).toMatchObject({ status: 200, body: { id: 1, status: 'running', warnings: [] } });
  const shown = await api.call('/api/plans/1');
  expect(shown.body).toMatchObject({
    ...{ status: 'running', progress: 0, budget: { usd: 5 }, created_by: 'api-token', workflow_id: 'plan-1' },
    phases: [
      {
        name: 'x',
        status: 'running',
        progress: 0,
        tasks: [
          { key: 'a', status: 'ready', prompt_ids: [], gates: [] },
          { key: 'b', status: 'pending', reason: "waits for 'a'" },
        ],
      },
    ],
  });
  expect((await api.call('/api/plans?status=running&q=P')).body).toMatchObject({
    total: 1,
    items: [{ id: 1 }],
  });
  expect((await api.call('/api/plans/1/progress')).body).toMatchObject({
    ...{ progress: 0, tasks: { ready: 1, pending: 1 }, phases: [{ tasks: 2, done: 0 }] },
  });
  expect((await api.call('/api/plans/2')).status).toBe(404);
});

test.each<[string, object, string, RegExp]>([
  ['no phases', { name: 'p', phases: [] }, 'phases', /at least one phase/],
  [
    'a phase without tasks',
    { name: 'p', phases: [{ name: 'x', tasks: [] }] },
    'phases.0.tasks',
    /at least one task/,
  ],
  [
    'a field that is none',
    plan([task('a', { workspace: {} })]),
    'phases.0.tasks.0.workspace',
    /not a known field/,
  ],
  ['a key that is none', plan([task('../a')]), 'phases.0.tasks.0.key', /letters, digits/],
  ['two of a key', plan([task('a'), task('a')]), 'phases.0.tasks.1.key', /another task has the key/],
  [
    'a cycle',
    plan([task('a', { after: ['b'] }), task('b', { after: ['a'] })]),
    'phases.0.tasks.0.after',
    /wait for each other: a -> b -> a/,
  ],
  [
    'a task that waits for nobody',
    plan([task('a', { after: ['x'] })]),
    'phases.0.tasks.0.after.0',
    /no task 'x'/,
  ],
  [
    'an unknown session',
    plan([task('a', { target_session: 'no' })]),
    'phases.0.tasks.0.target_session',
    /no session 'no'; known are one/,
  ],
  [
    'another agent than the session has',
    plan([task('a', { target_session: 'one', provider: 'claude' })]),
    'phases.0.tasks.0.provider',
    /runs shell/,
  ],
  [
    'any shell',
    plan([task('a', { provider: 'shell' })]),
    'phases.0.tasks.0.target_session',
    /only where the task names it/,
  ],
  [
    'a gate that is none',
    plan([task('a', { gates: [{ type: 'hope' }] })]),
    'phases.0.tasks.0.gates.0.type',
    /command, approval or judgement/,
  ],
  [
    'a glob that leads out',
    plan([task('a', { touches: ['/etc/**'] })]),
    'phases.0.tasks.0.touches.0',
    /below the working directory/,
  ],
  [
    'a directory that is not there',
    plan([task('a')], { working_dir: '/no/such' }),
    'working_dir',
    /no directory/,
  ],
])('%s is refused by the name of the field', async (_what, body, field, message) => {
  const answer = await create(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.details[0]).toMatchObject({ field, message: expect.stringMatching(message) });
});

test('1,000 tasks are taken, too many are not', async () => {
  const tasks = Array.from({ length: 1_000 }, (_, at) =>
    task(`t${at}`, { after: at > 0 ? [`t${at - 1}`] : [] }),
  );
  expect((await create(plan(tasks))).status).toBe(200);
  const phases = [0, 1, 2].map((at) => ({
    name: `${at}`,
    tasks: tasks.map(({ key }) => task(`${at}-${key}`)),
  }));
  expect((await create({ name: 'p', phases })).body.error.message).toMatch(
    /at most 2000 tasks, these are 3000/,
  );
});

describe('YAML', () => {
  const TEXT = 'name: p\nphases:\n  - name: x\n    tasks:\n      - key: a\n        prompt: hello\n';

  test('makes the same plan, and the line of what is wrong is named', async () => {
    expect(await yaml(TEXT)).toMatchObject({ status: 200, body: { id: 1 } });
    const wrong = await yaml(
      `${TEXT}        max_retries: many\n      - key: b\n        prompt: x\n        after: [c]\n`,
    );
    expect(wrong.body.error.details).toEqual([
      { field: 'phases.0.tasks.0.max_retries', message: 'expected a whole number from 0 to 20 (line 7)' },
    ]);
    const cycle = await yaml(`${TEXT}      - key: b\n        prompt: x\n        after:\n          - c\n`);
    expect(cycle.body.error.details).toEqual([
      { field: 'phases.0.tasks.1.after.0', message: "there is no task 'c' (line 10)" },
    ]);
    expect((await yaml('name: [', '/api/plans/validate')).body.error).toMatchObject({
      ...{ code: 'malformed_yaml', message: expect.stringMatching(/line \d/) },
    });
    expect((await yaml(`${TEXT}name: again\n`)).body.error.message).toMatch(/line 7/);
  });

  test('bombs are refused', async () => {
    const level = (at: number): string =>
      `a${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join()}]\n`;
    const bomb = `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, at) => level(at + 1)).join('')}`;
    const answer = await yaml(bomb);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'malformed_yaml' } } });
    expect(answer.body.error.message).toMatch(/alias/i);
  });

  test('what is exported makes the same plan again', async () => {
    const body = plan(
      [
        task('a', {
          prompt: 'one\ntwo: #3\n',
          gates: [{ type: 'command', command: 'x && y' }, { type: 'approval' }],
        }),
      ],
      { budget: { tokens: 5 }, parallel: 3 },
    );
    await create(body);
    const headers = { authorization: 'Bearer token' };
    const text = await (await fetch(`${api.url}/api/plans/1/export`, { headers })).text();
    expect(await yaml(text)).toMatchObject({ status: 200, body: { id: 2 } });
    const exported = async (id: number) => (await api.call(`/api/plans/${id}/export?format=json`)).body;
    expect(await exported(1)).toEqual(body);
    expect(await exported(2)).toEqual(body);
  });

  test('is taken by no other route', async () => {
    expect((await yaml('paused: true', '/api/assigner/queue')).status).toBe(415);
  });

  const EXAMPLES = readdirSync(join(PROJECT_ROOT, 'docs/examples')).filter((name) => name.endsWith('.yaml'));
  test.each(EXAMPLES)('the example %s is a plan', async (name) => {
    sees(api.store, 'builder', { provider: 'shell' });
    const text = readFileSync(join(PROJECT_ROOT, 'docs/examples', name), 'utf8').replace(
      '/home/you/app',
      PROJECT_ROOT,
    );
    expect(await yaml(text, '/api/plans/validate')).toMatchObject({ status: 200, body: { valid: true } });
  });
});

test('a request that is repeated with its key makes one plan', async () => {
  const headers = { 'idempotency-key': 'k' };
  const body = plan([task('a')]);
  expect((await api.call('/api/plans', { body, headers })).body.id).toBe(1);
  expect((await api.call('/api/plans', { body, headers })).body.id).toBe(1);
  expect((await api.call('/api/plans', { body: plan([task('b')]), headers })).status).toBe(409);
});

describe('changes', () => {
  beforeEach(() => create(plan([task('a'), task('b', { after: ['a'] })])));
  const change = (path: string, body: object | undefined, method = 'PATCH', headers = {}) =>
    api.call(`/api/plans/1${path}`, { method, headers, ...(body && { body }) });

  test('of two people at once: the second one is told, and sees what the first one did', async () => {
    const tag = (await api.call('/api/plans/1')).headers.get('etag') ?? '';
    expect((await change('/tasks/b', { prompt: 'mine' }, 'PATCH', { 'if-match': tag })).status).toBe(200);
    const late = await change('/tasks/b', { prompt: 'yours' }, 'PATCH', { 'if-match': tag });
    expect(late).toMatchObject({ status: 412, body: { error: { current: { revision: 2 } } } });
    const gone = await change('/tasks/b', undefined, 'DELETE', { 'if-match': tag });
    expect(gone).toMatchObject({ status: 412, body: { error: { current: { revision: 2 } } } });
    expect((await api.call('/api/plans/1')).body.phases[0].tasks[1].prompt).toBe('mine');
  });

  test('tasks come, change and go', async () => {
    const added = await change('/tasks', { ...task('c', { after: ['b'] }), phase: 'later' }, 'POST');
    expect(added.body.phases.map(({ name }: { name: string }) => name)).toEqual(['x', 'later']);
    expect((await change('/tasks', task('c'), 'POST')).status).toBe(409);
    const cycle = await change('/tasks/b', { after: ['c'] });
    expect(cycle).toMatchObject({ status: 400, body: { error: { details: [{ field: 'after' }] } } });
    expect((await change('/tasks/b', undefined, 'DELETE')).status).toBe(409);
    expect((await change('/tasks/c', undefined, 'DELETE')).status).toBe(204);
    expect((await change('/tasks/z', { prompt: 'x' })).status).toBe(404);
    expect((await change('', { name: 'better', budget: null })).body).toMatchObject({
      name: 'better',
      budget: null,
    });
  });

  test('decisions answer with the plan, and are refused where they make no sense', async () => {
    const post = (path: string, body: object = {}) => change(path, body, 'POST');
    expect((await post('/pause', { reason: 'lunch' })).body).toMatchObject({
      status: 'paused',
      reason: 'paused by api-token: lunch',
    });
    expect((await post('/resume')).body.status).toBe('running');
    expect((await post('/approve')).body.error.message).toMatch(/No gate of plan 1 waits/);
    expect((await post('/tasks/a/override')).status).toBe(409);
    expect((await post('/tasks/a/skip')).body.phases[0].tasks[0].status).toBe('skipped');
    expect((await post('/tasks/b/retry')).status).toBe(409);
    expect((await change('', undefined, 'DELETE')).status).toBe(409);
    expect((await post('/cancel')).body).toMatchObject({ status: 'cancelled' });
    expect((await post('/tasks/a/retry')).status).toBe(409);
    expect((await change('', undefined, 'DELETE')).status).toBe(204);
  });
});

test('another budget is another lock, none is none', async () => {
  await create(plan([task('a')], { budget: { usd: 1 } }));
  const { budgets } = api.store;
  const limits = { period: 'total', limit_usd: 1, limit_tokens: null } as const;
  budgets.create({ name: 'plan 1', scope: 'plan', subject: '1', ...limits }, 'plan 1');
  const change = (budget: object | null) => api.call('/api/plans/1', { method: 'PATCH', body: { budget } });
  expect((await change({ tokens: 9 })).body.budget).toEqual({ tokens: 9 });
  expect(budgets.list()).toMatchObject([{ limit_usd: null, limit_tokens: 9 }]);
  await change(null);
  expect(budgets.list()).toEqual([]);
});

test('a lock that a person set for the plan is none of the plan’s: it stays', async () => {
  await create(plan([task('a')]));
  const { budgets } = api.store;
  const lock = { name: 'x', scope: 'plan', subject: '1', period: 'total', limit_usd: 1, limit_tokens: null };
  budgets.create(lock as Parameters<typeof budgets.create>[0], 'an admin');
  for (const budget of [{ usd: 1000 }, null]) {
    const { status } = await api.call('/api/plans/1', { method: 'PATCH', body: { budget } });
    expect(status).toBe(200);
    expect(budgets.list()).toMatchObject([{ limit_usd: 1, created_by: 'an admin' }]);
  }
});

test('a draft waits for a person', async () => {
  expect((await create(plan([task('a')], { draft: true }))).body.status).toBe('draft');
  expect((await api.call('/api/plans/1/approve', { body: {} })).body.status).toBe('running');
});

test('any directory is taken as long as ARCHITECT_TASK_ROOTS names none', async () => {
  mkdirSync(join(api.dir, 'work'));
  expect((await create(plan([task('a')], { working_dir: join(api.dir, 'work') }))).status).toBe(200);
});
