/** Two people edit the same thing: the second is told what the first made of it. Who did what stands in the audit. */
import { expectError, request } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  await api.call('/api/projects', { body: { name: 'p' } });
  await api.call('/api/features', { body: { title: 'f', project_id: 1 } });
  await api.call('/api/bugs', { body: { title: 'b' } });
});
afterEach(() => api.close());

const etagOf = async (path: string): Promise<string> => (await api.call(path)).headers.get('etag') ?? '';
const PATHS = ['/api/projects/1', '/api/features/1', '/api/bugs/1'];

describe.each(PATHS)('%s', (path) => {
  it('is changed and removed with its tag only while it is as it was read', async () => {
    const tag = await etagOf(path);
    expect(tag).toMatch(/^"[\w-]{20,}"$/);
    const changed = await api.call(path, {
      method: 'PATCH',
      body: { priority: 5 },
      headers: { 'if-match': tag },
    });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).toBe(await etagOf(path));
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      const body = method === 'DELETE' ? {} : { body: { priority: 6 } };
      const late = await api.call(path, { method, ...body, headers: { 'if-match': tag } });
      expect([late.status, late.body.error.code]).toEqual([412, 'changed_meanwhile']);
      expect(late.body.error.current).toEqual(changed.body);
      expect(late.headers.get('etag')).toBe(changed.headers.get('etag'));
    }
    expect((await api.call(path)).body).toEqual(changed.body);
    const now = { 'if-match': `"other", ${changed.headers.get('etag')}` };
    const removal = path === '/api/projects/1' ? `${path}?cascade=true` : path;
    expect((await api.call(removal, { method: 'DELETE', headers: now })).status).toBe(204);
  });

  it('is changed without a tag or with *, not with a weak tag or a text that is none', async () => {
    const change = async (tag?: string): Promise<number> =>
      (
        await api.call(path, {
          method: 'PATCH',
          body: { priority: 1 },
          ...(tag && { headers: { 'if-match': tag } }),
        })
      ).status;
    const tag = await etagOf(path);
    expect(await change(`W/${tag}`)).toBe(412);
    expect(await change('nonsense')).toBe(412);
    expect(await change('*')).toBe(200);
    expect(await change()).toBe(200);
  });

  it('is not sent again to who has it already', async () => {
    // Not with fetch: with this header it says no-cache as well, which asks for the whole answer.
    const headers = { 'If-None-Match': await etagOf(path), Authorization: 'Bearer token' };
    const reply = await request(api.url, path, { headers });
    expect([reply.status, reply.text]).toEqual([304, '']);
    await api.call(path, { method: 'PATCH', body: { priority: 9 } });
    expect((await request(api.url, path, { headers })).status).toBe(200);
  });
});

describe('the audit', () => {
  const entries = async (query = ''): Promise<any[]> => (await api.call(`/api/audit${query}`)).body.items;

  it('has every change with who made it, of what, and what was there before', async () => {
    await api.call('/api/features/1', { method: 'PATCH', body: { title: 'g', status: 'blocked' } });
    await api.call('/api/features/1', { method: 'DELETE' });
    const [removed, changed, made] = await entries('?entity=feature');
    expect(made).toMatchObject({ actor: 'api-token', action: 'create', entity: 'feature', entity_id: '1' });
    expect(made.changes).toMatchObject({
      title: [null, 'f'],
      project_id: [null, 1],
      status: [null, 'draft'],
    });
    expect(changed.action).toBe('update');
    expect(changed.changes).toEqual({ title: ['f', 'g'], status: ['draft', 'blocked'] });
    expect(removed.changes).toMatchObject({ title: ['g', null] });
    expect(Date.parse(removed.at)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('has nothing of what was refused, or changed nothing', async () => {
    const before = await entries();
    await api.call('/api/features/1', { method: 'PATCH', body: { project_id: 99 } });
    await api.call('/api/features/1', { method: 'PATCH', body: { title: 'f' } });
    await api.call('/api/features/1', {
      method: 'PATCH',
      body: { title: 'g' },
      headers: { 'if-match': '"x"' },
    });
    await api.call('/api/projects', { body: { name: 'p' } });
    expect(await entries()).toEqual(before);
  });

  it('names what went with a project', async () => {
    await api.call('/api/projects/1?cascade=true', { method: 'DELETE' });
    const removed = (await entries('?action=delete')).map(
      ({ entity, entity_id }) => `${entity} ${entity_id}`,
    );
    expect(removed).toEqual(['project 1', 'feature 1']);
  });

  it('is found by actor, action, entity and text, in pages', async () => {
    await api.call('/api/errors', { body: { message: 'm' } });
    await api.call('/api/errors/1/resolve', { method: 'POST' });
    expect(await entries('?action=resolve&entity=error&entity_id=1&actor=api-token')).toHaveLength(1);
    expect(await entries('?actor=nobody')).toEqual([]);
    expect(await entries('?q=resolved_by')).toHaveLength(1);
    expect((await api.call('/api/audit?limit=1&offset=1')).body).toMatchObject({
      total: 4,
      limit: 1,
      offset: 1,
    });
  });

  it('can not be written by callers', async () => {
    expectError(await api.call('/api/audit', { body: {} }), 405, 'method_not_allowed');
  });
});

describe('a secret', () => {
  const VALUE = 'value-of-the-secret';
  beforeEach(() => api.call('/api/secrets', { body: { name: 'TOKEN', value: VALUE } }));

  it('is changed and removed with its revision only while nobody changed it; views do not count', async () => {
    const [{ revision }] = (await api.call('/api/secrets')).body;
    const tag = `"${revision}"`;
    expect(await etagOf('/api/secrets/1')).toBe(tag);
    expect(await etagOf('/api/secrets/1')).toBe(tag);
    const patch = (body: object, wanted: string) =>
      api.call('/api/secrets/1', { method: 'PATCH', body, headers: { 'if-match': wanted } });
    const changed = await patch({ value: 'another' }, tag);
    expect(changed.status).toBe(200);
    const late = [
      await patch({ description: 'late' }, tag),
      await patch({ value: 'late' }, tag),
      await api.call('/api/secrets/1', { method: 'DELETE', headers: { 'if-match': tag } }),
    ];
    for (const { status, body, headers } of late) {
      expect([status, body.error.code]).toEqual([412, 'changed_meanwhile']);
      expect(body.error.current).toEqual(changed.body);
      expect(headers.get('etag')).toBe(changed.headers.get('etag'));
      expect(JSON.stringify(body)).not.toContain('another');
    }
    expect((await api.call('/api/secrets/1')).body.value).toBe('another');
    const now = { 'if-match': changed.headers.get('etag') ?? '' };
    expect((await api.call('/api/secrets/1', { method: 'DELETE', headers: now })).status).toBe(204);
  });

  it('has another revision after every change, also one to what it was before', async () => {
    const seen = new Set<string>();
    for (const body of [{ description: 'a' }, { value: VALUE }, { value: VALUE }, { name: 'OTHER' }]) {
      const { body: after } = await api.call('/api/secrets/1', { method: 'PATCH', body });
      seen.add(after.revision);
    }
    expect(seen.size).toBe(4);
  });
});
