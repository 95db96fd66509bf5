/** Requests about the record of work that are wrong: each is refused with the field named, and changes nothing. */
import { allOperations } from '../../api/document/operations';
import { expectError, expectFieldError, request } from './http';
import { startApi, type TestApi } from '../support/api';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.call('/api/projects', { body: { name: 'p' } });
  await api.call('/api/features', { body: { title: 'f', project_id: 1 } });
  await api.call('/api/bugs', { body: { title: 'b', project_id: 1 } });
});
afterAll(() => api.close());

const KINDS = { projects: { name: 'x' }, features: { title: 'x' }, bugs: { title: 'x' } };
type Kind = keyof typeof KINDS;
const everything = async (): Promise<unknown> =>
  Promise.all(Object.keys(KINDS).map(async (kind) => (await api.call(`/api/${kind}`)).body));

const AUTHORIZATION = { Authorization: 'Bearer token' };
const LONE = '\ud83d';
const WRONG: [kind: Kind, field: string, value: unknown, says: RegExp][] = [
  ['projects', 'name', 5, /expected text/],
  ['projects', 'name', ' ', /must not be empty/],
  ['projects', 'name', 'x'.repeat(201), /at most 200/],
  ['projects', 'name', 'two\nlines', /one line/],
  ['projects', 'name', LONE, /lone surrogate/],
  ['projects', 'description', 'a\x1b[2J', /control characters/],
  ['projects', 'description', LONE, /lone surrogate/],
  ['projects', 'description', 'x'.repeat(65_537), /at most 65536/],
  ['projects', 'source_path', 'relative', /absolute path/],
  ['projects', 'status', 'deleted', /one of active, archived, paused/],
  ['projects', 'priority', 1001, /whole number from -1000 to 1000/],
  ['projects', 'priority', null, /whole number/],
  ['projects', 'id', 7, /not a known field/],
  ['features', 'title', '', /must not be empty/],
  ['features', 'status', 'done', /one of draft, in_progress, completed, blocked/],
  ['features', 'status', null, /one of/],
  ['features', 'estimated_hours', -1, /0 hours or more/],
  ['features', 'actual_hours', '8', /number of hours/],
  ['features', 'project_id', '1', /whole number/],
  ['features', 'project_id', 1.5, /whole number/],
  ['features', 'completed_at', '2026-01-01', /not a known field/],
  ['features', 'prompt_id', 1, /not a known field/],
  ['bugs', 'severity', 'terrible', /one of medium, low, high, critical/],
  ['bugs', 'status', 'fixed', /one of open/],
  ['bugs', 'assigned_to', '', /must not be empty/],
];

describe('nothing is made or changed where', () => {
  it.each(
    WRONG.map(
      ([kind, field, value, says]) => [kind, field, JSON.stringify(value).slice(0, 40), value, says] as const,
    ),
  )('of %s %s is %s', async (kind, field, _shown, value, says) => {
    const before = await everything();
    const made = await api.call(`/api/${kind}`, { body: { ...KINDS[kind], [field]: value } });
    expect(expectFieldError(made, field)).toMatch(says);
    for (const method of ['PUT', 'PATCH']) {
      const changed = await api.call(`/api/${kind}/1`, { method, body: { [field]: value } });
      expect(expectFieldError(changed, field)).toMatch(says);
    }
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['features', 'project_id', /there is no project 99/],
    ['features', 'milestone_id', /there is no milestone 99/],
    ['bugs', 'project_id', /there is no project 99/],
    ['bugs', 'feature_id', /there is no feature 99/],
  ] as const)('%s name a %s that is not there', async (kind, field, says) => {
    const before = await everything();
    const made = await api.call(`/api/${kind}`, { body: { ...KINDS[kind], [field]: 99 } });
    expect(expectFieldError(made, field, 422, 'unknown_reference')).toMatch(says);
    const changed = await api.call(`/api/${kind}/1`, { method: 'PATCH', body: { [field]: 99 } });
    expectFieldError(changed, field, 422, 'unknown_reference');
    expect(await everything()).toEqual(before);
  });

  it('a required field is missing', async () => {
    expectFieldError(await api.call('/api/projects', { body: {} }), 'name');
    expectFieldError(await api.call('/api/features', { body: {} }), 'title');
    expectFieldError(await api.call('/api/bugs', { body: {} }), 'title');
  });

  it('the body is larger than 1 MiB', async () => {
    const reply = await api.call('/api/features', { body: { title: 'x', spec: 'x'.repeat(1_100_000) } });
    expectError(reply, 413, 'too_large');
  });
});

describe('a path', () => {
  const PATHS = ['projects', 'features', 'bugs', 'milestones', 'interactions', 'errors'];
  it.each(PATHS)('of %s is refused with what is no number, or the number of nothing', async (kind) => {
    for (const id of ['0', '-1', '1e3', 'abc', '%00', "1'--", '9'.repeat(40), '..%2f1']) {
      expectFieldError(await api.call(`/api/${kind}/${id}`), 'id');
    }
    expectError(await api.call(`/api/${kind}/999`), 404, 'not_found');
  });

  it.each(['projects', 'features', 'bugs'])('of %s can not be changed where nothing is', async (kind) => {
    for (const method of ['PUT', 'PATCH']) {
      const body = { description: 'x' };
      expectError(await api.call(`/api/${kind}/999`, { method, body }), 404, 'not_found');
    }
    expectError(await api.call(`/api/${kind}/999`, { method: 'DELETE' }), 404, 'not_found');
    expectError(await api.call(`/api/${kind}`, { method: 'DELETE' }), 405, 'method_not_allowed');
  });

  it('is refused with a method that no route takes, known or not', async () => {
    for (const method of ['OPTIONS', 'PROPFIND', 'POST']) {
      const reply = await request(api.url, '/api/projects/1', { method, headers: AUTHORIZATION });
      if (method === 'OPTIONS') expect(reply.status).toBe(200);
      else expectError(reply, 405, 'method_not_allowed');
      expect(reply.headers.allow).toBe('HEAD, GET, PUT, PATCH, DELETE');
    }
  });

  it('of what can be sent, resolved or reopened is refused where nothing is', async () => {
    const paths = ['features/999/send', 'bugs/999/send', 'errors/999/resolve', 'errors/999/reopen'];
    for (const path of paths) {
      expectError(await api.call(`/api/${path}`, { method: 'POST' }), 404, 'not_found');
    }
  });
});

it.each([
  ['features', [], 'body', 'expected an object'],
  ['tasks', { type: 'test', command: [] }, 'command', 'expected at least 1 entries'],
  ['tasks', { type: 'test', command: `echo "it's" 'open` }, 'command', 'has a quote that is not closed'],
  ['errors', { message: 'x', url: 'x'.repeat(2_001) }, 'url', 'expected at most 2000 characters'],
  ['errors', { message: 'x', source: 5 }, 'source', 'expected text'],
  ['secrets/rotate-key', [], 'body', 'expected an object'],
])('%s with %j: the message is in words', async (path, body, field, message) => {
  const reply = await api.call(`/api/${path}`, { body });
  expectFieldError(reply, field);
  expect(reply.body.error.details).toContainEqual({ field, message });
});

describe('a query is refused with', () => {
  it.each([
    ['projects?status=gone', 'status'],
    ['features?project_id=x', 'project_id'],
    ['features?project_id=0', 'project_id'],
    ['features?priority=high', 'priority'],
    ['features?limit=0', 'limit'],
    ['features?limit=501', 'limit'],
    ['features?limit=1&limit=2', 'limit'],
    ['features?offset=-1', 'offset'],
    ['features?sort=spec', 'sort'],
    ['features?sort=id;DROP TABLE features', 'sort'],
    ['features?sort=-', 'sort'],
    [`features?q=${'x'.repeat(201)}`, 'q'],
    ['bugs?severity=bad', 'severity'],
    ['errors?status=gone', 'status'],
    ['search', 'q'],
    ['search?q=%20', 'q'],
    ['search?q=x&type=thing', 'type'],
    ['audit?limit=x', 'limit'],
  ])('%s', async (path, field) => expectFieldError(await api.call(`/api/${path}`), field));

  it('cascade that is neither true nor false', async () => {
    expectFieldError(await api.call('/api/projects/1?cascade=maybe', { method: 'DELETE' }), 'cascade');
  });
});

describe('without a login', () => {
  const OPEN = ['/api/errors'];
  it('an operation answers if it says of itself that it is open, however it is asked for', async () => {
    for (const { method, path, access } of allOperations()) {
      const open = access === 'open';
      const asked = path.replace(/:\w+/g, '1');
      const ways = [
        [method, asked],
        [method, `${asked.toUpperCase()}/`],
        ...(method === 'GET' ? [['HEAD', asked]] : []),
      ] as [string, string][];
      for (const [how, where] of ways) {
        const body = ['POST', 'PUT', 'PATCH'].includes(how) ? { body: {} } : {};
        const reply = await api.call(where, { method: how, headers: { authorization: '' }, ...body });
        const { error } = (reply.body ?? {}) as { error?: { code?: string } };
        // A host shows a token of its own, so that it is told something else.
        const code = access === 'host' ? 'host_token' : 'login_required';
        const isRefused = reply.status === 401 && (how === 'HEAD' || error?.code === code);
        expect([how, where, isRefused]).toEqual([how, where, !open]);
      }
    }
  });

  it('only the errors can be read and reported', async () => {
    const paths = [
      ...['/api/projects', '/api/features/1', '/api/bugs', '/api/stats', '/api/search?q=x', '/api/audit'],
      ...['/api/milestones', '/api/interactions', '/api/errors/1', '/api/openapi.json', '/api/docs'],
    ];
    for (const path of paths) {
      const reply = await api.call(path, { headers: { authorization: 'Bearer wrong' } });
      expectError(reply, 401, 'login_required');
    }
    for (const path of OPEN) {
      expect((await api.call(path, { headers: { authorization: '' } })).status).toBe(200);
      const report = { body: { message: 'x' }, headers: { authorization: '' } };
      expect((await api.call(path, report)).status).toBe(201);
    }
  });
});
