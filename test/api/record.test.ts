/** Projects, features and bugs over the API, as the original documents them and with what people expect beside that. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectError, expectFieldError } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const make = async (path: string, body: unknown): Promise<any> => {
  const answer = await api.call(path, { body });
  expect(answer.status).toBe(201);
  return answer.body;
};
const project = (name = 'my-project'): Promise<any> => make('/api/projects', { name });
const feature = (fields: object = {}): Promise<any> => make('/api/features', { title: 'Login', ...fields });
const patch = (path: string, body: unknown, headers = {}) =>
  api.call(path, { method: 'PATCH', body, headers });

describe('projects', () => {
  const EXAMPLE = {
    name: 'my-project',
    description: 'Project description',
    source_path: '/path/to/project',
    status: 'active',
    priority: 1,
  };

  it('are made, listed as a plain array, changed by PUT with single fields, and removed', async () => {
    const made = await api.call('/api/projects', { body: EXAMPLE });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/api/projects/1']);
    expect(made.body).toMatchObject({ id: 1, ...EXAMPLE });
    expect((await api.call('/api/projects')).body).toEqual([made.body]);
    const put = await api.call('/api/projects/1', { method: 'PUT', body: { status: 'archived' } });
    expect(put.body).toMatchObject({ ...EXAMPLE, status: 'archived' });
    expect((await api.call('/api/projects/1')).body).toEqual(put.body);
    expect((await api.call('/api/projects/1', { method: 'DELETE' })).status).toBe(204);
    expectError(await api.call('/api/projects/1'), 404, 'not_found');
  });

  it.each([
    ['without a source_path', {}, /'p' has no source_path/],
    ['with one that is not there', { source_path: '/nowhere/at/all' }, /\/nowhere\/at\/all, does not exist/],
    ['with one that is a file', { source_path: __filename }, /is no directory/],
  ])('%s are warned of when they are made, read, listed and changed', async (_what, fields, told) => {
    const made = await make('/api/projects', { name: 'p', ...fields });
    expect(made.warning).toMatch(told);
    expect((await api.call('/api/projects/1')).body.warning).toMatch(told);
    expect((await api.call('/api/projects')).body[0].warning).toMatch(told);
    expect((await patch('/api/projects/1', { priority: 2 })).body.warning).toMatch(told);
    expect((await patch('/api/projects/1', { source_path: api.dir })).body.warning).toBeNull();
  });

  it('have a tag that is not of the warning: a directory that is made changes no project', async () => {
    const source_path = join(api.dir, 'later');
    const { headers } = await api.call('/api/projects', { body: { name: 'p', source_path } });
    mkdirSync(source_path);
    const read = await api.call('/api/projects/1');
    expect([read.headers.get('etag'), read.body.warning]).toEqual([headers.get('etag'), null]);
  });

  it('are active and of priority 0 unless told', async () => {
    expect(await project()).toMatchObject({ status: 'active', priority: 0, description: null });
  });

  it('have names of their own, also where one is renamed', async () => {
    await project('a');
    await project('b');
    expectFieldError(await api.call('/api/projects', { body: { name: 'a' } }), 'name', 409, 'conflict');
    expectFieldError(await patch('/api/projects/2', { name: 'a' }), 'name', 409, 'conflict');
    expect((await patch('/api/projects/2', { name: 'b' })).status).toBe(200);
  });

  it.each([
    "Robert'); DROP TABLE projects;--",
    '../../etc/passwd',
    'größe 部署 🚀',
    '"quoted" \\ %_',
    'a\u202eb',
  ])('may be called %s', async (name) => {
    expect(await project(name)).toMatchObject({ name });
    const found = await api.call(`/api/projects?q=${encodeURIComponent(name)}`);
    expect(found.body).toMatchObject([{ name }]);
  });

  it('with features or bugs are not removed unless these may go too', async () => {
    await project();
    await feature({ project_id: 1 });
    await make('/api/bugs', { title: 'b', feature_id: 1 });
    const refused = await api.call('/api/projects/1', { method: 'DELETE' });
    expect(expectError(refused, 409, 'conflict')).toMatch(/1 feature and 1 bug.*archived.*cascade=true/);
    expect((await api.call('/api/projects/1?cascade=false', { method: 'DELETE' })).status).toBe(409);
    expect((await api.call('/api/projects/1?cascade', { method: 'DELETE' })).status).toBe(204);
    for (const path of ['/api/projects', '/api/features', '/api/bugs']) {
      expect((await api.call(path)).body).toEqual([]);
    }
  });
});

describe('features', () => {
  it('are made as the original documents it', async () => {
    await project();
    const body = {
      project_id: 1,
      title: 'Implement user authentication',
      description: 'Add JWT-based auth',
      status: 'draft',
      priority: 1,
      estimated_hours: 8.0,
    };
    expect(await make('/api/features', body)).toMatchObject({ id: 1, ...body, completed_at: null });
  });

  it('get the time of their completion, and lose it when they are taken up again', async () => {
    expect(await feature()).toMatchObject({ status: 'draft', completed_at: null });
    const { body: done } = await patch('/api/features/1', { status: 'completed' });
    expect(Date.parse(done.completed_at)).toBeGreaterThan(Date.now() - 60_000);
    const { body: again } = await patch('/api/features/1', { status: 'completed', title: 'Other' });
    expect(again.completed_at).toBe(done.completed_at);
    expect((await patch('/api/features/1', { status: 'in_progress' })).body.completed_at).toBeNull();
    expect((await feature({ status: 'completed' })).completed_at).not.toBeNull();
  });

  it('lose the reason of a status with the status', async () => {
    await feature({ status: 'blocked', status_reason: 'waits for the design' });
    expect((await patch('/api/features/1', { priority: 2 })).body.status_reason).toBe('waits for the design');
    expect((await patch('/api/features/1', { status: 'draft' })).body.status_reason).toBeNull();
  });

  it('are found by project, status, priority, assignee and text, any of them together', async () => {
    await project('a');
    await project('b');
    await feature({ project_id: 1, title: 'one', priority: 3, assigned_to: 'kim' });
    await feature({ project_id: 1, title: 'two', status: 'in_progress', spec: 'OAuth 100%' });
    await feature({ project_id: 2, title: 'three', status: 'blocked', priority: 3 });
    const titles = async (query: string): Promise<string[]> =>
      (await api.call(`/api/features?${query}`)).body.map(({ title }: any) => title);
    expect(await titles('project_id=1&status=in_progress')).toEqual(['two']);
    expect(await titles('status=in_progress,blocked')).toEqual(['two', 'three']);
    expect(await titles('status=draft&status=blocked')).toEqual(['one', 'three']);
    expect(await titles('priority=3&project_id=2')).toEqual(['three']);
    expect(await titles('assigned_to=kim')).toEqual(['one']);
    expect(await titles('q=oauth 100%25')).toEqual(['two']);
    expect(await titles('q=%25')).toEqual(['two']);
    expect(await titles('project_id=&status=')).toEqual(['one', 'two', 'three']);
    expect(await titles('sort=-priority,title')).toEqual(['one', 'three', 'two']);
  });

  it('come in pages that tell the total and where the others are', async () => {
    for (let n = 1; n <= 5; n++) await feature({ title: `f${n}` });
    const all = await api.call('/api/features');
    expect([all.body.length, all.headers.get('x-total-count'), all.headers.get('link')]).toEqual([
      5,
      '5',
      null,
    ]);
    const page = await api.call('/api/features?limit=2&offset=2&sort=-id');
    expect(page.body.map(({ title }: any) => title)).toEqual(['f3', 'f2']);
    expect(page.headers.get('x-total-count')).toBe('5');
    const links = Object.fromEntries(
      [...(page.headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, to, rel]) => [
        rel,
        to,
      ]),
    );
    expect(links).toEqual({
      first: '/api/features?limit=2&offset=0&sort=-id',
      prev: '/api/features?limit=2&offset=0&sort=-id',
      next: '/api/features?limit=2&offset=4&sort=-id',
      last: '/api/features?limit=2&offset=4&sort=-id',
    });
    expect((await api.call(links['last'] as string)).body).toMatchObject([{ title: 'f1' }]);
  });

  it('removed leave their bugs behind', async () => {
    await feature();
    await make('/api/bugs', { title: 'b', feature_id: 1 });
    expect((await api.call('/api/features/1', { method: 'DELETE' })).status).toBe(204);
    expect((await api.call('/api/bugs/1')).body).toMatchObject({ feature_id: null });
  });
});

describe('bugs', () => {
  it('are open and of medium severity unless told, and keep the time they were resolved', async () => {
    expect(await make('/api/bugs', { title: 'b' })).toMatchObject({ status: 'open', severity: 'medium' });
    const { body } = await patch('/api/bugs/1', { status: 'resolved', severity: 'critical' });
    expect([body.severity, body.resolved_at]).toEqual(['critical', expect.any(String)]);
    expect((await patch('/api/bugs/1', { status: 'closed' })).body.resolved_at).toBe(body.resolved_at);
    expect((await patch('/api/bugs/1', { status: 'open' })).body.resolved_at).toBeNull();
    expect((await api.call('/api/bugs?severity=critical&status=open')).body).toHaveLength(1);
  });

  it('are sorted by how bad they are, not by the word for it', async () => {
    for (const severity of ['high', 'low', 'critical', 'medium'])
      await make('/api/bugs', { title: severity, severity });
    const titles = async (sort: string): Promise<string[]> =>
      (await api.call(`/api/bugs?sort=${sort}`)).body.map(({ title }: any) => title);
    expect(await titles('-severity')).toEqual(['critical', 'high', 'medium', 'low']);
    expect(await titles('-priority,severity')).toEqual(['low', 'medium', 'high', 'critical']);
  });

  it('belong to the project of their feature', async () => {
    await project('a');
    await project('b');
    await feature({ project_id: 2 });
    expect(await make('/api/bugs', { title: 'b', feature_id: 1 })).toMatchObject({ project_id: 2 });
    const wrong = await api.call('/api/bugs', { body: { title: 'b', feature_id: 1, project_id: 1 } });
    expect(expectFieldError(wrong, 'feature_id', 422, 'unknown_reference')).toMatch(/belongs to project 2/);
  });
});

describe('work on a feature or bug of a project', () => {
  const lastPrompt = () => api.store.prompts.list({}, 'newest', 1, 0).items[0];

  it('is held to the directory of its project, and what that is in want of is told in the answer', async () => {
    const { id } = await make('/api/projects', { name: 'p', source_path: '/nowhere/at/all' });
    await feature({ project_id: id });
    const { body } = await api.call('/api/features/1/send', { body: {} });
    expect(body).toMatchObject({ success: true, warning: expect.stringMatching(/\/nowhere\/at\/all/) });
    expect(body.warning).toMatch(/does not exist/);
    expect(body.warning).toContain(`architect sessions new NAME --provider claude --project ${id}`);
    expect(lastPrompt()).toMatchObject({ within_project: id });
  });

  it('goes anywhere where it belongs to no project, without a warning', async () => {
    await make('/api/bugs', { title: 'b' });
    const { body } = await api.call('/api/bugs/1/send', { body: {} });
    expect(body).toMatchObject({ prompt_id: body.prompt_id, success: true });
    expect(body.warning ?? '').not.toMatch(/project/);
    expect(lastPrompt()).toMatchObject({ within_project: null });
  });
});
