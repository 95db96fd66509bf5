/** `architect tasks`: what is asked of the API, and what a person sees of the answers. */
import { resolve } from 'node:path';
import type { Task } from '../../api/document/api-types';
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const task = (fields: Partial<Task> = {}): Task => ({
  id: 42,
  type: 'shell',
  title: 'make all',
  status: 'running',
  reason: 'running',
  priority: 0,
  project_id: null,
  working_dir: '/home/me/app',
  timeout_seconds: 3600,
  max_retries: 0,
  retry_count: 0,
  exit_code: null,
  signal: null,
  pid: 4711,
  source: 'api',
  created_at: '2026-02-07T00:00:00.000Z',
  started_at: '2026-02-07T00:00:01.000Z',
  completed_at: null,
  workflow_id: 'task-42',
  temporal_url: null,
  ...fields,
});
const sse = (...events: [string, unknown][]) => ({
  headers: { 'Content-Type': 'text/event-stream' },
  body: events.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join(''),
});
const output = (text: string, offset = 0) =>
  ['output', { offset, next_offset: offset + text.length, text }] as [string, unknown];

const api = new FakeApi();
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
  Object.assign(api.routes, {
    'POST /api/tasks': { status: 201, body: task() },
    'GET /api/tasks': { body: { items: [task()], total: 1, limit: 50, offset: 0 } },
    'GET /api/tasks/42': { body: task() },
    'GET /api/tasks/42/log': { body: { next_offset: 3, text: '' } },
    'POST /api/tasks/42/cancel': { body: task({ status: 'cancelled', reason: 'enough' }) },
    'POST /api/tasks/42/retry': { body: task({ status: 'pending' }) },
    'PATCH /api/tasks/42': { body: task({ status: 'pending', priority: 9 }) },
  });
});

const HERE = resolve('.');
const run = ['tasks', 'run'];
const requests: [argv: string[], body: Record<string, unknown>][] = [
  [[...run, 'shell', 'make && ls'], { type: 'shell', command: 'make && ls', working_dir: HERE }],
  [[...run, 'python', 'x.py', 'a b', '--project', '3'], { script: 'x.py', args: ['a b'], project_id: 3 }],
  [
    [...run, 'python', '--module', 'pytest', '--', '-x'],
    { module: 'pytest', args: ['-x'], working_dir: HERE },
  ],
  [
    [...run, 'git', 'clone', 'https://a.b/c', 'd'],
    { operation: 'clone', url: 'https://a.b/c', directory: 'd', working_dir: HERE },
  ],
  [
    [...run, 'git', 'commit', 'Fix it', '--set', 'all=true', '--dir', '/app'],
    { operation: 'commit', message: 'Fix it', all: true, working_dir: '/app' },
  ],
  [
    [...run, 'deploy', 'go.sh', 'prod', 'x'],
    { script: 'go.sh', target: 'prod', args: ['x'], working_dir: HERE },
  ],
  [[...run, 'test'], { type: 'test', working_dir: HERE }],
  [[...run, 'build', '--', 'make', '-j4'], { type: 'build', command: ['make', '-j4'], working_dir: HERE }],
  [
    [
      ...run,
      'shell',
      'x',
      '--env',
      'A=1',
      '--env',
      'B=2',
      '--secret',
      'T',
      '--timeout',
      '9.5',
      '--retries',
      '2',
      '--priority',
      '-3',
      '--dir',
      '/a',
    ],
    {
      command: 'x',
      env: { A: '1', B: '2' },
      secrets: ['T'],
      timeout_seconds: 9.5,
      max_retries: 2,
      priority: -3,
      working_dir: '/a',
    },
  ],
];

test.each(requests)('%j asks for it', async (argv, body) => {
  const { code, stdout } = await runWith(api, argv);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Task 42: running (running)\n' });
  expect(api.last()).toMatchObject({ method: 'POST', path: '/api/tasks' });
  expect(api.last().body).toEqual({ type: argv[2], source: 'cli', ...body });
});

const calls: [argv: string[], call: string, body?: unknown][] = [
  [['tasks'], 'GET /api/tasks'],
  [
    [
      'tasks',
      '--status',
      'running,failed',
      '--type',
      'git',
      '--project',
      '3',
      '--search',
      'a&b',
      '--limit',
      '9',
    ],
    'GET /api/tasks?status=running%2Cfailed&type=git&limit=9&project_id=3&q=a%26b',
  ],
  [['tasks', 'show', '#42'], 'GET /api/tasks/42'],
  [['tasks', 'log', 'task-42'], 'GET /api/tasks/42/log?offset=0'],
  [['tasks', 'cancel', '42'], 'POST /api/tasks/42/cancel'],
  [['tasks', 'cancel', '42', '--reason', 'enough'], 'POST /api/tasks/42/cancel', { reason: 'enough' }],
  [['tasks', 'retry', '42'], 'POST /api/tasks/42/retry'],
  [['tasks', 'priority', '42', '9'], 'PATCH /api/tasks/42', { priority: 9 }],
];

test.each(calls.map(([argv, call, body]) => [argv, call, body] as const))(
  '%j calls the API once',
  async (argv, call, body) => {
    expect(await runWith(api, argv)).toMatchObject({ code: 0, stderr: '' });
    expect(api.calls).toEqual([call]);
    expect(api.last().body).toEqual(body);
  },
);

test.each<[string[], RegExp]>([
  [['tasks', 'sow'], /unknown command 'sow'/],
  [[...run, 'cron'], /unknown type 'cron'/],
  [[...run, 'shell', 'two', 'words'], /in quotes/],
  [[...run, 'git', 'rebase'], /one of clone, pull/],
  [[...run, 'git', 'merge', 'a', 'b'], /git merge \[ref\]/],
  [[...run, 'deploy', 'go.sh'], /<script> <target>/],
  [[...run, 'python'], /script, --module or --code/],
  [[...run, 'test', '--set', 'x'], /name=value/],
  [['tasks', 'show', 'x'], /number of a task/],
])('%j is wrong usage', async (argv, says) => {
  const { code, stderr } = await runWith(api, argv);
  expect(code).toBe(64);
  expect(stderr).toMatch(says);
  expect(api.requests).toEqual([]);
});

test('a list is a table, and says where it goes on', async () => {
  api.routes['GET /api/tasks'] = {
    body: { items: [task({ status: 'failed', exit_code: 2 })], total: 9, limit: 1, offset: 0 },
  };
  const { stdout } = await runWith(api, ['tasks']);
  expect(stdout).toMatch(/ID +STATUS +TYPE +PRIO +EXIT/);
  expect(stdout).toMatch(/42 +failed +shell +0 +2 .*make all/);
  expect(stdout).toContain('1 to 1 of 9; go on with --offset 1');
});

test.each([
  ['completed', 0],
  ['failed', 2],
  ['cancelled', 3],
  ['lost', 4],
] as const)('--wait shows the output of a task that is %s and ends with %i', async (status, code) => {
  api.routes['GET /api/tasks/42/log'] = sse(output('one\n'), output('two', 4), [
    'end',
    task({ status, reason: 'why' }),
  ]);
  const done = await runWith(api, [...run, 'test', '--wait']);
  expect(done).toMatchObject({ code, stdout: 'one\ntwo' });
  expect(done.stderr).toContain('task 42 is queued');
  if (code !== 0) expect(done.stderr).toContain(`Task 42: ${status} (why)`);
});

test('a stream that breaks is taken up where it was', async () => {
  let opened = 0;
  api.routes['GET /api/tasks/42/log'] = () => {
    opened += 1;
    return opened === 1
      ? sse(output('one '))
      : sse(output('two\n', 4), ['end', task({ status: 'completed' })]);
  };
  expect(await runWith(api, ['tasks', 'log', '42', '-f'])).toMatchObject({ code: 0, stdout: 'one two\n' });
  expect(api.calls.filter((call) => call.includes('/log'))).toEqual([
    'GET /api/tasks/42/log?follow=true&offset=0',
    'GET /api/tasks/42/log?follow=true&offset=4',
  ]);
});

test('a task that goes on longer than --wait-timeout is left to itself', async () => {
  api.routes['GET /api/tasks/42/log'] = { headers: { 'Content-Type': 'text/event-stream' }, endless: true };
  const { code, stderr } = await runWith(api, [...run, 'test', '--wait-timeout', '0.3']);
  expect(code).toBe(124);
  expect(stderr).toContain("Task 42 hasn't ended after 0.3 s. It goes on: architect tasks log 42 -f");
});

test('what the API refuses is said, with its exit code', async () => {
  api.routes['POST /api/tasks'] = problem(400, 'invalid_request', 'command: expected text');
  const { code, stderr } = await runWith(api, [...run, 'shell', 'x']);
  expect({ code, stderr: stderr.includes('command: expected text') }).toEqual({ code: 1, stderr: true });
});
