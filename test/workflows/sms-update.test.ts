/** The hourly message as a workflow, with the real steps on a real record and a Dialpad of the test's own. */
import { rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { smsActivities, type SmsDeps } from '../../activities/sms';
import type { Store } from '../../store';
import { openRecord } from '../support/record';
import { silentLog } from '../../telemetry/log';
import type { SmsInput, SmsResult, SmsRunStatus } from '../../workflows/contracts/sms';
import { HUB_QUEUE, SMS_SCHEDULE, STATUS_QUERY, WORKFLOW } from '../../workflows/contracts/wire-names';
import { temporaryDirectory } from '../store/support';
import { SECRET } from '../store/vault-site';
import { FakeDialpad, MESSAGE_ID, nobody, refusing } from '../support/fake-dialpad';
import { startTestEngine, type TestEngine } from './support/engine';

const START = new Date('2026-02-07T22:00:01.000Z');
const KEY = 'dialpad-key-5e1f';

let engine: TestEngine;
let dialpad: FakeDialpad;
let dir: string;
let store: Store;
let now: Date;
let reasons: string[];
beforeAll(async () => {
  [engine, dialpad] = await Promise.all([startTestEngine(), new FakeDialpad().start()]);
});
afterAll(async () => {
  await dialpad.stop();
  await engine.stop();
});
beforeEach(() => {
  dir = temporaryDirectory();
  now = START;
  reasons = [];
  store = openRecord({ dataDir: dir, clock: () => now });
  dialpad.requests.length = 0;
  dialpad.replies = [];
  use();
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

const SMS: SmsDeps['sms'] = {
  ...{ apiKey: KEY, baseUrl: '', from: '+15550000001', to: ['+15550000002'], quiet: null },
};
function use(sms: Partial<SmsDeps['sms']> = {}, requestTimeoutMs = 5_000): ReturnType<typeof smsActivities> {
  const hub = smsActivities({
    ...{ store, log: silentLog, now: () => now, requestTimeoutMs, healthReasons: async () => reasons },
    sms: { ...SMS, baseUrl: dialpad.url, ...sms },
  });
  engine.use({ hub, host: {} });
  return hub;
}

const start = (input: Partial<SmsInput> = {}) =>
  engine.client.workflow.start<(input: SmsInput) => Promise<SmsResult>>(WORKFLOW.smsUpdate, {
    workflowId: `sms-test-${randomUUID()}`,
    taskQueue: HUB_QUEUE,
    args: [
      {
        ...{ requestedBy: 'schedule', once: false },
        durations: { sendTimeoutMs: 20_000, heartbeatTimeoutMs: 1_000 },
        ...input,
      },
    ],
  });
const run = async (input: Partial<SmsInput> = {}): Promise<SmsResult> => (await start(input)).result();
/** Until it waits for its next try. */
async function waits(workflow: Awaited<ReturnType<typeof start>>): Promise<SmsRunStatus> {
  for (;;) {
    const status = await workflow.query<SmsRunStatus>(STATUS_QUERY);
    if (status.step === 'waiting') return status;
  }
}
const rows = () => store.sms.list(50, 0).items;
const minutes = (count: number): Date => new Date(START.getTime() + count * 60_000);

test('an hour gets one message, whoever wants it and however often', async () => {
  const results = await Promise.all([run(), run(), run()]);
  expect(results.map(({ outcome }) => outcome).sort()).toEqual(['sent', 'skipped', 'skipped']);
  now = minutes(59);
  expect(await run()).toMatchObject({ outcome: 'skipped', reason: 'this hour has its message already' });
  expect(dialpad.requests).toHaveLength(1);
  expect(rows()).toMatchObject([
    {
      ...{ status: 'sent', slot: '2026-02-07 22:00:00.000', tries: 1, reason: null },
      ...{ message_id: MESSAGE_ID, message_status: 'pending', delivery_result: 'accepted' },
    },
  ]);
  expect(dialpad.requests[0]?.body.text).toBe(rows()[0]?.message);
  now = minutes(60);
  expect(await run()).toMatchObject({ outcome: 'sent' });
});

test('a clock that is put back makes no second message of an hour, one that is put on only the next', async () => {
  await run();
  now = minutes(-30);
  await run();
  now = minutes(30);
  await run();
  now = minutes(300);
  await run();
  now = START;
  await run();
  expect(rows().map(({ slot }) => slot)).toEqual([
    '2026-02-08 03:00:00.000',
    '2026-02-07 21:00:00.000',
    '2026-02-07 22:00:00.000',
  ]);
  expect(dialpad.requests).toHaveLength(3);
});

test('a request whose answer does not come is unknown, and not sent again', async () => {
  let answer = (): void => {};
  dialpad.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
  use({}, 200);
  expect(await run()).toMatchObject({ outcome: 'unknown' });
  expect(await run()).toMatchObject({ outcome: 'skipped' });
  answer();
  expect(rows()).toMatchObject([{ status: 'unknown', reason: expect.stringContaining('not sent again') }]);
  expect(dialpad.requests).toHaveLength(1);
});

test('a worker that ends between request and answer leaves it unknown, and nothing is sent again', async () => {
  const real = use();
  let killed = false;
  engine.use({
    hub: {
      ...real,
      // As after kill -9: the request is out, the answer reaches nobody, and another worker tries.
      sendSms(input) {
        if (killed) return real.sendSms(input);
        killed = true;
        store.sms.begin(input.smsId, rows()[0]?.workflow_run ?? '');
        return Promise.reject(new Error('the worker is gone'));
      },
    },
    host: {},
  });
  expect(await run()).toMatchObject({ outcome: 'unknown' });
  expect(rows()).toMatchObject([{ status: 'unknown', tries: 1 }]);
  expect(dialpad.requests).toHaveLength(0);
});

test('what Dialpad did not take is tried again within the hour, when it says', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '0' }), refusing(408, { 'retry-after': '0' })];
  expect(await run()).toMatchObject({ outcome: 'sent' });
  expect(rows()).toMatchObject([{ status: 'sent', tries: 3 }]);
});

test('a pause that is longer than the hour ends the try of this hour', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '3600' })];
  expect(await run()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('status 429') });
});

const [NOT_TAKEN, MAYBE_TAKEN] = [[400, 401, 403, 404, 409, 413] as const, [500, 503] as const];
test.each([
  ...NOT_TAKEN.map((status) => [status, 'failed'] as const),
  ...MAYBE_TAKEN.map((status) => [status, 'unknown'] as const),
])('what %d answers is not sent again: it is %s', async (status, outcome) => {
  dialpad.replies = [refusing(status, { 'retry-after': '0' })];
  expect(await run()).toMatchObject({ outcome, reason: expect.stringContaining(`${status}`) });
  expect(await run()).toMatchObject({ outcome: 'skipped' });
  expect(rows()).toMatchObject([{ status: outcome, tries: 1 }]);
  expect(dialpad.requests).toHaveLength(1);
});

test('a Dialpad that is down for three hours is no flood afterwards', async () => {
  use({ baseUrl: await nobody() });
  for (const hour of [0, 1, 2]) {
    // So late in its hour that the next try would be in another.
    now = minutes(hour * 60 + 59.8);
    expect(await run()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('ECONNREFUSED') });
  }
  use();
  now = minutes(180);
  await run();
  await run();
  expect(rows().map(({ status }) => status)).toEqual(['sent', 'failed', 'failed', 'failed']);
  expect(dialpad.requests).toHaveLength(1);
});

test('a machine that slept through the pause sends nothing of an hour that is over', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '1' })];
  const workflow = await start();
  await waits(workflow);
  now = minutes(61);
  expect(await workflow.result()).toMatchObject({ outcome: 'failed', reason: 'its hour is over' });
  expect(dialpad.requests).toHaveLength(1);
});

test('what is to be tried again in quiet hours is not', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '1' })];
  const local = minutes(31).getHours() + minutes(31).getMinutes() / 60;
  use({ quiet: { from: local - 0.1, to: local + 0.1 } });
  const workflow = await start();
  await waits(workflow);
  now = minutes(31);
  expect(await workflow.result()).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('quiet hour'),
  });
  expect(dialpad.requests).toHaveLength(1);
});

test('a person gets one now, beside that of the hour and in quiet hours', async () => {
  const local = START.getHours();
  use({ quiet: { from: local, to: local + 1 } });
  expect(await run()).toMatchObject({ outcome: 'skipped', reason: expect.stringContaining('quiet') });
  expect(await run({ once: true, requestedBy: 'me' })).toMatchObject({ outcome: 'sent' });
  expect(rows()).toMatchObject([{ slot: null, requested_by: 'me' }]);
  use();
  expect(await run()).toMatchObject({ outcome: 'sent' });
});

test('one that a person wants is tried once', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '0' })];
  expect(await run({ once: true })).toMatchObject({ outcome: 'failed' });
  expect(dialpad.requests).toHaveLength(1);
});

test('without settings it says which, and asks nobody', async () => {
  use({ apiKey: undefined, to: [] });
  expect(await run()).toMatchObject({
    outcome: 'skipped',
    reason: 'text messages are not set up: set DIALPAD_API_KEY (or the secret of that name), SMS_TO',
  });
  await expect(run({ once: true })).rejects.toMatchObject({
    cause: { type: 'sms_not_configured' },
  });
  expect([rows(), dialpad.requests]).toEqual([[], []]);
});

test('the key may be in the vault; one that is gone is told', async () => {
  const secret = { ...SECRET, name: 'DIALPAD_API_KEY', value: 'of-the-vault' };
  const { id } = store.vault.create(secret, 'me');
  use({ apiKey: undefined });
  expect(await run()).toMatchObject({ outcome: 'sent' });
  expect(dialpad.requests[0]?.headers.authorization).toBe('Bearer of-the-vault');
  store.vault.remove(id, 'me');
  now = minutes(60);
  expect(await run()).toMatchObject({ outcome: 'skipped' });
});

test('what is wrong is in the text', async () => {
  reasons = ['3 prompts are stuck'];
  await run();
  expect(dialpad.requests[0]?.body.text).toMatch(/Health: ⚠️ DEGRADED\n- 3 prompts are stuck$/);
});

test('another interval has messages of its own', async () => {
  store.scheduleChanges.keep(SMS_SCHEDULE, {
    ...{ paused: false, spec: { everySeconds: 1_800 }, base: { everySeconds: 3_600 }, changedBy: 'me' },
  });
  await run();
  now = minutes(29);
  await run();
  now = minutes(30);
  await run();
  expect(rows().map(({ slot }) => slot)).toEqual(['2026-02-07 22:30:00.000', '2026-02-07 22:00:00.000']);
});

test('what an engine that lost its database left behind is ended at the next message', async () => {
  const slot = { begins: new Date('2026-02-07T20:00:00Z'), ends: new Date('2026-02-07T21:00:00Z') };
  now = minutes(-120);
  const lost = { slot, requestedBy: 'schedule', message: 'x', recipients: [], workflowRun: 'lost' };
  const sending = store.sms.plan(lost);
  store.sms.begin(sending?.id ?? 0, 'lost');
  const later = { begins: slot.ends, ends: new Date('2026-02-07T22:00:00Z') };
  store.sms.plan({ ...lost, slot: later, workflowRun: 'lost-too' });
  now = START;
  await run();
  expect(rows().map(({ status }) => status)).toEqual(['sent', 'failed', 'unknown']);
  expect(dialpad.requests).toHaveLength(1);
});

test('cancelled in the engine while it waits, it is not sent later', async () => {
  dialpad.replies = [refusing(429, { 'retry-after': '600' })];
  const workflow = await start();
  expect(await waits(workflow)).toMatchObject({ tries: 1, reason: expect.stringContaining('429') });
  await workflow.cancel();
  await expect(workflow.result()).rejects.toThrow();
  expect(rows()).toMatchObject([{ status: 'failed', reason: 'cancelled in the workflow engine' }]);
});

test('texts, numbers and keys are in no history, and each repeats itself', async () => {
  dialpad.replies = [refusing(400)];
  const workflow = await start();
  await workflow.result();
  const history = JSON.stringify(await workflow.fetchHistory());
  const readable = history.replace(/"data":"([^"]+)"/g, (_, data: string) =>
    Buffer.from(data, 'base64').toString(),
  );
  for (const secret of ['Architect 1', '5550000002', '5551234567', KEY])
    expect(readable).not.toContain(secret);
  expect(await engine.replayAll()).toBeGreaterThan(10);
});
