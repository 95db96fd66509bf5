/** Rules, trying the policy, and trusted directories over HTTP. */
import { realpathSync } from 'node:fs';
import { bash } from '../../support/dialog-agent';
import { type Dashboard, until } from '../../support/dashboard';
import { expectError, expectFieldError } from '../http';
import { asksOn } from './asks';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

const call: Dashboard['call'] = (path, options) => dashboard.call(path, options);
const put = (path: string, body: unknown) => call(path, { method: 'PUT', body });
const asks = (session: string, dialog: ReturnType<typeof bash>) => asksOn(dashboard, session, dialog);

describe('rules', () => {
  test('are added, changed, counted and removed', async () => {
    const made = await call('/api/confirm/rules', { body: { pattern: 'frobnicate *', verdict: 'allow' } });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ agent: '*', tool: 'Bash', kind: 'command', pattern: 'frobnicate *', verdict: 'allow', note: '' },
      ...{ enabled: true, builtin: false, hits: 0, last_hit_at: null },
    });
    const path = `/api/confirm/rules/${made.body.id}`;
    await asks('ruled', bash('frobnicate --all'));
    await until(
      () => call(path),
      ({ body }) => body.hits === 1 && body.last_hit_at !== null,
      'the hit',
    );
    const changed = await put(path, { verdict: 'deny', note: 'never' });
    expect(changed.body).toMatchObject({ verdict: 'deny', note: 'never', pattern: 'frobnicate *' });
    expect((await call(path, { method: 'DELETE' })).status).toBe(204);
    expectError(await call(path), 404, 'not_found');
  });

  test('that are built in can be switched off, not changed or removed', async () => {
    const { items } = (await call('/api/confirm/rules?limit=1')).body;
    const [first] = items;
    const path = `/api/confirm/rules/${first.id}`;
    expect(first).toMatchObject({ builtin: true, enabled: true });
    expect((await put(path, { enabled: false })).body.enabled).toBe(false);
    expect((await put(path, { ...pick(first), enabled: true })).body.enabled).toBe(true);
    const changed = await put(path, { verdict: 'allow' });
    expectError(changed, 409, 'conflict');
    expect(changed.body.error.message).toContain('switch it off');
    expectError(await call(path, { method: 'DELETE' }), 409, 'conflict');
  });

  const pick = ({ position, agent, tool, kind, pattern, verdict, note }: Record<string, unknown>) => ({
    ...{ position, agent, tool, kind, pattern, verdict, note },
  });

  test.each([
    [{ verdict: 'allow' }, 'pattern'],
    [{ pattern: 'ls' }, 'verdict'],
    [{ pattern: '', verdict: 'ask' }, 'pattern'],
    [{ pattern: 're:(', verdict: 'ask' }, 'pattern'],
    [{ pattern: 'ls', verdict: 'ask', agent: 'Nobody!' }, 'agent'],
    [{ pattern: '*', verdict: 'allow', kind: 'any' }, 'kind'],
    [{ pattern: '../x', verdict: 'ask', kind: 'path' }, 'pattern'],
    [{ pattern: 'ls', verdict: 'ask', hits: 3 }, 'hits'],
    [{ pattern: 'ls', verdict: 'ask', position: 'first' }, 'position'],
  ])('%j is refused', async (body, field) => {
    expectFieldError(await call('/api/confirm/rules', { body }), field);
  });

  test('need to be there', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const options = method === 'PUT' ? { method, body: { enabled: true } } : { method };
      expectError(await call('/api/confirm/rules/999999', options), 404, 'not_found');
      expectFieldError(await call('/api/confirm/rules/x', options), 'id');
    }
  });
});

describe('trying the policy', () => {
  test('says what would be done, by which rule and why, and runs nothing', async () => {
    const body = { tool: 'Bash', command: 'ls && rm -rf x', working_dir: '/home/me' };
    expect((await call('/api/confirm/test', { body })).body).toMatchObject({
      verdict: 'ask',
      rule: { id: expect.any(Number), builtin: true, tool: 'DeleteTree' },
      reason: expect.any(String),
      evidence: '/home/me/x',
      answered: 'ask',
    });
    const deny = { tool: 'Bash', command: 'rm -rf /', working_dir: '/home/me' };
    expect((await call('/api/confirm/test', { body: deny })).body).toMatchObject({
      verdict: 'deny',
      answered: 'deny',
    });
    const unknown = { tool: 'Bash', command: 'frob', working_dir: '/home/me' };
    expect((await call('/api/confirm/test', { body: unknown })).body.rule).toEqual({ id: 'no-rule' });
  });

  test('takes the place of a session', async () => {
    const body = { tool: 'Write', path: 'x.txt', session: 'ruled' };
    expect((await call('/api/confirm/test', { body })).body).toMatchObject({
      verdict: 'allow',
      evidence: `${process.cwd()}/x.txt`,
    });
  });

  test.each([
    [{ command: 'ls', working_dir: '/x' }, 'tool'],
    [{ tool: 'Bash', command: 'ls' }, 'session'],
    [{ tool: 'Bash', command: 'ls', working_dir: 'x' }, 'working_dir'],
    [{ tool: 'Bash', command: 7, working_dir: '/x' }, 'command'],
  ])('%j is refused', async (body, field) => {
    expectFieldError(await call('/api/confirm/test', { body }), field);
  });

  test('needs a session that is there', async () => {
    const body = { tool: 'Bash', command: 'ls', session: 'nobody' };
    expectError(await call('/api/confirm/test', { body }), 404, 'not_found');
  });
});

test('trusted directories are registered once, as the place they lead to, and removed', async () => {
  const path = dashboard.dir;
  const made = await call('/api/confirm/trusted-directories', { body: { path } });
  expect(made).toMatchObject({ status: 201, body: { id: expect.any(Number), path: realpathSync(path) } });
  expect((await call('/api/confirm/trusted-directories', { body: { path } })).body.id).toBe(made.body.id);
  expect((await call('/api/confirm/trusted-directories')).body).toMatchObject({
    total: 1,
    items: [made.body],
  });
  const one = `/api/confirm/trusted-directories/${made.body.id}`;
  expect((await call(one, { method: 'DELETE' })).status).toBe(204);
  expectError(await call(one, { method: 'DELETE' }), 404, 'not_found');
  for (const wrong of [{}, { path: 'x' }, { path: '/there/is/none' }]) {
    expectFieldError(await call('/api/confirm/trusted-directories', { body: wrong }), 'path');
  }
});
