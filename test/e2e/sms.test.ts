/** The hourly text message on a server of its own: received byte by byte, once, through kill -9 and restarts. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { FakeDialpad } from '../support/fake-dialpad';

const FORM =
  /^🔧 Architect (1[0-2]|[1-9]):[0-5]\d[AP]M\n\nSessions: \d+ active, \d+ idle\n {2}Claude: 0 \| Codex: 0( \| Shell: \d+)?\n\nPrompts: 0 queued \| 0 active \| 0 done \(1h\)\n\nTasks: 0 pending \| 0 active\n\nFeatures: 0 active \| 0 done \(24h\)\n\nHealth: (✅ HEALTHY|⚠️ DEGRADED(\n- .+)+)$/;
const KEY = 'dialpad-key-of-the-test';
const TO = '+15557654321';

let dialpad: FakeDialpad;
let dashboard: Dashboard;
beforeAll(async () => {
  dialpad = await new FakeDialpad().start();
  dashboard = await startDashboard({
    ...{ DIALPAD_BASE_URL: dialpad.url, DIALPAD_API_KEY: KEY, DIALPAD_FROM_NUMBER: '+15550000001' },
    SMS_TO: TO,
  });
  // It is sent when the test wants it.
  await dashboard.call('/api/schedules/sms-update', { method: 'PATCH', body: { paused: true } });
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await dialpad.stop();
});

const trigger = () => dashboard.call('/api/schedules/sms-update/trigger', { method: 'POST' });
const messages = async (): Promise<any[]> => (await dashboard.call('/api/sms')).body.items;
/** How its runs ended, the newest first. */
const runs = async (): Promise<any[]> => (await dashboard.call('/api/schedules/sms-update')).body.runs;

test('the server is killed between request and answer: nobody knows, and nothing is sent again', async () => {
  let answer = (): void => {};
  dialpad.replies = [{ after: new Promise((resolve) => (answer = resolve)) }];
  await trigger();
  await dialpad.asked(1);
  await dashboard.kill();
  answer();
  await dashboard.start();
  await until(messages, ([message]) => message?.status === 'unknown', 'the message is unknown', 60_000);
  await until(runs, ([run]) => run?.status === 'completed', 'the run has ended', 60_000);
  await trigger();
  await until(runs, ([run]) => run?.result?.outcome === 'skipped', 'the next run skips the hour');
  expect(dialpad.requests).toHaveLength(1);
  expect(dialpad.requests[0]?.body).toMatchObject({ to_numbers: [TO], text: expect.stringMatching(FORM) });
  expect(await messages()).toMatchObject([{ status: 'unknown', tries: 1, to: ['+1…21'] }]);
}, 180_000);

test('one that a person wants arrives as it is kept, and its text is in no log', async () => {
  const { body } = await dashboard.call('/api/sms', { body: { once: true } });
  expect(body).toMatchObject({
    dry_run: false,
    sms: { status: 'sent', hour: null, requested_by: 'api-token' },
  });
  const { text } = dialpad.requests[1]?.body ?? {};
  expect(text).toMatch(FORM);
  expect(text).toBe(body.text);
  const logDir = join(dashboard.dir, 'logs');
  const logs = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
  for (const secret of [KEY, TO, 'Sessions: ', '5550000001'])
    expect(logs.filter((log) => log.includes(secret))).toEqual([]);
  expect(readFileSync(join(logDir, 'updates.log'), 'utf8')).toContain('a text message was taken by Dialpad');
});

test('a dry run shows it and sends nothing', async () => {
  const { body } = await dashboard.call('/api/sms', { body: { dry_run: true } });
  expect(body.text).toMatch(FORM);
  expect(body).toMatchObject({ missing: null, sms: null });
  expect(dialpad.requests).toHaveLength(2);
});
