/** Messages of alerts by the workflow that carries out the outbox: each arrives once, or is not said to have arrived. */
import { WorkflowFailedError } from '@temporalio/client';
import { alertPolicy, channelsOf } from '../../activities/notifications/channels';
import type { Notifier } from '../../activities/notifications/send-alert';
import { outboxActivities } from '../../activities/outbox';
import { loadConfig } from '../../config';
import { silentLog } from '../../telemetry/log';
import type { FollowUp, FollowUpInput, FollowUpRetries } from '../../workflows/contracts/outbox';
import { followUpWorkflowId, HUB_QUEUE, WORKFLOW } from '../../workflows/contracts/wire-names';
import { until } from '../engine/support';
import { seen } from '../store/dialog-support';
import { sees, type TestStore, testStore, there } from '../store/support';
import { FakeReceiver } from '../support/fake-receiver';
import { startTestEngine, type TestEngine } from './support/engine';

const RETRIES: FollowUpRetries = { callTimeoutMs: 10_000, retryMs: 20, longestRetryMs: 50, attempts: null };

let engine: TestEngine;
let receiver: FakeReceiver;
let record: TestStore;
let due: FollowUp[];
let dialogs = 0;
beforeAll(async () => {
  engine = await startTestEngine();
  receiver = await new FakeReceiver().start();
});
afterAll(async () => {
  await receiver.stop();
  await engine.stop();
});
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.replies = [];
  due = [];
});
afterEach(() => record.close());

/** A record whose alerts about dialogs go to `channels`. */
function setUp(channels: string, notifier: Partial<Notifier> = {}): void {
  const config = loadConfig({
    ...{ ARCHITECT_NOTIFY_URL: `${receiver.url}/hook`, SLACK_WEBHOOK_URL: `${receiver.url}/slack` },
    ...{ DIALPAD_BASE_URL: receiver.url, DIALPAD_API_KEY: 'k', DIALPAD_FROM_NUMBER: '+15550000001' },
    ...{ SMS_TO: '+15550000002', ARCHITECT_ALERT_SPACING_SECONDS: '0' },
    ARCHITECT_ALERT_ROUTES: `approval=${channels},health=none`,
  });
  record = testStore({ alertPolicy: alertPolicy(config), clock: () => new Date() });
  const { store } = record;
  store.outbox.onDue((rows) => void due.push(...rows.filter(({ kind }) => kind === 'alert')));
  const activities = outboxActivities({
    ...{ store, log: silentLog, githubApiUrl: '', secretValues: () => ({}) },
    engine: {
      wakePlan: async () => undefined,
      announce: async () => undefined,
      startPrompt: async () => true,
      control: async () => true,
      followRecurring: async () => undefined,
    },
    notifier: {
      channels: channelsOf(config, store),
      ...{ dashboardUrl: () => 'http://localhost:8080', installation: 'here', ...notifier },
    },
  });
  engine.use({ hub: activities, host: {} });
}

/** A dialog waits, and a person is to be told. */
function dialog(): number {
  const session = `s${(dialogs += 1)}`;
  sees(record.store, session);
  const id = there(record.store.confirmations.open(seen({ session, fingerprint: session })).id);
  record.store.confirmations.messageDue(id, 'waiting');
  return id;
}

/** Databases of other tests have the same ids: each start is a run of its own. */
const start = (followUp: FollowUp = there(due.at(-1))) =>
  engine.client.workflow.start(WORKFLOW.followUp, {
    workflowId: followUpWorkflowId(followUp),
    taskQueue: HUB_QUEUE,
    args: [{ ...followUp, retries: RETRIES } satisfies FollowUpInput],
  });
const run = async (): Promise<void> => (await start()).result();
const failing = async (): Promise<void> => expect(run()).rejects.toThrow(WorkflowFailedError);
const message = (id = 1) => record.store.alerts.messages.get(id);
const told = (id: number) => record.store.confirmations.get(id);

test('has the same key in each try, arrives once, and the dialog says so', async () => {
  setUp('webhook');
  receiver.replies = [{ status: 500 }, { cut: true }];
  const id = dialog();
  await run();
  await run();
  const keys = receiver.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^here-follow-up-alert-\d+-\d{13}$/);
  expect(message()).toMatchObject({ status: 'sent', tries: 3, uncertain: 1 });
  expect(told(id)).toMatchObject({ notification: 'sent', notified_at: expect.any(String) });
});

test('a pause that the other side names is kept', async () => {
  setUp('slack');
  receiver.replies = [{ status: 429, headers: { 'retry-after': '1' } }];
  dialog();
  const began = Date.now();
  await run();
  expect(Date.now() - began).toBeGreaterThan(950);
  expect(receiver.requests).toHaveLength(2);
});

test.each(['sms', 'slack'])('%s: what may have arrived is not sent again', async (channel) => {
  setUp(channel, { requestTimeoutMs: 100 });
  let answer = (): void => {};
  receiver.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
  const id = dialog();
  await failing();
  answer();
  expect(receiver.requests).toHaveLength(1);
  expect(message()).toMatchObject({ status: 'unknown', tries: 1 });
  expect(told(id)?.notification).toMatch(/^not sent: .*gave no answer in time.*it is not sent again$/);
  expect(record.store.outbox.carryOutDue()).toEqual([]);
});

test('what is refused is told, and not tried again', async () => {
  setUp('slack');
  receiver.replies = [{ status: 404 }];
  const id = dialog();
  await failing();
  expect(receiver.requests).toHaveLength(1);
  expect(message()).toMatchObject({ status: 'failed', reason: 'Slack answered with status 404' });
  expect(told(id)).toMatchObject({ notification: 'not sent: slack: Slack answered with status 404' });
  expect(told(id)?.notified_at).toBeNull();
});

test('a channel that is named and not set up says what is missing; another one has it all the same', async () => {
  setUp('email+webhook');
  const id = dialog();
  for (const followUp of [...due]) await (await start(followUp)).result().catch(() => undefined);
  const deliveries = record.store.alerts.deliveriesOf(1);
  expect(deliveries.map(({ channel, status, reason }) => [channel, status, reason])).toEqual([
    ['email', 'failed', 'not set up: set SMTP_HOST, EMAIL_FROM, EMAIL_TO'],
    ['webhook', 'sent', null],
  ]);
  expect(told(id)?.notification).toBe('sent');
});

test('what nobody took for a day is given up, and what came meanwhile is told together', async () => {
  let nowMs = Date.now();
  setUp('webhook', { now: () => new Date(nowMs) });
  receiver.replies = Array.from({ length: 5 }, () => ({ status: 429 }));
  dialog();
  const handle = await start();
  await until(() => receiver.requests.length > 2);
  dialog();
  dialog();
  nowMs += 25 * 3_600_000;
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(message()).toMatchObject({ status: 'failed', reason: 'the address answered with status 429' });
  receiver.replies = [];
  await run();
  expect(receiver.requests.at(-1)?.body.alerts).toHaveLength(2);
});

describe.each([
  ['webhook', 'sent', 2],
  ['sms', 'unknown', 1],
])('a worker that ends between the request and the answer: %s', (channel, status, requests) => {
  test(`is ${status}, after ${requests} requests`, async () => {
    setUp(channel);
    dialog();
    // As a worker leaves it that was killed.
    const { messages } = record.store.alerts;
    const followUp = there(due.at(-1));
    messages.begin(1);
    const { items } = there(message());
    if (requests === 2) await fetch(`${receiver.url}/hook`, { method: 'POST', body: '{}' });
    else await fetch(`${receiver.url}/api/v2/sms`, { method: 'POST', body: '{}' });
    await (await start(followUp)).result().catch(() => undefined);
    expect(receiver.requests).toHaveLength(requests);
    expect(message()).toMatchObject({ status, items });
    expect(record.store.outbox.carryOutDue()).toEqual([]);
  });
});

test('one that an operator ends is given up; nobody is said to have it', async () => {
  setUp('webhook');
  receiver.replies = Array.from({ length: 10_000 }, () => ({ status: 429 }));
  const id = dialog();
  const handle = await start();
  await until(() => message()?.status === 'due' && (message()?.tries ?? 0) > 1);
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(message()?.reason).toBe('cancelled in the workflow engine');
  expect(told(id)?.notification).toBe('not sent: webhook: cancelled in the workflow engine');
  expect(record.store.outbox.carryOutDue()).toEqual([]);
});

test('a test is tried once, beside what the channel has to send', async () => {
  setUp('webhook');
  dialog();
  record.store.alerts.test({ channel: 'webhook', browser_id: 0 }, 'me');
  receiver.replies = [{ status: 429 }];
  await failing();
  expect(receiver.requests).toMatchObject([{ body: { level: 'test', title: 'Test of the alerts' } }]);
  expect(message(2)).toMatchObject({ test: 1, status: 'failed', tries: 1 });
  expect(message(1)).toMatchObject({ status: 'due' });
});

test('every run of this file repeats itself when it is replayed', async () => {
  expect(await engine.replayAll()).toBeGreaterThan(10);
});
