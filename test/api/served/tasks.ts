/** What a task may be asked to do: each type takes its own input, names the field that is wrong, and nothing else. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dashboard } from '../../support/dashboard';
import { taskClient } from '../../support/tasks';
import { expectError, expectFieldError } from '../http';
import { served } from './dashboard';

jest.setTimeout(120_000);

let dashboard: Dashboard;
const { submit, settled, log } = taskClient(() => dashboard);
beforeAll(async () => {
  dashboard = await served();
  mkdirSync(join(dashboard.dir, 'work'));
});
const work = (): string => join(dashboard.dir, 'work');
const post = (body: unknown) => dashboard.call('/api/tasks', { body });

const shell = { type: 'shell', command: 'true' };
const git = (operation: string, fields: object = {}) => ({ type: 'git', operation, ...fields });
const LONG = 'x'.repeat(5_000);

test.each<[string, object, string]>([
  ['no type', { command: 'true' }, 'type'],
  ['a type that is none', { type: 'cron', command: 'true' }, 'type'],
  ['shell without a command', { type: 'shell' }, 'command'],
  ['shell with an empty command', { type: 'shell', command: ' \n' }, 'command'],
  ['shell with a command that is no text', { type: 'shell', command: ['ls'] }, 'command'],
  ['shell with a control character', { type: 'shell', command: 'ls \u0007' }, 'command'],
  ['a field of another type', { ...shell, script: 'x' }, 'script'],
  ['a field that is none', { ...shell, cwd: '/' }, 'cwd'],
  ['python without anything to run', { type: 'python', args: ['x'] }, 'script'],
  ['python with two things to run', { type: 'python', code: 'x', module: 'y' }, 'script'],
  ['python with a script outside', { type: 'python', script: '../x.py' }, 'script'],
  ['python with an absolute script', { type: 'python', script: '/etc/x.py' }, 'script'],
  ['python with an option as script', { type: 'python', script: '-c' }, 'script'],
  ['python with a module that is an option', { type: 'python', module: '-c' }, 'module'],
  ['python with arguments that are no list', { type: 'python', code: 'x', args: 'y' }, 'args'],
  ['python with a NUL in an argument', { type: 'python', code: 'x', args: ['a\0b'] }, 'args.0'],
  ['git without an operation', { type: 'git' }, 'operation'],
  ['git with an operation that is none', git('rebase'), 'operation'],
  ['clone without an address', git('clone'), 'url'],
  ['clone with an option as address', git('clone', { url: '--upload-pack=touch /tmp/x' }), 'url'],
  ['clone with an address that runs programs', git('clone', { url: 'ext::sh -c date' }), 'url'],
  ['clone to outside', git('clone', { url: 'https://a.b/c', directory: '../x' }), 'directory'],
  ['clone with an option as branch', git('clone', { url: 'https://a.b/c', branch: '-b' }), 'branch'],
  ['clone with a depth of nothing', git('clone', { url: 'https://a.b/c', depth: 0 }), 'depth'],
  ['pull with an option as remote', git('pull', { remote: '--exec=x' }), 'remote'],
  ['pull with an address as remote', git('pull', { remote: 'ext::x' }), 'remote'],
  ['pull with an option as branch', git('pull', { branch: '--force' }), 'branch'],
  ['fetch with a text for yes', git('fetch', { prune: 'yes' }), 'prune'],
  ['commit without a message', git('commit'), 'message'],
  ['commit with an option as path', git('commit', { message: 'm', paths: ['-A'] }), 'paths.0'],
  ['commit with no path at all', git('commit', { message: 'm', paths: [] }), 'paths'],
  ['push by force', git('push', { force: true }), 'force'],
  ['push with a forced refspec', git('push', { branch: '+main' }), 'branch'],
  ['push that deletes', git('push', { branch: ':main' }), 'branch'],
  ['branch with an option as name', git('branch', { name: '-D' }), 'name'],
  ['branch with a name that git refuses', git('branch', { name: 'a..b' }), 'name'],
  ['branch with an option as start', git('branch', { name: 'a', start: '-f' }), 'start'],
  ['checkout of nothing', git('checkout'), 'ref'],
  ['checkout of an option', git('checkout', { ref: '--force' }), 'ref'],
  ['diff of an option', git('diff', { ref: '--output=/tmp/x' }), 'ref'],
  ['log of an option', git('log', { ref: '--output=/tmp/x' }), 'ref'],
  ['log of no lines', git('log', { limit: 0 }), 'limit'],
  ['status of something', git('status', { ref: 'main' }), 'ref'],
  ['tag with an option as name', git('tag', { name: '-d' }), 'name'],
  ['merge of an option', git('merge', { ref: '--strategy=x' }), 'ref'],
  ['stash of another kind', git('stash', { action: 'clear' }), 'action'],
  ['deploy without a script', { type: 'deploy', target: 'prod' }, 'script'],
  ['deploy without a target', { type: 'deploy', script: 'go' }, 'target'],
  ['deploy with a script outside', { type: 'deploy', script: 'a/../../go', target: 'prod' }, 'script'],
  ['deploy with an option as target', { type: 'deploy', script: 'go', target: '--all' }, 'target'],
  ['test with an empty command', { type: 'test', command: [] }, 'command'],
  ['build with a pipe, which needs a shell', { type: 'build', command: 'make | tee log' }, 'command'],
  ['build with a command of numbers', { type: 'build', command: [1] }, 'command'],
  ['a priority that is no whole number', { ...shell, priority: 1.5 }, 'priority'],
  ['a priority out of range', { ...shell, priority: 1001 }, 'priority'],
  ['no time at all', { ...shell, timeout_seconds: 0 }, 'timeout_seconds'],
  ['more time than a week', { ...shell, timeout_seconds: 604_801 }, 'timeout_seconds'],
  ['retries without end', { ...shell, max_retries: 11 }, 'max_retries'],
  ['an environment that is a list', { ...shell, env: ['A=1'] }, 'env'],
  ['a name with = in the environment', { ...shell, env: { 'A=B': '1' } }, 'env.A=B'],
  ['secrets that are no names', { ...shell, secrets: [1] }, 'secrets.0'],
  ['a secret that is not in the vault', { ...shell, secrets: ['TOKEN'] }, 'secrets.0'],
  ['a project that is not there', { ...shell, project_id: 99 }, 'project_id'],
  ['a project that is a text', { ...shell, project_id: 'app' }, 'project_id'],
  ['a directory outside of the roots', { ...shell, working_dir: '/etc' }, 'working_dir'],
  ['a way out of the roots', { ...shell, working_dir: `${tmpdir()}/../../../etc` }, 'working_dir'],
  ['a directory that is not there', { ...shell, working_dir: `${tmpdir()}/no/such` }, 'working_dir'],
  ['a relative directory without a project', { ...shell, working_dir: 'src' }, 'working_dir'],
  ['a directory that is too long', { ...shell, working_dir: `${tmpdir()}/${LONG}` }, 'working_dir'],
])('%s is refused, the field named', async (_what, body, field) => {
  expectFieldError(await post(body), field);
});

test('a body that is no object is refused', async () => {
  expectError(await post([]), 400, 'invalid_request');
  expectError(await post({}), 400, 'invalid_request');
});

test('what was refused is not kept', async () => {
  const { total } = (await dashboard.call('/api/tasks')).body;
  await post({ type: 'git', operation: 'push', force: true });
  expect((await dashboard.call('/api/tasks')).body.total).toBe(total);
});

test('a link that leads out of the roots is refused, at once or when the task starts', async () => {
  symlinkSync('/etc', join(work(), 'out'));
  expectFieldError(await post({ ...shell, working_dir: join(work(), 'out') }), 'working_dir');
  symlinkSync('/bin/true', join(work(), 'script'));
  const id = await submit({ type: 'deploy', script: 'script', target: 'prod', working_dir: work() });
  expect(await settled(id)).toMatchObject({
    status: 'failed',
    reason: `script lies outside of ${work()}`,
    exit_code: null,
  });
});

test('the same Idempotency-Key gives the same task; with another request it is refused', async () => {
  const send = (body: unknown) =>
    dashboard.call('/api/tasks', { body, headers: { 'Idempotency-Key': 'once' } });
  const first = await send({ ...shell, priority: 1 });
  const second = await send({ ...shell, priority: 1 });
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  expectError(await send({ ...shell, priority: 2 }), 409, 'conflict');
  const long = { body: shell, headers: { 'Idempotency-Key': 'x'.repeat(201) } };
  expectFieldError(await dashboard.call('/api/tasks', long), 'Idempotency-Key');
});

test('tasks are listed by status, type and text, page by page', async () => {
  const id = await submit({ type: 'shell', command: 'echo "a needle 100%"' });
  await settled(id);
  const list = async (query: string) => (await dashboard.call(`/api/tasks?${query}`)).body;
  expect(await list('q=needle%20100%25')).toMatchObject({
    total: 1,
    items: [{ id, title: 'echo "a needle 100%"' }],
  });
  expect(await list('q=needle&type=git')).toMatchObject({ total: 0, items: [] });
  expect(await list('q=needle&status=completed,failed&type=shell')).toMatchObject({ total: 1 });
  expect(await list('limit=1&offset=1')).toMatchObject({ limit: 1, offset: 1, slots: 3 });
  expect((await list('limit=1')).items).toHaveLength(1);
  // Lists don't carry inputs, which may be long.
  expect((await list('limit=1')).items[0].input).toBeUndefined();
});

test.each(['status=done', 'type=cron', 'project_id=x', 'limit=0', 'limit=501', 'offset=-1', 'order=best'])(
  'a list with %s is refused',
  async (query) => {
    const reply = await dashboard.call(`/api/tasks?${query}`);
    expectFieldError(reply, query.split('=')[0] as string);
  },
);

test.each(['offset=x', 'limit=0', 'follow=1'])('a log with %s is refused', async (query) => {
  const id = await submit(shell);
  expectFieldError(await dashboard.call(`/api/tasks/${id}/log?${query}`), query.split('=')[0] as string);
});

test.each([
  ['GET', ''],
  ['GET', '/log'],
  ['POST', '/cancel'],
  ['POST', '/retry'],
  ['PATCH', ''],
])('%s of a task%s that is not there, or that is no number, is refused', async (method, path) => {
  const body = method === 'PATCH' ? { body: { priority: 1 } } : {};
  expectError(await dashboard.call(`/api/tasks/999999${path}`, { method, ...body }), 404, 'not_found');
  expectFieldError(await dashboard.call(`/api/tasks/x1${path}`, { method, ...body }), 'id');
});

test('a task that has not ended is not run again', async () => {
  const id = await submit({ type: 'shell', command: 'sleep 60' });
  expectError(await dashboard.call(`/api/tasks/${id}/retry`, { method: 'POST' }), 409, 'conflict');
  expect((await dashboard.call(`/api/tasks/${id}/cancel`, { method: 'POST' })).body).toMatchObject({
    status: 'cancelled',
  });
});

test('a request without a login is refused', async () => {
  for (const path of ['/api/tasks', '/api/tasks/1', '/api/tasks/1/log']) {
    expect((await fetch(dashboard.url + path)).status).toBe(401);
  }
});

test('each type runs: python with its arguments, deploy with its target, test and build as the files say', async () => {
  writeFileSync(join(work(), 'sum.py'), 'import sys; print(sum(map(int, sys.argv[1:])))');
  writeFileSync(join(work(), 'go.sh'), '#!/bin/sh\necho "to $1 with $2"\n', { mode: 0o755 });
  writeFileSync(join(work(), 'Makefile'), 'build:\n\t@echo built\ntest:\n\t@echo tested\n');
  const at = { working_dir: work() };
  const output = async (body: object): Promise<string> => {
    const id = await submit({ ...at, ...body });
    expect(await settled(id)).toMatchObject({ status: 'completed' });
    return log(id);
  };
  expect(await output({ type: 'python', script: 'sum.py', args: ['40', '2'] })).toBe('42\n');
  expect(await output({ type: 'deploy', script: 'go.sh', target: 'prod', args: ['; rm x'] })).toBe(
    'to prod with ; rm x\n',
  );
  expect(await output({ type: 'test' })).toBe('tested\n');
  expect(await output({ type: 'build' })).toBe('built\n');
  expect(await output({ type: 'build', command: 'echo "two words"' })).toBe('two words\n');
});

test('an ended task is removed with its output, one under way is not', async () => {
  const id = await submit({ type: 'shell', command: 'echo removed', working_dir: work() });
  const other = await submit({
    type: 'shell',
    command: 'echo other; sleep 100',
    working_dir: work(),
    env: { KEY: 'x' },
  });
  await settled(id);
  const files = (): string[] =>
    readdirSync(join(dashboard.dir, 'data/tasks')).filter((name) => name.startsWith(`${id}.`));
  expect(files()).toContain(`${id}.log`);
  const remove = (which: number) => dashboard.call(`/api/tasks/${which}`, { method: 'DELETE' });
  expect((await remove(id)).status).toBe(204);
  expect(files()).toEqual([]);
  for (const path of [`/api/tasks/${id}`, `/api/tasks/${id}/log`])
    expectError(await dashboard.call(path), 404, 'not_found');
  expectError(await remove(id), 404, 'not_found');
  const { body } = await dashboard.call(`/api/audit?entity=task&entity_id=${id}`);
  expect(body.items).toMatchObject([{ actor: 'api-token', action: 'delete', entity_id: String(id) }]);

  expect(expectError(await remove(other), 409, 'conflict')).toMatch(/cancel it first/);
  await dashboard.call(`/api/tasks/${other}/cancel`, { method: 'POST' });
  expect((await remove(other)).status).toBe(204);
  expect(JSON.stringify((await dashboard.call('/api/audit?entity=task')).body)).not.toContain('KEY');
});
