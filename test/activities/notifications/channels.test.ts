/** What each channel sends, and what the answers of the other side mean: taken, to be tried again, refused, or nobody knows. */
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import type { Channel, ChannelMessage } from '../../../activities/notifications/channel';
import { channelsOf } from '../../../activities/notifications/channels';
import { loadConfig } from '../../../config';
import type { AlertItem } from '../../../workflows/contracts/alerts';
import { testStore, type TestStore } from '../../store/support';
import { SECRET } from '../../store/vault-site';
import { CERTIFICATE } from '../../support/certificate';
import { FakeReceiver, nobody, type Reply } from '../../support/fake-receiver';

const ITEM: AlertItem = {
  ...{ alertId: 7, kind: 'health', event: 'opened', severity: 'warning', title: 'Degraded: disk' },
  ...{ message: 'Little room <here> & there.', page: '/health.html', since: '2026-02-07T00:00:00.000Z' },
  resolvedAt: null,
};
const message = (...items: AlertItem[]): ChannelMessage => ({
  ...{ items: items.length > 0 ? items : [ITEM], key: 'the-key', dashboardUrl: 'http://here:8080' },
  browserId: 0,
});

let receiver: FakeReceiver;
let record: TestStore;
beforeAll(async () => {
  receiver = await new FakeReceiver().start();
  record = testStore();
});
afterAll(async () => {
  record.close();
  await receiver.stop();
});
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.replies = [];
});

const NAMES = ['webhook', 'ntfy', 'slack', 'sms'] as const;
type Name = (typeof NAMES)[number];
const ADDRESSES: Readonly<Record<Name, (url: string) => Record<string, string>>> = {
  webhook: (url) => ({ ARCHITECT_NOTIFY_URL: `${url}/hook?key=s3cret` }),
  ntfy: (url) => ({ NTFY_URL: `${url}/base/my-topic`, NTFY_TOKEN: 'tk_s3cret' }),
  slack: (url) => ({ SLACK_WEBHOOK_URL: `${url}/services/s3cret` }),
  sms: (url) => ({
    ...{ DIALPAD_BASE_URL: url, DIALPAD_API_KEY: 's3cret', DIALPAD_FROM_NUMBER: '+15550000001' },
    SMS_TO: '+15550000002',
  }),
};
const channel = (name: Name, url = receiver.url): Channel =>
  channelsOf(loadConfig(ADDRESSES[name](url)), record.store)[name];
const send = (name: Name, url?: string, timeoutMs = 5_000) =>
  channel(name, url).send(message(), AbortSignal.timeout(timeoutMs));

describe('a message', () => {
  test('goes to a webhook with all there is to know, and a key that is the same in each try', async () => {
    expect(await send('webhook')).toEqual({ outcome: 'sent' });
    expect(receiver.requests).toMatchObject([
      { path: '/hook?key=s3cret', headers: { 'idempotency-key': 'the-key' } },
    ]);
    expect(receiver.requests[0]?.body).toEqual({
      ...{ title: 'Degraded: disk', message: ITEM.message, url: 'http://here:8080/health.html' },
      level: 'warning',
      alerts: [
        {
          ...{ id: 7, kind: 'health', event: 'opened', severity: 'warning', title: 'Degraded: disk' },
          ...{ message: ITEM.message, url: 'http://here:8080/health.html', since: ITEM.since },
          resolved_at: null,
        },
      ],
    });
  });

  test('goes to the topic of ntfy, with the token in a header', async () => {
    await send('ntfy');
    expect(receiver.requests).toMatchObject([
      { path: '/base', headers: { authorization: 'Bearer tk_s3cret' } },
    ]);
    expect(receiver.requests[0]?.body).toEqual({
      ...{ topic: 'my-topic', title: 'Degraded: disk', message: ITEM.message, priority: 3 },
      ...{ tags: ['warning'], click: 'http://here:8080/health.html' },
    });
  });

  test('goes to Slack, where nothing in it is taken for a command', async () => {
    await send('slack');
    expect(receiver.requests[0]?.body).toEqual({
      text: '*Degraded: disk*\nLittle room &lt;here&gt; &amp; there.\n<http://here:8080/health.html|Open the dashboard>',
    });
  });

  test('goes as a text message as the hourly one does', async () => {
    await send('sms');
    expect(receiver.requests).toMatchObject([
      {
        path: '/api/v2/sms',
        headers: { authorization: 'Bearer s3cret' },
        body: { from_number: '+15550000001', to_numbers: ['+15550000002'] },
      },
    ]);
    expect(receiver.requests[0]?.body.text).toBe(`🔔 Architect: Degraded: disk\n${ITEM.message}`);
  });

  test('of many has as much as there is room for, and says how many more there are', async () => {
    const items = Array.from({ length: 200 }, (_, n) => ({ ...ITEM, alertId: n, message: '€'.repeat(400) }));
    for (const name of NAMES)
      expect(await channel(name).send(message(...items), AbortSignal.timeout(5_000))).toEqual({
        outcome: 'sent',
      });
    const [hook, topic, , text] = receiver.requests.map(({ body }) => body);
    expect(hook.alerts).toHaveLength(200);
    expect(hook).toMatchObject({ title: '200 alerts', message: expect.stringContaining('and 191 more.') });
    expect(Buffer.byteLength(topic.message)).toBeLessThan(4_096);
    expect(topic.message).toMatch(/€…$/);
    expect(text.text.split('\n')).toHaveLength(5);
    expect(text.text).toContain('and 197 more.');
    expect(text.text.length).toBeLessThan(800);
  });

  test('says that it is over, also where it began and ended before it was told', async () => {
    await channel('webhook').send(
      message({ ...ITEM, resolvedAt: '2026-02-07T01:00:00.000Z' }),
      AbortSignal.timeout(5_000),
    );
    expect(receiver.requests[0]?.body).toMatchObject({ title: 'Over: Degraded: disk' });
  });
});

describe.each(NAMES)('%s', (name) => {
  test.each<[string, Reply, object]>([
    [
      '429 with seconds',
      { status: 429, headers: { 'retry-after': '90' } },
      { outcome: 'later', retryAfterMs: 90_000 },
    ],
    ['500', { status: 500 }, { outcome: 'unknown' }],
    ['408', { status: 408 }, { outcome: 'later', retryAfterMs: null }],
    ['503', { status: 503 }, { outcome: 'unknown' }],
    ['504', { status: 504 }, { outcome: 'unknown' }],
    ['400', { status: 400 }, { outcome: 'refused' }],
    ['401', { status: 401 }, { outcome: 'refused' }],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, { outcome: 'refused' }],
    ['a cut connection', { cut: true }, { outcome: 'unknown' }],
  ])('%s', async (_, reply, expected) => {
    receiver.replies = [reply];
    const outcome = await send(name);
    expect(outcome).toMatchObject(expected);
    expect(receiver.requests).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
  });

  test('an answer that does not come in time is unknown', async () => {
    let answer = (): void => {};
    receiver.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
    expect(await send(name, undefined, 100)).toMatchObject({ outcome: 'unknown' });
    answer();
  });

  test('where nobody listens nothing was sent', async () => {
    expect(await send(name, await nobody())).toMatchObject({
      outcome: 'later',
      reason: expect.stringMatching(/can't be reached \(ECONNREFUSED\)$/),
    });
  });

  test('a server that nobody vouches for gets nothing', async () => {
    const heard: string[] = [];
    const server = createServer(CERTIFICATE, (socket) =>
      socket.on('data', (data) => heard.push(String(data))),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await send(name, url)).toMatchObject({
      outcome: 'later',
      reason: expect.stringContaining('SELF_SIGNED'),
    });
    expect(heard).toEqual([]);
    server.close();
  });

  test('without its settings it says what is missing', () => {
    expect(channelsOf(loadConfig({}), record.store)[name].missing()).toMatch(/^[A-Z_]+/);
    expect(channel(name).missing()).toBeNull();
  });
});

test.each<[Name, string, Record<string, string>]>([
  ['slack', 'that is no address', { SLACK_WEBHOOK_URL: 'hooks.example/s3cret' }],
  ['ntfy', 'with a login in it', { NTFY_URL: 'https://me:s3cret@ntfy.example/topic' }],
  [
    'ntfy',
    'whose key no header may have',
    { NTFY_URL: 'https://ntfy.example/topic', NTFY_TOKEN: 's3cret\nx' },
  ],
])('%s %s gets nothing, and says so without its words', async (name, _, settings) => {
  const { SLACK_WEBHOOK_URL: address, ...others } = settings;
  const config = loadConfig(others);
  const alerts = { ...config.alerts, ...(address !== undefined && { slackUrl: address }) };
  const outcome = await channelsOf({ ...config, alerts }, record.store)[name].send(
    message(),
    AbortSignal.timeout(5_000),
  );
  expect(outcome).toMatchObject({
    outcome: 'refused',
    reason: expect.stringMatching(/^nothing was sent to/),
  });
  expect(JSON.stringify(outcome)).not.toContain('s3cret');
});

test('secrets come from the vault where no setting has them', async () => {
  const { store } = record;
  const keep = (name: string, value: string): unknown => store.vault.create({ ...SECRET, name, value }, 'me');
  keep('SLACK_WEBHOOK_URL', `${receiver.url}/from-the-vault`);
  keep('NTFY_TOKEN', 'tk_vault');
  const { slack, ntfy } = channelsOf(loadConfig({ NTFY_URL: `${receiver.url}/topic` }), store);
  expect(slack.missing()).toBeNull();
  await slack.send(message(), AbortSignal.timeout(5_000));
  await ntfy.send(message(), AbortSignal.timeout(5_000));
  expect(receiver.requests).toMatchObject([
    { path: '/from-the-vault' },
    { path: '/', headers: { authorization: 'Bearer tk_vault' } },
  ]);
});
