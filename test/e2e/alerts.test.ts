/** Alerts on a server of its own: told of a dialog and of an outage, through kill -9 between request and answer. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { FakeReceiver } from '../support/fake-receiver';

const SECRET = 'k-e-y-of-the-test';

let hook: FakeReceiver;
let slack: FakeReceiver;
let dashboard: Dashboard;
beforeAll(async () => {
  hook = await new FakeReceiver().start();
  slack = await new FakeReceiver().start();
  dashboard = await startDashboard({
    ARCHITECT_NOTIFY_URL: `${hook.url}/hook?key=${SECRET}`,
    SLACK_WEBHOOK_URL: `${slack.url}/services/${SECRET}`,
    ARCHITECT_ALERT_SPACING_SECONDS: '1',
    ARCHITECT_ALERT_ROUTES: 'budget=webhook+slack,health=none',
  });
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await hook.stop();
  await slack.stop();
});

const alerts = async (query = ''): Promise<any[]> => (await dashboard.call(`/api/alerts${query}`)).body.items;
const budget = (name: string) =>
  dashboard.call('/api/budgets', { body: { name, scope: 'all', period: 'total', limit_tokens: 0 } });

test('a test says what became of it, and is tried once', async () => {
  const test = (channel: string) => dashboard.call('/api/alerts/test', { body: { channel } });
  expect((await test('webhook')).body).toMatchObject({ status: 'sent', reason: null });
  slack.replies = [{ status: 403 }];
  expect((await test('slack')).body).toMatchObject({
    ...{ status: 'failed', reason: 'Slack answered with status 403' },
  });
  expect([hook.requests.length, slack.requests.length]).toEqual([1, 1]);
  expect((await test('email')).status).toBe(409);
});

test('the server is killed between request and answer: one that knows repeats gets it again, the other does not', async () => {
  let answer = (): void => {};
  const after = new Promise<void>((resolve) => (answer = resolve));
  hook.replies = [{ after }];
  slack.replies = [{ after }];
  await budget('nothing');
  await Promise.all([hook.asked(2), slack.asked(2)]);
  await dashboard.kill();
  answer();
  await dashboard.start();
  const items = await until(
    () => alerts('?kind=budget'),
    ([alert]) => alert?.deliveries.every(({ status }: any) => status === 'sent' || status === 'unknown'),
    'both have their end',
    90_000,
  );
  expect(items[0].deliveries).toMatchObject([
    { channel: 'webhook', status: 'sent' },
    { channel: 'slack', status: 'unknown' },
  ]);
  expect([hook.requests.length, slack.requests.length]).toEqual([3, 2]);
  const [, first, second] = hook.requests;
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  expect(second?.body).toEqual(first?.body);
}, 180_000);

test('addresses with their keys are in no log and in no history', async () => {
  const logDir = join(dashboard.dir, 'logs');
  const logs = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
  expect(logs.filter((log) => log.includes(SECRET))).toEqual([]);
  const engine = join(dashboard.dir, 'data', 'engine');
  const files = readdirSync(engine).filter((name) => name.includes('.db'));
  expect(files).not.toEqual([]);
  for (const name of files) expect(readFileSync(join(engine, name)).includes(SECRET)).toBe(false);
});
