/** Alerts over the API, without an engine. */
import type { AlertPolicy } from '../../workflows/contracts/alerts';
import { openStore, type Store } from '../../store';
import { FULL } from '../store/alert-site';
import { seen } from '../store/dialog-support';
import { sees, there } from '../store/support';
import { type TestApi, startApi } from '../support/api';
import { expectError, expectFieldError } from './http';

const POLICY: AlertPolicy = {
  channelsOf: (kind) => (kind === 'secret' ? [] : ['webhook', 'ntfy']),
  dwellMs: () => 0,
  cooldownMs: () => 0,
  spacingMs: 0,
};

let api: TestApi;
let opened: Store;
beforeAll(async () => {
  api = await startApi((dir) => {
    opened = openStore({ dataDir: dir, alertPolicy: () => POLICY });
    return opened;
  });
});
afterAll(async () => {
  await api.close();
  opened.close();
});

/** An outage is told of. */
function outage(): void {
  const findings = [FULL];
  api.store.healthRecord.record({ key: 'one', watcher: 'check', components: ['disk'], findings });
  api.store.alerts.look();
}

test('the list shows each alert with its messages, and the filters choose', async () => {
  outage();
  sees(api.store, 'a');
  api.store.confirmations.messageDue(there(api.store.confirmations.open(seen()).id), 'waiting');
  const begun = api.store.alerts.messages.begin(1);
  expect(begun?.items).toHaveLength(2);
  api.store.alerts.messages.end(1, 'unknown', 'no answer');
  const { body } = await api.call('/api/alerts?kind=health&state=open');
  expect(body).toMatchObject({ total: 1 });
  expect(body.items).toMatchObject([
    {
      ...{ kind: 'health', severity: 'warning', state: 'open', title: 'Degraded: disk', held_back: null },
      deliveries: [
        { event: 'opened', channel: 'webhook', status: 'unknown', reason: 'no answer', tries: 1 },
        { event: 'opened', channel: 'ntfy', status: 'due', tries: 0 },
      ],
    },
  ]);
  expect((await api.call('/api/alerts')).body.total).toBe(2);
  expect((await api.call('/api/alerts?since=2099-01-01T00:00:00Z')).body.total).toBe(0);
  expect((await api.call('/api/alerts/1')).body).toEqual(body.items[0]);
  expectError(await api.call('/api/alerts/99'), 404, 'not_found');
});

test('the channels say what goes to each, and how its last message went', async () => {
  const { body } = await api.call('/api/alerts/channels');
  expect(body.channels).toMatchObject([
    { channel: 'webhook', missing: null, last: { status: 'unknown', reason: 'no answer' } },
    { channel: 'ntfy', last: { status: 'due' } },
    { channel: 'slack', kinds: [], last: null },
    { channel: 'email' },
    { channel: 'push' },
    { channel: 'sms' },
  ]);
  expect(body.kinds.at(-1)).toMatchObject({ kind: 'secret', channels: [] });
});

test('a kind is muted for a while, and told again', async () => {
  const { body } = await api.call('/api/alerts/mute', { body: { kind: 'health', minutes: 5 } });
  expect(body).toMatchObject({ kind: 'health', muted_by: 'api-token' });
  expect((await api.call('/api/alerts/channels')).body.mutes).toEqual([body]);
  expect(await api.call('/api/alerts/mute/health', { method: 'DELETE' })).toMatchObject({ status: 204 });
  expect((await api.call('/api/alerts/channels')).body.mutes).toEqual([]);
});

test('one is acknowledged, again with the same answer; one that is over is not', async () => {
  const acknowledge = () => api.call('/api/alerts/1/acknowledge', { method: 'POST' });
  expect((await acknowledge()).body).toMatchObject({ acknowledged_by: 'api-token' });
  expect((await acknowledge()).status).toBe(200);
  api.store.confirmations.end(1, { status: 'expired', decidedBy: 'terminal', resolution: 'answered' });
  api.store.alerts.look();
  expectError(await api.call('/api/alerts/2/acknowledge', { method: 'POST' }), 409, 'conflict');
});

test('without an engine no test is kept for later', async () => {
  expectError(
    await api.call('/api/alerts/test', { body: { channel: 'webhook' } }),
    503,
    'engine_unavailable',
  );
  expect((await api.call('/api/alerts?kind=test')).body.total).toBe(0);
});

test.each([
  ['/api/alerts/test', {}, 'channel'],
  ['/api/alerts/test', { channel: 'fax' }, 'channel'],
  ['/api/alerts/test', { channel: 'webhook', url: 'http://127.0.0.1' }, 'url'],
  ['/api/alerts/mute', { kind: 'all', minutes: 0 }, 'minutes'],
  ['/api/alerts/mute', { kind: 'everything' }, 'kind'],
])('%s %j is refused, naming %s', async (path, body, field) => {
  expectFieldError(await api.call(path, { body }), field);
});
