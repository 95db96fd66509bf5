/** Requests that are wrong in one way or another: each is refused with the one envelope, which says what was expected. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard } from '../../support/dashboard';
import { JSON_BODY, expectError, expectFieldError, request } from '../http';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

const authorization = (): string => `Bearer ${dashboard.token()}`;
const queued = async (): Promise<number> => (await dashboard.call('/api/assigner/prompts')).body.total;
const post = (path: string, body: unknown) => dashboard.call(path, { body });
/** A body that is sent as it stands. */
const raw = (path: string, body: string, headers: Record<string, string> = {}) =>
  request(dashboard.url, path, {
    body,
    headers: { ...JSON_BODY, Authorization: authorization(), ...headers },
  });
const get = (path: string, method = 'GET') =>
  request(dashboard.url, path, { method, headers: { Authorization: authorization() } });

describe('a body is refused that', () => {
  it.each([
    '{',
    '{"content":"x"',
    "{'content':'x'}",
    'null',
    '"text"',
    '5',
    '{"content":"x"}{"content":"y"}',
  ])('is no JSON object: %s', async (body) =>
    expectError(await raw('/api/assigner/send', body), 400, 'malformed_json'),
  );

  it('is an array, or not there', async () => {
    expectFieldError(await raw('/api/assigner/send', '[{"content":"x"}]'), 'body');
    expectFieldError(await raw('/api/assigner/send', ''), 'content');
  });

  it('says it is compressed and is not', async () => {
    const reply = await raw('/api/assigner/send', '{"content":"x"}', { 'Content-Encoding': 'gzip' });
    expectError(reply, 400, 'malformed_json');
  });

  it('is larger than 1 MiB', async () => {
    const reply = await raw('/api/assigner/send', JSON.stringify({ content: 'x'.repeat(1_100_000) }));
    expect(expectError(reply, 413, 'too_large')).toBe('The body is too large: at most 1 MiB here.');
  });

  it('is a plan of more than 8 MiB, or of more than 1 MiB in YAML; one between is read', async () => {
    const plan = (tasks: number) => ({
      name: 'large',
      phases: [
        {
          name: 'one',
          tasks: Array.from({ length: tasks }, (_, index) => ({
            key: `t${index}`,
            prompt: 'x'.repeat(30_000),
          })),
        },
      ],
    });
    const validate = (text: string, type: string) =>
      raw('/api/plans/validate', text, { 'Content-Type': type });
    const [read, large] = [JSON.stringify(plan(100)), JSON.stringify(plan(300))];
    expect((await validate(read, 'application/json')).status).toBe(200);
    const refused = [await validate(large, 'application/json'), await validate(read, 'application/yaml')];
    expect(refused.map((reply) => expectError(reply, 413, 'too_large'))).toEqual([
      'The body is too large: at most 8 MiB here.',
      'The body is too large: at most 1 MiB here.',
    ]);
  });

  it('reaches for the prototype of objects', async () => {
    for (const body of ['{"content":"x","__proto__":{"a":1}}', '{"content":"x","constructor":{"a":1}}']) {
      expect((await raw('/api/assigner/send', body)).status).toBe(400);
    }
  });
});

describe('a path is refused', () => {
  it.each(['0', '-1', '1e3', '1.0', '+1', 'abc', '%00', "1'--", '9007199254740993', '9'.repeat(40)])(
    'with the number %s for a prompt',
    async (id) => {
      const path = `/api/assigner/prompts/${encodeURIComponent(decodeURIComponent(id))}`;
      expectFieldError(await get(path), 'id');
      for (const change of ['cancel', 'retry', 'reassign', 'resolve']) {
        const reply = await post(`${path}/${change}`, change === 'resolve' ? { as: 'failed' } : {});
        expectFieldError(reply, 'id');
      }
    },
  );

  it('with the number of no prompt', async () => {
    const path = '/api/assigner/prompts/999999';
    const replies = [
      await get(path),
      await post(`${path}/cancel`, {}),
      await post(`${path}/retry`, {}),
      await post(`${path}/reassign`, { target_session: null }),
      await post(`${path}/resolve`, { as: 'failed' }),
      await dashboard.call(path, { method: 'PATCH', body: { priority: 1 } }),
    ];
    for (const reply of replies) expect(expectError(reply, 404, 'not_found')).toContain('prompt 999999');
  });

  it.each(['nobody', '..%2F..%2Fetc%2Fpasswd', "x'%20OR%20'1'='1", '%25', '%E0%A4%A', '=demo', '$0', '%250'])(
    'with the session name %s',
    async (name) => {
      expectError(await get(`/api/sessions/${name}`), 404, 'not_found');
      expectError(await get(`/api/sessions/${name}/screen`), 404, 'not_found');
      expectError(await get(`/api/sessions/${name}`, 'DELETE'), 404, 'not_found');
      expect((await get('/api/sessions/demo')).body.status).not.toBe('exited');
    },
  );

  it.each([
    '/api',
    '/api/',
    '/api/nothing',
    '/nothing',
    '/nothing.html',
    '/js',
    '/assets',
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/assets/..%2f..%2fpackage.json',
    '/%E0%A4%A',
    '/a%00b',
    '//evil.example',
    '/.git/config',
  ])('that leads nowhere: %s', async (path) => {
    expectError(await get(path), 404, 'not_found');
  });

  it.each([
    ['DELETE', '/api/assigner/status'],
    ['GET', '/api/assigner/send'],
    ['PUT', '/api/assigner/prompts/1'],
    ['GET', '/api/tmux/send'],
    ['PATCH', '/api/sessions'],
    ['DELETE', '/health'],
    ['GET', '/logout'],
  ])('with a method it does not have: %s %s', async (method, path) => {
    const reply = await get(path, method);
    expectError(reply, 405, 'method_not_allowed');
    expect(reply.headers.allow).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
  });
});

describe('a list is refused with', () => {
  it.each([
    ['limit', '0'],
    ['limit', '501'],
    ['limit', '-1'],
    ['limit', '1e2'],
    ['limit', 'all'],
    ['limit', '1&limit=2'],
    ['offset', '-1'],
    ['offset', '1.5'],
    ['order', 'random'],
    ['provider', 'gpt'],
    ['archived', 'maybe'],
    ['q', 'x'.repeat(201)],
    ['q', 'a&q=b'],
    ['session', 'a&session=b'],
  ])('%s=%s', async (field, value) => {
    expectFieldError(await get(`/api/assigner/prompts?${field}=${value}`), field);
  });

  it('a status that is none', async () => {
    const reply = await get('/api/assigner/prompts?status=pending,done');
    expectError(reply, 400, 'invalid_request');
    expect(reply.body.error.details[0].message).toMatch(/one of pending, assigned, in_progress/);
  });

  it('not with parameters that have no value', async () => {
    const query = 'status=&session=&provider=&source=&q=&archived=&limit=&offset=&order=';
    const { body } = await get(`/api/assigner/prompts?${query}`);
    expect(body).toMatchObject({ total: await queued(), limit: 50, offset: 0 });
  });
});

describe('reporting an error', () => {
  const report = (body: string, headers: Record<string, string> = JSON_BODY) =>
    request(dashboard.url, '/api/errors', { body, headers });

  it('needs no login; reading what was reported does', async () => {
    const reply = await report(
      '{"message":"it broke","source":"page","url":"/x","stack":"at y","level":"warning"}',
    );
    expect([reply.status, reply.body]).toEqual([201, { id: expect.any(Number), success: true }]);
    const { body } = await get('/api/errors?limit=1');
    expect(body).toEqual({
      items: [
        expect.objectContaining({
          id: reply.body.id,
          message: 'it broke',
          source: 'page',
          url: '/x',
          stack: 'at y',
          level: 'warning',
          created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        }),
      ],
      total: 1,
      limit: 1,
      offset: 0,
    });
  });

  it('is refused where it is wrong, no JSON, or larger than 16 KiB', async () => {
    expectFieldError(await report('{}'), 'message');
    expectFieldError(await report('{"message":"x","level":"fatal"}'), 'level');
    expectError(await report('message=x', { 'Content-Type': 'text/plain' }), 415, 'unsupported_media_type');
    expectError(await report(JSON.stringify({ message: 'x', stack: 'y'.repeat(17_000) })), 413, 'too_large');
    const wide = JSON.stringify({ message: 'x', stack: 'é'.repeat(9_000) });
    expectError(await report(wide), 413, 'too_large');
  });

  it('is limited to thirty a minute', async () => {
    let reply = await report('{"message":"again"}');
    for (let count = 0; reply.status === 201 && count < 30; count++)
      reply = await report('{"message":"again"}');
    expectError(reply, 429, 'too_many_requests');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    const { total } = (await request(dashboard.url, '/api/errors')).body;
    expect(total).toBeLessThanOrEqual(30);
  });
});

it('no refusal tells of files, lines or statements of this program', async () => {
  const replies = [
    await raw('/api/assigner/send', '{'),
    await raw('/api/assigner/send', '[]'),
    await get('/../../etc/passwd'),
    await get('/api/assigner/prompts/abc'),
    await get("/api/sessions/'"),
    await post('/api/sessions', { name: "'", provider: 'shell' }),
    await post('/api/tmux/send', { session: "'", command: 'x' }),
  ];
  for (const { status, body } of replies) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).not.toMatch(/node_modules|\.[tj]s:\d|\n\s+at |SQLITE|SELECT|zod/i);
    expect(JSON.stringify(body)).not.toContain(process.cwd());
  }
});

it('none of these requests was a fault of the server', () => {
  const log = readFileSync(join(dashboard.dir, 'logs', `app_${new URL(dashboard.url).port}.log`), 'utf8');
  const faults = log.split('\n').filter((line) => line.includes('"level":50'));
  expect(faults).toEqual([]);
});
