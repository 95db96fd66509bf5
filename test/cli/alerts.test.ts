/** `architect alerts`: what is asked and what a person reads. */
import { FakeApi } from './fake-api';
import { runWith } from './helpers';

const alert = {
  ...{ id: 7, kind: 'health', severity: 'warning', state: 'open', title: 'Degraded: disk' },
  ...{ message: 'Little room.', page: '/health.html', cause: 'health disk.full', held_back: null },
  ...{ since: '2026-02-07T22:00:00.000Z', told_at: '2026-02-07T22:01:00.000Z', escalated_at: null },
  ...{ resolved_at: null, acknowledged_at: null, acknowledged_by: null },
  deliveries: [
    {
      ...{ event: 'opened', channel: 'ntfy', status: 'sent', reason: null, message_id: 1, tries: 3 },
      ...{ created_at: '2026-02-07T22:01:00.000Z', ended_at: '2026-02-07T22:01:09.000Z' },
    },
    {
      ...{ event: 'opened', channel: 'sms', status: 'unknown', reason: 'no answer', message_id: 2, tries: 1 },
      ...{ created_at: '2026-02-07T22:01:00.000Z', ended_at: null },
    },
  ],
};
const mute = { kind: 'health', until: '2026-02-08T00:00:00.000Z', muted_by: 'me' };
const channels = [
  { channel: 'ntfy', missing: null, kinds: ['health', 'budget'], last: null },
  { channel: 'email', missing: 'SMTP_HOST, EMAIL_TO', kinds: [], last: null },
];
const api = new FakeApi({
  'GET /api/alerts': { body: { items: [alert], total: 1 } },
  'GET /api/alerts/7': { body: alert },
  'GET /api/alerts/channels': { body: { channels, kinds: [], spacing_seconds: 30, mutes: [mute] } },
  'POST /api/alerts/mute': { body: mute },
  'POST /api/alerts/7/acknowledge': { body: alert },
  'DELETE /api/alerts/mute/health': { status: 204, body: undefined },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

const answered = (body: object): void => {
  api.routes['POST /api/alerts/test'] = {
    body: { alert_id: 9, channel: 'ntfy', reason: null, ...body },
  };
};

test('the list says how the messages went', async () => {
  const { stdout } = await runWith(api, ['alerts', '--state', 'open', '--kind', 'health,budget']);
  expect(stdout).toMatch(/^ *7 +.* +open +health +ntfy sent, sms unknown +Degraded: disk/m);
  expect(api.calls).toEqual(['GET /api/alerts?state=open&kind=health%2Cbudget']);
});

test('one is shown with each message', async () => {
  const { stdout } = await runWith(api, ['alerts', 'show', '7']);
  expect(stdout).toContain('  opened by ntfy: sent after 3 tries\n  opened by sms: unknown (no answer)\n');
});

test('the channels say what goes to them, and what is missing', async () => {
  const { stdout } = await runWith(api, ['alerts', 'channels']);
  expect(stdout).toMatch(/^ntfy +health, budget/m);
  expect(stdout).toMatch(/^email +none .*not set up: SMTP_HOST, EMAIL_TO/m);
  expect(stdout).toMatch(/^Muted until .*: health \(me\)$/m);
});

test('a test says what became of it; what did not arrive is an error', async () => {
  answered({ status: 'sent' });
  expect(await runWith(api, ['alerts', 'test', 'ntfy'])).toMatchObject({
    code: 0,
    stdout: 'Sent by ntfy.\n',
  });
  expect(api.requests).toMatchObject([{ body: { channel: 'ntfy' } }]);
  answered({ status: 'failed', reason: 'ntfy answered with status 403; check NTFY_TOKEN' });
  expect(await runWith(api, ['alerts', 'test', 'ntfy'])).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('The message is failed: ntfy answered with status 403') },
  });
});

test('a kind is muted for a length, and told again', async () => {
  await runWith(api, ['alerts', 'mute', 'health', '--for', '2h']);
  expect(api.requests).toMatchObject([{ body: { kind: 'health', minutes: 120 } }]);
  expect((await runWith(api, ['alerts', 'unmute', 'health'])).stdout).toBe('It is told of health again.\n');
});

test.each([
  [['alerts', 'mute', 'health', '--for', 'long'], 'Expected a length like 30m, 2h or 1d'],
  [['alerts', 'test', 'fax'], 'webhook, ntfy, slack, email, sms'],
  [['alerts', 'tset'], "unknown command 'tset'"],
])('%j is wrong usage', async (args, words) => {
  expect(await runWith(api, args)).toMatchObject({ code: 64, stderr: expect.stringContaining(words) });
});
