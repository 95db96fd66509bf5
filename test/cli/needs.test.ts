/** `architect needs`: the list with the commands that see to it, followed, and what is put away. */
import { FakeApi, problem } from './fake-api';
import { run, runWith } from './helpers';

const decision = (name: string, command: string, allowed = true) => ({
  ...{ name, command, allowed, scope: 'dialogs:decide' },
  request: { method: 'POST', path: '/api/confirmations/7', body: null },
});
const need = (id: string, changes: object = {}) => ({
  ...{ id, kind: 'approval', severity: 'warning', since: '2025-02-07T10:00:00.000Z', page: '/' },
  ...{ title: 'dev asks for permission', subject: 'git push', why: 'It publishes.', refs: {} },
  decisions: [
    decision('approve', 'architect confirm approve 7'),
    decision('deny', 'architect confirm deny 7', false),
  ],
  ...changes,
});
const page = (items: object[], total = items.length) => ({
  body: { items, total, limit: 50, offset: 0, counts: { approval: total } },
});

let api: FakeApi;
beforeEach(
  async () => void (api = await new FakeApi({ 'GET /api/needs': page([need('dialog-7')]) }).start()),
);
afterEach(() => api.stop());

test('each has what it asks, why, and the commands that decide it', async () => {
  expect((await runWith(api, ['needs'])).stdout.split('\n')).toEqual([
    'approval  dev asks for permission  since 2025-02-07',
    '  git push',
    '  It publishes.',
    '  $ architect confirm approve 7',
    '  $ architect confirm deny 7  (needs dialogs:decide)',
    '',
  ]);
});

test('kinds and how many are asked for; what is left out is said', async () => {
  api.routes['GET /api/needs'] = page([need('dialog-7')], 9);
  const { stdout } = await runWith(api, ['needs', 'list', '--kind', 'approval,question', '--limit', '1']);
  expect(api.last().path).toBe('/api/needs?kind=approval%2Cquestion&limit=1');
  expect(stdout).toContain('and 8 more: architect needs --limit 500');
  const wrong = await run(['needs', 'list', '--kind', 'nonsense']);
  expect([wrong.code, wrong.stderr]).toEqual([64, expect.stringContaining('asks_back')]);
});

test('nothing is said as well, and --json is the answer as it came', async () => {
  expect(JSON.parse((await runWith(api, ['needs', '--json'])).stdout)).toEqual(page([need('dialog-7')]).body);
  api.routes['GET /api/needs'] = page([]);
  expect((await runWith(api, ['needs'])).stdout).toBe('Nothing needs you.\n');
});

test('texts of others act neither on the terminal nor as lines of ours', async () => {
  const subject = 'a\u001b]0;title\u0007b\n  $ rm -rf / \u202e';
  api.routes['GET /api/needs'] = page([need('dialog-7', { subject })]);
  const { stdout } = await runWith(api, ['needs']);
  for (const sign of ['\u001b', '\u0007', '\u202e']) expect(stdout).not.toContain(sign);
  expect(stdout.split('\n')).toHaveLength(6);
});

test('--watch prints it anew when it has changed, and not when it hasn’t', async () => {
  const closed = new AbortController();
  let reads = 0;
  api.routes['GET /api/needs'] = () => {
    reads += 1;
    if (reads === 2) setImmediate(() => api.push('needs', {}));
    if (reads === 3) setImmediate(() => api.push('needs', {}));
    return reads < 3 ? page([need('dialog-7')]) : page([]);
  };
  const { code, stdout } = await runWith(api, ['needs', '--watch'], {
    outputClosed: closed.signal,
    onOutput: (text) => text.includes('Nothing needs you.') && closed.abort(),
  });
  expect(code).toBe(0);
  expect(stdout.match(/dev asks for permission/g)).toHaveLength(1);
  expect(stdout).toMatch(/\n\nNothing needs you\.\n$/);
});

test('several are put away, each told, and one that can’t be is said', async () => {
  api.routes['POST /api/needs/failed-12/dismiss'] = { status: 204 };
  api.routes['POST /api/needs/dialog-7/dismiss'] = problem(409, 'conflict', 'It ends when it is seen to.');
  const { code, stdout, stderr } = await runWith(api, ['needs', 'dismiss', 'failed-12', 'dialog-7']);
  expect(stdout).toBe('failed-12 is put away. It comes back when it happens anew.\n');
  expect([code, stderr]).toEqual([1, 'architect: dialog-7: It ends when it is seen to.\n']);
});
