/** What plans say of worktrees over the API: what is refused, and what is written comes back. */
import { PROJECT_ROOT } from '../../../config';
import { startApi, type TestApi } from '../../support/api';
import { sees } from '../../store/support';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

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

test.each<[string, object, string, RegExp]>([
  [
    'a worktree for which no session can be made',
    plan([task('a', { worktree: {} })], { working_dir: '/tmp' }),
    'phases.0.tasks.0.provider',
    /a session is made for it in its worktree/,
  ],
  [
    'a worktree of nothing',
    plan([task('a', { worktree: {}, provider: 'shell' })]),
    'working_dir',
    /made of a repository/,
  ],
  [
    'a pull request of no project',
    plan([task('a', { worktree: { merge: 'pull_request' }, provider: 'claude' })], { working_dir: '/tmp' }),
    'project_id',
    /token and the remote of a project/,
  ],
  ...['main~1', 'main@{1}', 'a..b', 'a b', 'refs:x', 'HEAD', '-x', 'x.lock', '/x', 'x/.y'].map(
    (base): [string, object, string, RegExp] => [
      `a base branch called ${base}`,
      plan([task('a', { worktree: { base }, provider: 'claude' })], { working_dir: '/tmp' }),
      'phases.0.tasks.0.worktree.base',
      /expected the name of a branch/,
    ],
  ),
  [
    'a file of elsewhere that is to be copied',
    plan([task('a', { worktree: { copy: ['config/../../.env'] }, provider: 'claude' })], {
      working_dir: '/tmp',
    }),
    'phases.0.tasks.0.worktree.copy.0',
    /below the top of the repository/,
  ],
])('%s is refused by the name of the field', async (_what, body, field, message) => {
  const answer = await create(body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.details[0]).toMatchObject({ field, message: expect.stringMatching(message) });
});

test('a task in a worktree can not name a session of another machine, one without may', async () => {
  const { store } = api;
  store.hosts.create('box', 'me');
  store.hosts.isBack('box');
  sees(store, 'box/a', { host: 'box' });
  const there = (worktree: unknown) =>
    api.call('/api/plans', {
      body: plan([task('a', { worktree, target_session: 'box/a' })], { working_dir: PROJECT_ROOT }),
    });
  const refused = await there({});
  expect(refused.status).toBe(400);
  expect(refused.body.error.details).toEqual([
    {
      field: 'phases.0.tasks.0.target_session',
      message: expect.stringContaining("session 'box/a' is on host 'box'"),
    },
  ]);
  expect((await there(false)).status).toBe(200);
});

test('what it says of worktrees is exported as it was written', async () => {
  const worktree = {
    ...{
      base: 'main',
      branch: 'x/{task}',
      setup: ['a # b'],
      teardown: ['c'],
      copy: ['.env', 'sub/x.json'],
    },
    ...{ merge: 'merge_commit', commit: false, launch: ['claude', '--model', 'x'], env: { A: '1' } },
    timeout_seconds: 5,
  };
  const body = plan(
    [
      task('a', { provider: 'claude' }),
      task('b', { worktree: false }),
      task('c', { provider: 'shell', worktree: { base: 'other' } }),
    ],
    { working_dir: PROJECT_ROOT, worktree },
  );
  const { id } = (await create({ ...body, draft: true })).body;
  expect((await api.call(`/api/plans/${id}/export?format=json`)).body).toEqual(body);
  const shown = (await api.call(`/api/plans/${id}`)).body;
  expect(shown.worktree).toEqual(worktree);
  expect(shown.phases[0].tasks.map((one: any) => [one.worktree_settings, one.worktree])).toEqual([
    [null, null],
    [false, null],
    [{ base: 'other' }, null],
  ]);
  const headers = { authorization: 'Bearer token' };
  const text = await (await fetch(`${api.url}/api/plans/${id}/export`, { headers })).text();
  const again = (await yaml(`${text}draft: true\n`)).body.id;
  expect((await api.call(`/api/plans/${again}/export?format=json`)).body).toEqual(body);
  const none = await api.call(`/api/plans/${id}/tasks/a/worktree/close`, { method: 'POST', body: {} });
  expect(none).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringMatching(/has no worktree/) } },
  });
});

test('a change of a plan is looked at as a new one is, and nothing of what is refused is kept', async () => {
  const { body: made } = await create(plan([task('a', { provider: 'claude' }), task('b')], { draft: true }));
  const change = (body: object, id: number = made.id) =>
    api.call(`/api/plans/${id}`, { method: 'PATCH', body });
  const refusal = async (body: object) => {
    const answer = await change(body);
    expect(answer.status).toBe(400);
    const { field, message } = answer.body.error.details[0];
    return `${field}: ${message}`;
  };
  expect(await refusal({ worktree: {} })).toMatch(/^phases\.0\.tasks\.1\.provider: a session is made for it/);
  await api.call(`/api/plans/${made.id}/tasks/b`, { method: 'PATCH', body: { worktree: false } });
  expect(await refusal({ worktree: {} })).toMatch(/^working_dir: worktrees are made of a repository/);
  expect(await refusal({ worktree: { merge: 'pull_request' }, working_dir: PROJECT_ROOT })).toMatch(
    /^project_id: pull requests/,
  );
  expect(await refusal({ worktree: { secrets: ['NOT_THERE'] }, working_dir: PROJECT_ROOT })).toBe(
    'worktree.secrets: there is no secret NOT_THERE in the vault',
  );
  expect(await refusal({ worktree: { copy: ['../x'] } })).toMatch(/^worktree\.copy\.0: /);
  expect(await refusal({ working_dir: '/not/there' })).toBe('working_dir: there is no directory /not/there');
  const { body: kept } = await api.call(`/api/plans/${made.id}`);
  expect(kept).toMatchObject({ worktree: null, working_dir: null });
  expect((await change({ worktree: {}, working_dir: PROJECT_ROOT })).status).toBe(200);
  expect(await refusal({ working_dir: null })).toMatch(/^working_dir: worktrees are made of a repository/);
  expect((await change({ name: 'other' })).body.name).toBe('other');
});
