import { resolve } from 'node:path';
import { FakeApi, problem } from './fake-api';
import { prompt, runWith, server, session } from './helpers';

const page = { items: [prompt()], total: 1, limit: 50, offset: 0 };
const queue = {
  paused: true,
  reason: 'deploy\x1b[2J at noon',
  changed_by: 'architect',
  changed_at: '2025-02-07T12:00:00.000Z',
};
const api = new FakeApi({
  'POST /api/assigner/send': { body: { prompt_id: 42, success: true } },
  'GET /api/assigner/status': { body: { pending: 3, in_progress: 2, completed_today: 15, failed_today: 1 } },
  'GET /api/assigner/queue': { body: queue },
  'GET /api/server': { body: server() },
  'GET /api/needs': { body: { items: [], total: 0, limit: 1, offset: 0, counts: {} } },
  'PUT /api/assigner/queue': { body: { ...queue, paused: false } },
  'GET /api/assigner/prompts': { body: page },
  'GET /api/assigner/prompts/42': { body: prompt() },
  'POST /api/assigner/prompts/42/cancel': { body: prompt({ status: 'cancelled', stage: 'cancelled' }) },
  'POST /api/assigner/prompts/42/retry': { body: prompt() },
  'POST /api/assigner/prompts/42/reassign': { body: prompt() },
  'POST /api/assigner/prompts/42/move': { body: prompt({ position: { position: 3, of: 41 } }) },
  'POST /api/assigner/prompts/42/resolve': { body: prompt({ status: 'completed', stage: 'completed' }) },
  'PATCH /api/assigner/prompts/42': { body: prompt({ priority: -9 }) },
  'GET /api/sessions': { body: [session()] },
  'POST /api/sessions': { status: 201, body: session({ status: 'starting' }) },
  'POST /api/sessions/up': { body: { created: [session()], existing: [], provider: 'claude' } },
  'DELETE /api/sessions/box%2Fdev': { status: 204 },
  'GET /api/sessions/dev/screen': {
    body: { name: 'dev', screen: '> _\n', captured_at: '2026-02-07T00:00:00.000Z' },
  },
  'POST /api/tmux/send': { body: { success: true } },
});

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
});

const requests: [argv: string[], call: string, body?: unknown][] = [
  [['send', 'Hello'], 'POST /api/assigner/send', { content: 'Hello', source: 'cli' }],
  [['queue'], 'GET /api/assigner/queue'],
  [['queue', 'pause'], 'PUT /api/assigner/queue', { paused: true }],
  [['queue', 'pause', '--reason', 'deploy'], 'PUT /api/assigner/queue', { paused: true, reason: 'deploy' }],
  [['queue', 'resume'], 'PUT /api/assigner/queue', { paused: false }],
  [['sessions'], 'GET /api/sessions'],
  [['sessions', 'up'], 'POST /api/sessions/up'],
  [['sessions', 'rm', 'box/dev'], 'DELETE /api/sessions/box%2Fdev'],
  [['sessions', 'screen', 'dev'], 'GET /api/sessions/dev/screen'],
  [['prompts'], 'GET /api/assigner/prompts'],
  [
    [
      'prompts',
      '--status',
      'pending,failed',
      '--status',
      'assigned',
      '--session',
      'dev 1',
      '--search',
      'a&b',
    ],
    'GET /api/assigner/prompts?status=pending%2Cfailed%2Cassigned&session=dev+1&q=a%26b',
  ],
  [
    ['prompts', '--status', 'indeterminate, working'],
    'GET /api/assigner/prompts?status=indeterminate%2Cworking',
  ],
  [['prompts', '--archived'], 'GET /api/assigner/prompts?archived=true'],
  [['prompts', '--with-archived'], 'GET /api/assigner/prompts?archived=include'],
  [['sessions', '--status', 'busy,unknown'], 'GET /api/sessions?status=busy%2Cunknown'],
  [['prompts', '--limit', '10', '--offset', '20'], 'GET /api/assigner/prompts?limit=10&offset=20'],
  [['prompt', '42'], 'GET /api/assigner/prompts/42'],
  [['prompt', '#42'], 'GET /api/assigner/prompts/42'],
  [['logs', '42'], 'GET /api/assigner/prompts/42'],
  [['cancel', '42'], 'POST /api/assigner/prompts/42/cancel'],
  [['cancel', '42', '--reason', 'obsolete'], 'POST /api/assigner/prompts/42/cancel', { reason: 'obsolete' }],
  [['retry', '42'], 'POST /api/assigner/prompts/42/retry'],
  [
    ['reassign', '42', '--target', 'dev'],
    'POST /api/assigner/prompts/42/reassign',
    { target_session: 'dev' },
  ],
  [
    ['reassign', '42', '--provider', 'codex'],
    'POST /api/assigner/prompts/42/reassign',
    { target_provider: 'codex' },
  ],
  [
    ['reassign', '42', '--any'],
    'POST /api/assigner/prompts/42/reassign',
    { target_session: null, target_provider: null },
  ],
  [['priority', '42', '-9'], 'PATCH /api/assigner/prompts/42', { priority: -9 }],
  [['move', '42', '--first'], 'POST /api/assigner/prompts/42/move', { to: 'first' }],
  [['move', '42', '--last'], 'POST /api/assigner/prompts/42/move', { to: 'last' }],
  [['move', '42', '--before', '#41'], 'POST /api/assigner/prompts/42/move', { before: 41 }],
  [['move', '42', '--after', '41'], 'POST /api/assigner/prompts/42/move', { after: 41 }],
  [
    ['resolve', '42', '--as', 'completed', '--note', 'seen'],
    'POST /api/assigner/prompts/42/resolve',
    { as: 'completed', note: 'seen' },
  ],
  [['keys', 'dev', 'ls -la'], 'POST /api/tmux/send', { session: 'dev', command: 'ls -la' }],
  [
    ['assigner', '--send', 'Hi', '--target', 'dev', '--priority', '7', '--provider', 'claude'],
    'POST /api/assigner/send',
    { content: 'Hi', target_session: 'dev', target_provider: 'claude', priority: 7, source: 'cli' },
  ],
  [['assigner', '--sessions'], 'GET /api/sessions'],
  [['assigner', '--status', '--json'], 'GET /api/assigner/status'],
  [['assigner', '--prompts'], 'GET /api/assigner/prompts'],
  [['assigner', '--retry', '42'], 'POST /api/assigner/prompts/42/retry'],
  [['assigner', '--cancel', '42'], 'POST /api/assigner/prompts/42/cancel'],
];

// Each row gets its third place: jest takes a parameter without one for a callback.
test.each(requests.map(([argv, call, body]) => [argv, call, body] as const))(
  'architect %j asks for %s',
  async (argv, call, body) => {
    const outcome = await runWith(api, argv);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).not.toBe('');
    expect(api.calls).toEqual([call]);
    expect(api.last().body).toEqual(body);
  },
);

test.each([['status'], ['assigner', '--status'], ['queue']].map((argv) => [argv]))(
  'architect %j says that the queue is paused, since when, by whom and why',
  async (argv) => {
    const { code, stdout } = await runWith(api, argv);
    expect(code).toBe(0);
    expect(stdout.split('\n').at(-2)).toBe(
      'The queue is paused since 2025-02-07, by architect: deploy[2J at noon',
    );
  },
);

test('send passes every option on under the name the API has for it', async () => {
  const options = [
    '--target',
    'dev',
    '--provider',
    'codex',
    '--priority',
    '-5',
    '--timeout',
    '1.5',
    '--retries',
    '0',
  ];
  const more = ['--specialty', 'review', '--metadata', '{"project":"auth"}', '--source', 'ci'];
  const { code } = await runWith(api, ['send', ...options, ...more, '--idempotency-key', 'k-1', 'Hello']);
  expect(code).toBe(0);
  expect(api.last().headers['idempotency-key']).toBe('k-1');
  expect(api.last().body).toEqual({
    content: 'Hello',
    target_session: 'dev',
    target_provider: 'codex',
    priority: -5,
    timeout_minutes: 1.5,
    max_retries: 0,
    specialty: 'review',
    metadata: { project: 'auth' },
    source: 'ci',
  });
});

test('sessions new passes every option on and makes the directory absolute', async () => {
  const options = [
    '--provider',
    'codex',
    '--specialty',
    'review',
    '--dir',
    'some/where',
    '--command',
    'codex resume',
  ];
  const { code, stdout } = await runWith(api, [
    'sessions',
    'new',
    'dev',
    ...options,
    '--env',
    'A=1',
    'B=x=y',
    '--env',
    'C=',
  ]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Session dev_worker1 is made: claude, starting.\n' });
  expect(api.last().body).toEqual({
    name: 'dev',
    provider: 'codex',
    specialty: 'review',
    working_dir: resolve('some/where'),
    command: 'codex resume',
    env: { A: '1', B: 'x=y', C: '' },
  });
});

test.each([
  [['send'], 'piped text\n', 'piped text'],
  [['send', '-'], 'two\nlines\n\n', 'two\nlines\n'],
  [['send', 'argument'], 'ignored', 'argument'],
])('architect %j with %j piped in sends %j', async (argv, stdin, content) => {
  expect(await runWith(api, argv, { stdin })).toMatchObject({ code: 0, stdout: 'Prompt 42 is queued.\n' });
  expect(api.last().body).toMatchObject({ content });
});

test('send says at once that nobody can take the prompt, beside the output', async () => {
  const warning = 'no session runs codex. Make one: architect sessions new codex1 --provider codex';
  const vain = await new FakeApi({
    'POST /api/assigner/send': { body: { prompt_id: 42, success: true, warning } },
  }).start();
  const answer = await runWith(vain, ['send', 'x', '--provider', 'codex']);
  await vain.stop();
  expect(answer).toMatchObject({
    code: 0,
    stdout: 'Prompt 42 is queued.\n',
    stderr: `architect: nobody can take it now: ${warning}\n`,
  });
});

test('a text that begins with a dash goes after two dashes', async () => {
  expect(await runWith(api, ['send', '--', '- first point'])).toMatchObject({ code: 0 });
  expect(api.last().body).toMatchObject({ content: '- first point' });
});

test.each([
  [['assigner', '--status'], { pending: 3, in_progress: 2, completed_today: 15, failed_today: 1 }],
  [['prompts'], JSON.parse(JSON.stringify(page)) as unknown],
  [['send', 'x'], { prompt_id: 42, success: true }],
  [['keys', 'dev', 'ls'], { success: true }],
])('--json on %j prints the answer of the API and nothing else', async (argv, answer) => {
  for (const line of [
    ['--json', ...argv],
    [...argv, '--json'],
  ]) {
    const { code, stdout, stderr } = await runWith(api, line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(answer);
  }
});

test('--json prints nothing where the API answers nothing', async () => {
  expect(await runWith(api, ['sessions', 'rm', 'box/dev', '--json'])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test("the API's message goes to standard error, with the details it has no room for", async () => {
  const details = [
    { field: 'priority', message: 'expected a whole number' },
    { field: 'target_session', message: 'no such session' },
  ];
  const faulty = await new FakeApi({
    'POST /api/assigner/send': problem(400, 'invalid_request', 'priority: expected a whole number', {
      details,
    }),
    'GET /api/assigner/status': {
      ...problem(429, 'too_many_requests', 'Slow down.'),
      headers: { 'Retry-After': '7' },
    },
    'GET /api/sessions': problem(500, 'internal', 'Something broke.'),
  }).start();
  try {
    expect(await runWith(faulty, ['send', 'x', '--json'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'architect: priority: expected a whole number\n  target_session: no such session\n',
    });
    expect((await runWith(faulty, ['assigner', '--status'])).stderr).toBe(
      'architect: Slow down.\n  Try again in 7 s.\n',
    );
    expect((await runWith(faulty, ['sessions'])).stderr).toContain('request r-1');
  } finally {
    await faulty.stop();
  }
});
