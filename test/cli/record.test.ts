/** Projects, features, bugs, figures, search and errors from the command line: what is asked, and what is shown. */
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const project = {
  id: 1,
  name: 'app',
  status: 'active',
  priority: 0,
  source_path: '/srv/app',
  description: null,
};
const feature = {
  ...{
    id: 7,
    title: 'Login',
    status: 'draft',
    priority: 5,
    project_id: 1,
    prompt_id: null,
    tmux_session: null,
  },
  ...{
    actual_hours: null,
    answered_at: null,
    updated_at: '2026-02-07T00:00:00.000Z',
    description: 'two\nlines',
  },
};
const bug = { ...feature, id: 3, title: 'Crash', severity: 'high' };
const error = {
  id: 2,
  status: 'resolved',
  level: 'error',
  count: 4,
  last_seen: null,
  source: null,
  message: 'm',
};
const api = new FakeApi({
  'GET /api/projects': { body: [project] },
  'POST /api/projects': { status: 201, body: project },
  'PATCH /api/projects/1': { body: project },
  'DELETE /api/projects/1': { status: 204 },
  'GET /api/features': { body: [feature] },
  'GET /api/features/7': { body: feature },
  'POST /api/features': { status: 201, body: feature },
  'PATCH /api/features/7': { body: feature },
  'PATCH /api/bugs/3': { body: { ...bug, status: 'resolved' } },
  'DELETE /api/features/7': { status: 204 },
  'POST /api/features/7/send': { body: { prompt_id: 42, success: true } },
  'GET /api/bugs': { body: [bug] },
  'POST /api/bugs': { status: 201, body: bug },
  'POST /api/bugs/3/send': { body: { prompt_id: 43, success: true } },
  'GET /api/stats': { body: { projects: 18, features_by_status: { draft: 2 }, prompts: { pending: 3 } } },
  'GET /api/search': {
    body: { items: [{ type: 'bug', id: 3, title: 'Crash', excerpt: 'at start', status: 'open' }], total: 1 },
  },
  'GET /api/errors': { body: { items: [error], total: 1, limit: 50, offset: 0 } },
  'POST /api/errors/2/resolve': { body: error },
  'POST /api/errors/2/reopen': { body: { ...error, status: 'open' } },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
});

const requests: [argv: string[], call: string, body?: unknown][] = [
  [['projects'], 'GET /api/projects'],
  [
    ['projects', '--status', 'active,paused', '--sort', '-priority'],
    'GET /api/projects?status=active%2Cpaused&sort=-priority',
  ],
  [
    ['projects', 'add', 'app', '--path', '/srv/app'],
    'POST /api/projects',
    { name: 'app', source_path: '/srv/app' },
  ],
  [['projects', 'set', '1', '--status', 'archived'], 'PATCH /api/projects/1', { status: 'archived' }],
  [
    ['projects', 'set', '#1', '--name', 'new', '--description', ''],
    'PATCH /api/projects/1',
    { name: 'new', description: null },
  ],
  [['projects', 'rm', '1'], 'DELETE /api/projects/1'],
  [['projects', 'rm', '1', '--cascade'], 'DELETE /api/projects/1?cascade=true'],
  [
    ['features', 'list', '--project', '1', '--search', 'log in', '--limit', '5'],
    'GET /api/features?project_id=1&q=log+in&limit=5',
  ],
  [['features', '--status', 'draft', '--assigned', 'kim'], 'GET /api/features?status=draft&assigned_to=kim'],
  [['features', 'show', '7'], 'GET /api/features/7'],
  [
    ['features', 'add', 'Login', '--project', '1', '--hours', '1.5', '--priority', '-2', '--spec', 's'],
    'POST /api/features',
    { title: 'Login', project_id: 1, estimated_hours: 1.5, priority: -2, spec: 's' },
  ],
  [
    ['features', 'set', '7', '--project', '', '--status', 'blocked', '--reason', 'design'],
    'PATCH /api/features/7',
    { project_id: null, status: 'blocked', status_reason: 'design' },
  ],
  [['features', 'complete', '7'], 'PATCH /api/features/7', { status: 'completed' }],
  [['bugs', 'resolve', '3'], 'PATCH /api/bugs/3', { status: 'resolved' }],
  [['features', 'rm', '7'], 'DELETE /api/features/7'],
  [
    ['features', 'send', '7', '--target', 'dev', '--timeout', '60'],
    'POST /api/features/7/send',
    { target_session: 'dev', timeout_minutes: 60 },
  ],
  [['bugs', '--severity', 'high', '--feature', '7'], 'GET /api/bugs?severity=high&feature_id=7'],
  [['bugs', 'add', 'Crash', '--severity', 'high'], 'POST /api/bugs', { title: 'Crash', severity: 'high' }],
  [['bugs', 'send', '3', '--provider', 'claude'], 'POST /api/bugs/3/send', { target_provider: 'claude' }],
  [['stats'], 'GET /api/stats'],
  [['search', 'a crash', '--type', 'bug'], 'GET /api/search?q=a+crash&type=bug'],
  [['errors', '--status', 'open'], 'GET /api/errors?status=open'],
  [['errors', 'resolve', '2'], 'POST /api/errors/2/resolve'],
  [['errors', 'reopen', '2'], 'POST /api/errors/2/reopen'],
];

test.each(requests)('architect %j asks %s', async (...[argv, asked, body]) => {
  const run = await runWith(api, argv);
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(api.calls).toEqual([asked]);
  if (body !== undefined) expect(api.last().body).toEqual(body);
});

test.each([
  [['features', 'set', '7'], /Say what to change/],
  [['features', 'set', 'x', '--title', 'y'], /above 0/],
  [['features', 'add', 'x', '--status', 'done'], /draft, in_progress, completed, blocked/],
  [['features', 'add', 'x', '--hours', 'many'], /Expected a number/],
  [['features', 'bogus'], /unknown command 'bogus'\. Expected list, /],
  [['bugs', 'rm'], /missing required argument/],
  [['search'], /missing required argument/],
])('architect %j is wrong usage, and asks nothing', async (argv, says) => {
  const run = await runWith(api, argv);
  expect(run.code).toBe(64);
  expect(run.stderr).toMatch(says);
  expect(api.calls).toEqual([]);
});

test('lists are tables, one thing is its fields, a change is a line, and --json is the answer', async () => {
  const list = await runWith(api, ['features']);
  expect(list.stdout).toMatch(/ID +STATUS +PRIO.*TITLE\n +7 +draft +5.*Login/);
  expect((await runWith(api, ['features', 'show', '7'])).stdout).toMatch(/description: +two lines\n/);
  expect((await runWith(api, ['features', 'set', '7', '--priority', '5'])).stdout).toBe(
    'Feature 7: Login (draft)\n',
  );
  expect((await runWith(api, ['features', 'send', '7'])).stdout).toBe('Prompt 42 is queued for feature 7.\n');
  expect((await runWith(api, ['projects', 'rm', '1'])).stdout).toBe('Project 1 is removed.\n');
  expect((await runWith(api, ['stats'])).stdout).toMatch(
    /^Projects +18\nFeatures by status +2 draft\nPrompts pending +3\n$/,
  );
  expect((await runWith(api, ['search', 'x'])).stdout).toMatch(/bug +3 +open +Crash +at start/);
  expect((await runWith(api, ['errors', 'resolve', '2'])).stdout).toBe('Error 2 is resolved.\n');
  expect(JSON.parse((await runWith(api, ['features', '--json'])).stdout)).toEqual([feature]);
});

test('what is answered is told from what is in progress', async () => {
  api.routes['GET /api/bugs'] = {
    body: [
      { ...bug, status: 'in_progress', answered_at: '2026-02-07T00:00:00.000Z' },
      { ...bug, id: 4, status: 'in_progress' },
    ],
  };
  expect((await runWith(api, ['bugs'])).stdout).toMatch(
    / 3 +in_progress, answered +5.*\n +4 +in_progress +5/,
  );
});

test('what is wrong with a project, or with where a prompt is to go, is said beside the answer', async () => {
  const warning = "Project 'app' has no source_path";
  api.routes['GET /api/projects'] = { body: [{ ...project, warning }] };
  api.routes['POST /api/projects'] = { status: 201, body: { ...project, warning } };
  api.routes['PATCH /api/projects/1'] = { body: { ...project, warning } };
  api.routes['POST /api/features/7/send'] = { body: { prompt_id: 42, success: true, warning } };
  for (const argv of [
    ...[['projects'], ['projects', 'add', 'app'], ['projects', 'set', '1', '--priority', '2']],
    ['features', 'send', '7'],
  ]) {
    const run = await runWith(api, argv);
    expect([run.code, run.stderr]).toEqual([0, `architect: ${warning}\n`]);
    expect(run.stdout).not.toContain(warning);
  }
});

test('what the server refuses is said with its field', async () => {
  api.routes['POST /api/projects'] = problem(
    409,
    'conflict',
    'name: there is a project with this name already',
  );
  const run = await runWith(api, ['projects', 'add', 'app']);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('there is a project with this name already');
});
