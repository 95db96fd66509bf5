/** `architect confirm`: what it asks the API, and what a person reads. */
import { resolve } from 'node:path';
import { FakeApi } from './fake-api';
import { runWith } from './helpers';

const ITEM = {
  id: 7,
  session: 'dev_worker1',
  host: 'box',
  agent: 'claude',
  kind: 'permission',
  status: 'pending',
  dialog: {
    title: 'Bash command',
    body: ' Bash command\n git push\n Do you want to proceed?',
    options: [
      { label: 'Yes', key: '1', selected: true },
      { label: 'No', key: '2', selected: false },
    ],
  },
  tool: 'Bash',
  command: 'git push',
  path: null,
  verdict: 'ask',
  rule: { id: 12, reason: 'Publishes' },
  mode: 'safe',
  decided_by: null,
  resolution: null,
  note: null,
  notification: null,
  created_at: new Date().toISOString(),
  due_at: null,
  answered_at: null,
  temporal_url: null,
};
const RULE = {
  id: 3,
  position: 45,
  agent: '*',
  tool: 'Bash',
  kind: 'command',
  pattern: 'make deploy',
  verdict: 'deny',
  note: '',
  enabled: true,
  builtin: false,
  hits: 2,
};
const SESSION = { name: 'a', auto_confirm: 'all', auto_confirm_until: new Date().toISOString() };
const TRUSTED = { id: 4, path: '/home/me/work', created_at: new Date().toISOString() };
const page = (...items: unknown[]) => ({ body: { items, total: items.length, limit: 50, offset: 0 } });

let api: FakeApi;
beforeEach(async () => {
  api = await new FakeApi({
    'GET /api/confirmations': page(ITEM),
    'GET /api/confirmations/7': { body: ITEM },
    'POST /api/confirmations/7': {
      body: { ...ITEM, status: 'approved', resolution: 'answered for a person' },
    },
    'GET /api/confirm/rules': page(RULE, { ...RULE, id: 1, builtin: true, pattern: 'ls *' }),
    'POST /api/confirm/rules': { status: 201, body: RULE },
    'PUT /api/confirm/rules/3': { body: { ...RULE, enabled: false } },
    'DELETE /api/confirm/rules/3': { status: 204 },
    'POST /api/confirm/test': {
      body: {
        verdict: 'deny',
        rule: { id: 2 },
        reason: 'Would delete the whole disk',
        evidence: '/',
        answered: 'deny',
      },
    },
    'PUT /api/confirm': { body: { enabled: false, pending: 2 } },
    'PUT /api/sessions/a/auto-confirm': { body: SESSION },
    'GET /api/confirm/trusted-directories': page(TRUSTED),
    'POST /api/confirm/trusted-directories': { status: 201, body: TRUSTED },
    'DELETE /api/confirm/trusted-directories/4': { status: 204 },
  }).start();
});
afterEach(() => api.stop());
const run = (...argv: string[]) => runWith(api, ['confirm', ...argv]);

test.each([
  [
    [],
    'GET /api/confirmations?status=pending',
    undefined,
    /7 +dev_worker1 +permission +pending +ask .* git push/,
  ],
  [
    ['list', '--status', 'denied', '--session', 'x'],
    'GET /api/confirmations?status=denied&session=x',
    undefined,
    /git push/,
  ],
  [
    ['show', '7'],
    'GET /api/confirmations/7',
    undefined,
    /Asks for: +git push[\s\S]*rule 12[\s\S]*> 1\. Yes\n {2}2\. No/,
  ],
  [
    ['approve', '7', '--note', 'mine'],
    'POST /api/confirmations/7',
    { decision: 'approve', note: 'mine' },
    /^Confirmation 7: approved in dev_worker1 \(answered for a person\)\n$/,
  ],
  [
    ['deny', '#7', '--option', '2'],
    'POST /api/confirmations/7',
    { decision: 'deny', option: 2 },
    /Confirmation 7/,
  ],
  [
    ['answer', '7', '2'],
    'POST /api/confirmations/7',
    { decision: 'answer', option: 2 },
    /^Confirmation 7: approved/,
  ],
  [
    ['answer', '7', 'Duck DB', '--note', 'mine'],
    'POST /api/confirmations/7',
    { decision: 'answer', text: 'Duck DB', note: 'mine' },
    /Confirmation 7/,
  ],
  [
    ['answer', '7', '--text', '31'],
    'POST /api/confirmations/7',
    { decision: 'answer', text: '31' },
    /Confirmation 7/,
  ],
  [
    ['answer', '7', '1', 'on paper', '1,3', '2: later'],
    'POST /api/confirmations/7',
    {
      decision: 'answer',
      answers: [{ option: 1 }, { text: 'on paper' }, { options: [1, 3] }, { option: 2, text: 'later' }],
    },
    /Confirmation 7/,
  ],
  [['dismiss', '7'], 'POST /api/confirmations/7', { decision: 'deny' }, /Confirmation 7/],
  [
    ['mode', 'a', 'all', '--minutes', '5'],
    'PUT /api/sessions/a/auto-confirm',
    { mode: 'all', minutes: 5 },
    /is all until/,
  ],
  [
    ['off'],
    'PUT /api/confirm',
    { enabled: false },
    /is off: every dialog waits for a person. Waiting now: 2/,
  ],
  [['on'], 'PUT /api/confirm', { enabled: true }, /Automatic confirmation/],
  [['rules'], 'GET /api/confirm/rules?limit=500&offset=0', undefined, /make deploy\n.*ls \*/],
  [
    ['rules', '--own'],
    'GET /api/confirm/rules?limit=500&offset=0',
    undefined,
    /^(?![\s\S]*ls \*)[\s\S]*make deploy/,
  ],
  [
    ['rules', 'add', 'make deploy', '--verdict', 'deny', '--position', '45'],
    'POST /api/confirm/rules',
    { pattern: 'make deploy', verdict: 'deny', position: 45 },
    /^Rule 3: deny Bash make deploy\n$/,
  ],
  [['rules', 'edit', '3', '--note', 'no'], 'PUT /api/confirm/rules/3', { note: 'no' }, /Rule 3/],
  [['rules', 'disable', '3'], 'PUT /api/confirm/rules/3', { enabled: false }, /switched off/],
  [['rules', 'enable', '3'], 'PUT /api/confirm/rules/3', { enabled: true }, /Rule 3/],
  [['rules', 'rm', '3'], 'DELETE /api/confirm/rules/3', undefined, /Rule 3 is removed/],
  [
    ['test', 'rm -rf /', '--session', 's'],
    'POST /api/confirm/test',
    { tool: 'Bash', command: 'rm -rf /', session: 's' },
    /^deny: Would delete the whole disk\n {2}because of: \/\n {2}rule: 2\n$/,
  ],
  [
    ['test', '--tool', 'Write', 'x.txt'],
    'POST /api/confirm/test',
    { tool: 'Write', path: 'x.txt', working_dir: resolve('.') },
    /deny/,
  ],
  [['trust'], 'GET /api/confirm/trusted-directories', undefined, /^\/home\/me\/work\n$/],
  [['trust', 'add', 'x'], 'POST /api/confirm/trusted-directories', { path: resolve('x') }, /Trusted/],
  [
    ['trust', 'rm', '/home/me/work'],
    'DELETE /api/confirm/trusted-directories/4',
    undefined,
    /No longer trusted/,
  ],
] as const)('confirm %j asks %s', async (argv, asked, body, output) => {
  const { code, stdout, stderr } = await run(...argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(api.calls.at(-1)).toBe(asked);
  expect(api.last().body).toEqual(body);
  expect(stdout).toMatch(output);
});

test('an empty inbox says so', async () => {
  api.routes['GET /api/confirmations'] = page();
  expect((await run()).stdout).toBe('Nothing waits for an answer.\n');
});

test.each([
  [],
  ['show', '7'],
  ['approve', '7'],
  ['rules', 'add', 'x', '--verdict', 'ask'],
  ['test', 'ls'],
  ['off'],
])('confirm %j --json gives the answer of the API', async (...argv: string[]) => {
  const { stdout } = await run(...argv, '--json');
  const [method, path = ''] = (api.calls.at(-1) as string).split(' ');
  const route = api.routes[`${method} ${path.split('?')[0]}`] as { body: unknown };
  expect(JSON.parse(stdout)).toEqual(route.body);
});

test.each([
  [['approve'], /missing required argument/],
  [['approve', 'x'], /Expected a number above 0/],
  [['frob'], /unknown command 'frob'/],
  [['rules', 'frob'], /unknown command 'frob'/],
  [['rules', 'add', 'x'], /--verdict/],
  [['rules', 'add', 'x', '--verdict', 'maybe'], /allow, ask, deny/],
  [['list', '--status', 'open'], /pending, approved, denied, expired/],
  [['list', '--status', 'pending,open'], /pending, approved, denied, expired/],
])('confirm %j is wrong usage', async (argv, message) => {
  const { code, stderr } = await run(...argv);
  expect(code).toBe(64);
  expect(stderr).toMatch(message);
});

test('a refusal of the API is what a person reads', async () => {
  const message = 'Confirmation 7 is over (expired): answered or closed in the terminal.';
  api.routes['POST /api/confirmations/7'] = {
    status: 409,
    body: { error: { code: 'conflict', message, details: [] } },
  };
  expect(await run('deny', '7')).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
});

test('a directory that is not trusted is named', async () => {
  const { code, stderr } = await run('trust', 'rm', '/nowhere');
  expect([code, stderr]).toEqual([1, expect.stringMatching(/nowhere is not a trusted directory/)]);
});
