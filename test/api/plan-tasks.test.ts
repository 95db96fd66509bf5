/** Tasks and whole plans that are changed while the plan runs, as JSON and as YAML. */
import { sees } from '../store/support';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  sees(api.store, 'one', { provider: 'shell' });
  const tasks = [
    { key: 'a', prompt: 'do a', target_session: 'one', gates: [{ type: 'command', command: 'make' }] },
    { key: 'b', prompt: 'do b', after: ['a'] },
  ];
  await api.call('/api/plans', { body: { name: 'p', phases: [{ name: 'x', tasks }] } });
});
afterEach(() => api.close());

const yaml = async (method: string, path: string, text: string, headers = {}) => {
  const response = await fetch(`${api.url}/api/plans/1${path}`, {
    method,
    headers: { authorization: 'Bearer token', 'content-type': 'application/yaml', ...headers },
    body: text,
  });
  return { status: response.status, body: (await response.json()) as any };
};
const tag = async () => (await api.call('/api/plans/1')).headers.get('etag') ?? '';

test('tasks are listed some at a time, by what is to be done about them', async () => {
  const list = async (query: string) => (await api.call(`/api/plans/1/tasks${query}`)).body;
  const whole = (await api.call('/api/plans/1')).body.phases[0].tasks;
  expect(await list('')).toEqual({
    ...{ items: whole.map((task: object) => ({ ...task, phase: 'x' })), total: 2, limit: 50, offset: 0 },
  });
  const keys = async (query: string) => {
    const { items, total } = await list(query);
    return [items.map(({ key }: { key: string }) => key), total];
  };
  expect(await keys('?limit=1&offset=1')).toEqual([['b'], 2]);
  expect(await keys('?status=ready')).toEqual([['a'], 1]);
  expect(await keys('?status=pending,failed')).toEqual([['b'], 1]);
  const wrong = await api.call('/api/plans/1/tasks?status=lost');
  expect(wrong).toMatchObject({ status: 400, body: { error: { details: [{ field: 'status' }] } } });
  expect((await api.call('/api/plans/2/tasks')).status).toBe(404);
});

test('a task is shown as it was written, with the tag of the plan', async () => {
  const shown = await api.call('/api/plans/1/tasks/a');
  expect(shown.body).toMatchObject({
    ...{ key: 'a', plan_id: 1, revision: 1, phase: 'x', status: 'ready', attempts: [] },
    definition: {
      ...{ key: 'a', prompt: 'do a', target_session: 'one' },
      gates: [{ type: 'command', command: 'make' }],
    },
  });
  expect(shown.body.definition.max_retries).toBeUndefined();
  expect(shown.headers.get('etag')).toBe(await tag());
  expect((await api.call('/api/plans/1/tasks/z')).status).toBe(404);
});

test('a task comes and changes as YAML, with the line of what is wrong', async () => {
  const added = await yaml('POST', '/tasks', 'key: c\nprompt: |\n  one\n  two\nafter: [b]\n');
  expect(added.body.phases[0].tasks[2]).toMatchObject({ key: 'c', prompt: 'one\ntwo\n', after: ['b'] });
  const wrong = await yaml('PATCH', '/tasks/c', 'prompt: x\ngates:\n  - type: command\n    comand: make\n');
  expect(wrong.body.error.details).toEqual([
    { field: 'gates.0.command', message: expect.stringMatching(/\(line 3\)/) },
    { field: 'gates.0.comand', message: 'is not a known field (line 4)' },
  ]);
  expect((await yaml('PATCH', '/tasks/c', 'max_retries: 5\n')).body.phases[0].tasks[2].max_retries).toBe(5);
});

test('the whole is written anew as YAML; of two people at once the second one is told', async () => {
  const before = await tag();
  const text = 'name: q\nphases:\n  - name: y\n    tasks:\n      - key: b\n        prompt: do b\n';
  const written = await yaml('PUT', '', text, { 'if-match': before });
  expect(written).toMatchObject({
    status: 200,
    body: { name: 'q', revision: 2, phases: [{ name: 'y', tasks: [{ key: 'b', after: [] }] }] },
  });
  expect(await yaml('PUT', '', text, { 'if-match': before })).toMatchObject({
    status: 412,
    body: { error: { code: 'changed_meanwhile', current: { revision: 2 } } },
  });
  expect((await yaml('PUT', '', `${text}        after: [z]\n`)).body.error.details).toEqual([
    { field: 'phases.0.tasks.0.after.0', message: "there is no task 'z' (line 7)" },
  ]);
  const answer = await fetch(`${api.url}/api/plans/1/export`, { headers: { authorization: 'Bearer token' } });
  expect(answer.headers.get('etag')).toBe(await tag());
});

test('a session that a task had stands in nobody’s way when it has gone; a new one has to be there', async () => {
  api.store.sessions.forget('one');
  const { body: written } = await api.call('/api/plans/1/export?format=json');
  expect((await api.call('/api/plans/1', { method: 'PUT', body: written })).status).toBe(200);
  written.phases[0].tasks[1].target_session = 'one';
  const refused = await api.call('/api/plans/1', { method: 'PUT', body: written });
  expect(refused.body.error.details[0].field).toBe('phases.0.tasks.1.target_session');
});
