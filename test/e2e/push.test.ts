/**
 * Notifications with the page closed, from the settings to the key in the terminal: a real server under a path, a real
 * browser and its service worker. The push service is the test's own; what it gets is handed to the browser.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { source } from 'axe-core';
import type { Browser, BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { CERTIFICATE } from '../support/certificate';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { type Agent, bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { FakePushService } from '../support/fake-push-service';
import { SUBSCRIBED_WITH, subscribesAt } from '../support/push-subscription';
import { temporaryDirectory } from '../store/support';
import { isLive, launchWholeBrowser, sees, seesNo } from '../web/browser';

const PASSWORD = 'a password of my own';
const BASE = '/architect';

let service: FakePushService;
const directory = temporaryDirectory();
let dashboard: Dashboard;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let devtools: CDPSession;
let registrationId = '';
let agent: Agent;

const addressOf = (path: string): string => `${dashboard.url}${BASE}${path}`;

beforeAll(async () => {
  service = await new FakePushService().start();
  const trusted = join(directory, 'ca.pem');
  writeFileSync(trusted, CERTIFICATE.cert);
  [dashboard, browser] = await Promise.all([
    startDashboard({
      ...{ ARCHITECT_PASSWORD: PASSWORD, ARCHITECT_BASE_PATH: BASE, NODE_EXTRA_CA_CERTS: trusted },
      ...{ ARCHITECT_PUSH_HOSTS: 'localhost', ARCHITECT_ALERT_SPACING_SECONDS: '0' },
    }),
    launchWholeBrowser(),
  ]);
  await dashboard.call('/api/confirm', { method: 'PUT', body: { enabled: false, notify_after_ms: 0 } });
  context = await browser.newContext({ permissions: ['notifications'] });
  await context.addInitScript({ content: subscribesAt(service.subscription()) });
  page = await context.newPage();
  devtools = await context.newCDPSession(page);
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    registrationId = registrations.find(({ isDeleted }) => !isDeleted)?.registrationId ?? registrationId;
  });
  await devtools.send('ServiceWorker.enable');
  await page.goto(addressOf('/settings.html'));
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await isLive(page);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
  await service.stop();
  rmSync(directory, { recursive: true });
});

const worker = (): Worker => {
  const found = context.serviceWorkers().at(-1);
  if (!found) throw new Error('There is no service worker.');
  return found;
};

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly silent: boolean;
  readonly actions: string[];
}
const shown = (): Promise<Shown[]> =>
  worker()
    .evaluate(`registration.getNotifications().then((all) => all.map(({ title, body, tag, silent, actions }) =>
    ({ title, body, tag, silent: silent === true, actions: actions.map((one) => one.action) })))`);
const clearShown = (): Promise<void> =>
  worker().evaluate('registration.getNotifications().then((all) => all.forEach((one) => one.close()))');
/** As the person does; the browser's own event comes from its window only. */
const press = (action: string): Promise<void> =>
  worker().evaluate(`registration.getNotifications().then(([notification]) => {
    self.dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '${action}' }));
  })`);

/** What the push service got, as the browser's maker would hand it on. */
async function deliver(count: number): Promise<void> {
  await service.received(count);
  const data = JSON.stringify(service.pushed[count - 1]?.payload);
  await devtools.send('ServiceWorker.deliverPushMessage', {
    ...{ origin: new URL(dashboard.url).origin, registrationId, data },
  });
}

async function asks(session: string, command: string): Promise<Agent> {
  const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash(command) };
  const made = dialogAgent(dashboard.tmux.dir, `agent-${session}`, screens, 'dialog');
  await dashboard.tmux.session(session, ...made.argv);
  return made;
}

it('a browser is subscribed in the settings, by name, and a test reaches it', async () => {
  await sees(page, '#push-here', 'not subscribed');
  await page.getByRole('button', { name: 'Notify me here, also with the page closed' }).click();
  await sees(page, '#push-message', 'This browser gets notifications now');
  await sees(page, '[data-browser][data-current=true]', /Chrome on Linux.*This one/s);
  await sees(page, '[data-browser]', 'nothing was sent yet');
  await page.getByRole('button', { name: /^Send a test/ }).click();
  await sees(page, '#push-message', 'The push service has it');
  await sees(page, '[data-browser]', /last message.*Sent/s);
  await deliver(1);
  await until(shown, (all) => all.length === 1, 'the notification');
  expect(await shown()).toMatchObject([{ title: 'Test of the alerts', actions: ['open'], silent: false }]);
  await clearShown();
}, 60_000);

it('a dialog is denied in the notification, by the person whose browser it is', async () => {
  agent = await asks('worker', 'git status');
  await deliver(2);
  await until(shown, (all) => all.length === 1, 'the notification');
  expect(await shown()).toEqual([
    {
      ...{ title: 'worker waits for you', body: 'claude in session worker asks for permission.' },
      ...{ tag: 'dialog-1', silent: false, actions: ['open', 'deny'] },
    },
  ]);
  await press('deny');
  await until(shown, ([one]) => one?.body === 'Denied.', 'the outcome');
  expect(agent.keys()).toEqual(['4']);
  const { body } = await dashboard.call('/api/confirmations/1');
  expect(body).toMatchObject({ status: 'denied', decided_by: 'person', note: 'in a notification' });
  const requests = await dashboard.call('/api/audit/requests?route=/api/confirmations/:id');
  expect(requests.body.items).toMatchObject([{ actor: 'architect', method: 'POST', status: 200 }]);
}, 60_000);

it('one that was answered meanwhile is not answered again, and the notification says so', async () => {
  const other = await asks('other', 'git log');
  await deliver(3);
  await until(shown, (all) => all.some(({ tag }) => tag === 'dialog-2'), 'the notification');
  await worker().evaluate(
    "registration.getNotifications({ tag: 'dialog-1' }).then((all) => all.forEach((one) => one.close()))",
  );
  await dashboard.call('/api/confirmations/2', { body: { decision: 'approve' } });
  await press('deny');
  await until(shown, ([one]) => one?.body.startsWith('Nothing was denied.') ?? false, 'the outcome');
  expect((await shown())[0]?.body).toMatch(/Confirmation 2 is over \(approved\)/);
  expect(other.keys()).toEqual(['1']);
  await clearShown();
}, 60_000);

it('opening leads to the dialog', async () => {
  await asks('third', 'git diff');
  await deliver(4);
  await until(shown, (all) => all.length === 1, 'the notification');
  await worker().evaluate('self.clients.openWindow = async (url) => { self.opened = url; }');
  await press('open');
  const opened = await until(
    () => worker().evaluate<string | undefined>('self.opened'),
    (url) => url !== undefined,
    'the window',
  );
  expect(opened).toBe(addressOf('/needs.html#/dialog-3'));
  const second = await context.newPage();
  await second.goto(String(opened));
  await sees(second, '.need[data-open]', 'third asks for permission');
  await second.close();
}, 60_000);

it('what an open page has announced is not announced again', async () => {
  const announced = {
    v: 1,
    tag: 'dialog-9',
    tags: ['dialog-9'],
    title: 'nine asks',
    body: '',
    page: '/',
    deny: null,
  };
  await page.evaluate(
    `navigator.serviceWorker.ready.then(({ active }) => active.postMessage(${JSON.stringify({ announced })}))`,
  );
  await until(shown, (all) => all.length === 1, 'the notification of the page');
  const data = JSON.stringify({ ...announced, title: 'nine waits for you', waiting: 1 });
  await devtools.send('ServiceWorker.deliverPushMessage', {
    ...{ origin: new URL(dashboard.url).origin, registrationId, data },
  });
  await until(shown, ([one]) => one?.title === 'nine waits for you', 'the message in its place');
  expect(await shown()).toMatchObject([{ silent: true }]);
  await clearShown();
  await devtools.send('ServiceWorker.deliverPushMessage', {
    ...{
      origin: new URL(dashboard.url).origin,
      registrationId,
      data: data.replaceAll('dialog-9', 'dialog-10'),
    },
  });
  await until(shown, (all) => all.length === 1, 'what is new');
  expect(await shown()).toMatchObject([{ silent: false, tag: 'dialog-10' }]);
  await clearShown();
}, 60_000);

it('can be installed, and keeps nothing but the page for a server that is away', async () => {
  const manifest = await devtools.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  expect(manifest.url).toBe(addressOf('/manifest.webmanifest'));
  const { installabilityErrors: errors } = await devtools.send('Page.getInstallabilityErrors');
  expect(errors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  await page.goto(addressOf('/queue.html'));
  await isLive(page);
  const kept: string[] = await page.evaluate(
    'caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).then((all) => all.flat())',
  );
  const names = kept.map((url) => url.replace(addressOf('/'), '').replace(/-[\w-]{8}\./, '.')).sort();
  expect(names).toEqual(['announced', 'assets/offline.css', 'assets/offline.js', 'offline.html']);
}, 60_000);

it('what the browser goes to is asked for once, so that the end of a sign-in counts', async () => {
  await page.goto(addressOf('/login/oidc/callback?code=one&state=two'));
  const { body } = await dashboard.call('/api/audit/requests?route=/login/oidc/callback');
  expect(body.items).toHaveLength(1);
}, 60_000);

it('while the server is away a page says so, and is there again when the server is', async () => {
  await dashboard.stop();
  await page.goto(addressOf('/queue.html'));
  await sees(page, 'h1', "The dashboard can't be reached");
  const colour = await page
    .locator('.button-primary')
    .evaluate('(button) => getComputedStyle(button).backgroundColor');
  expect(String(colour)).not.toBe('rgba(0, 0, 0, 0)');
  await page.evaluate(source);
  const findings = 'axe.run(document).then(({ violations }) => violations.map(({ id }) => id))';
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await page.evaluate(findings)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Try now' }).click();
  await sees(page, '#offline-state', 'Tried');
  await dashboard.start();
  await isLive(page);
  expect(new URL(page.url()).pathname).toBe(`${BASE}/queue.html`);
}, 120_000);

it('a log-out ends the subscription; the next login of the same person takes it up again', async () => {
  await page.goto(addressOf('/settings.html'));
  await isLive(page);
  await page.locator('.log-out button').click();
  await page.getByLabel('Username').waitFor();
  const alerts = async () => (await dashboard.call('/api/alerts/channels')).body.channels;
  expect(
    (await alerts()).find(({ channel }: { channel: string }) => channel === 'push').missing,
  ).not.toBeNull();
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await until(
    alerts,
    (all) => all.find(({ channel }: { channel: string }) => channel === 'push').missing === null,
    'the browser',
  );
  await page.goto(addressOf('/settings.html'));
  await sees(page, '[data-browser][data-current=true]', 'This one');
  await page.getByRole('button', { name: /^Remove Chrome/ }).click();
  await sees(page, '#push-here', 'not subscribed');
  await seesNo(page, '#push-browsers');
}, 60_000);

it('quiet hours are kept, with days, times and what passes', async () => {
  await page.goto(addressOf('/settings.html'));
  await page.getByRole('button', { name: 'Add hours' }).click();
  await page.getByLabel('Quiet hours 1: from').fill('00:00');
  await page.getByLabel('Quiet hours 1: to').fill('00:00');
  await page.getByLabel('a budget that is used up').check();
  await page.getByRole('button', { name: 'Keep the quiet hours' }).click();
  await sees(page, '#quiet-hours', 'Your quiet hours are kept.');
  await sees(page, '#quiet-until', 'It is quiet until');
  await page.reload();
  expect(await page.getByLabel('a budget that is used up').isChecked()).toBe(true);
  await page.getByRole('checkbox', { name: 'Sun' }).waitFor();
}, 60_000);

it('who logs in after a login that was left alone gets none of the messages of whoever had it', async () => {
  await page.goto(addressOf('/settings.html'));
  await page.getByRole('button', { name: 'Notify me here, also with the page closed' }).click();
  await sees(page, '#push-message', 'This browser gets notifications now');
  const subscribed = () => page.evaluate<string | null>(`localStorage.getItem('${SUBSCRIBED_WITH}')`);
  expect(await subscribed()).not.toBeNull();
  await dashboard.call('/api/users', { body: { name: 'berta', password: 'correct horse 1' } });
  await context.clearCookies();
  await page.goto(addressOf('/settings.html'));
  await page.getByLabel('Username').fill('berta');
  await page.getByLabel('Password').fill('correct horse 1');
  await page.keyboard.press('Enter');
  await isLive(page);
  await until(subscribed, (key) => key === null, 'the end of the subscription');
}, 60_000);
