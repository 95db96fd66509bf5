/** The monitor on the real product: at its own port, by a link, with and without a login. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, freePorts } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { isLive, sees, seesNo } from '../web/browser';

const PASSWORD = 'of my own';
let dashboard: Dashboard;
let browser: Browser;
let wall: string;
const settings: Record<string, string> = { ARCHITECT_PASSWORD: PASSWORD };
beforeAll(async () => {
  const [port] = await freePorts(1);
  settings['MONITOR_PORT'] = String(port);
  wall = `http://127.0.0.1:${port}`;
});
dashboardInABrowser(settings, async (given) => {
  ({ dashboard, browser } = given);
  await dashboard.shell('worker');
});

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 } });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

interface Link {
  readonly id: number;
  readonly token: string;
  readonly addresses: readonly string[];
}
const link = async (name: string): Promise<Link> =>
  (await dashboard.call('/api/monitor-links', { body: { name } })).body as Link;

test('a link opens the monitor at its port, follows what happens, and closes when it is revoked', async () => {
  const { id, token, addresses } = await link('hall');
  expect(addresses).toEqual([`${wall}/login#${token}`, `${dashboard.url}/login#${token}`]);
  const page = await newPage();
  await page.goto(addresses[0] ?? '');
  await page.waitForURL(`${wall}/monitor.html`);
  await isLive(page);
  await sees(page, '[data-session=worker]', 'Ready');
  await sees(page, '[data-worker=host]', /Terminals.*Working/);
  await seesNo(page, '#pages');
  const prompt = await dashboard.send({ content: 'sleep 300 # on the wall', target_session: 'worker' });
  await sees(page, '#monitor-running', 'sleep 300 # on the wall');
  await dashboard.call(`/api/assigner/prompts/${prompt}/cancel`, { method: 'POST', body: {} });
  // Nothing else is at that port, and with the cookie of the link nothing else at the other.
  await page.goto(`${wall}/`);
  await page.waitForURL(`${wall}/monitor.html`);
  for (const address of [`${dashboard.url}/`, `${dashboard.url}/access.html`]) {
    await page.goto(address);
    await sees(page, 'button', 'Log in');
  }
  await page.goto(`${dashboard.url}/monitor.html`);
  await isLive(page);
  await dashboard.call(`/api/tokens/${id}`, { method: 'DELETE' });
  await sees(page, 'button', 'Log in');
  await page.goto(addresses[1] ?? '');
  await sees(page, '[role=alert]', 'was revoked or has expired');
});

test('a login at its port leads back to it, and opens the dashboard as well', async () => {
  const page = await newPage();
  await page.goto(`${wall}/monitor.html`);
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(`${wall}/monitor.html`);
  await isLive(page);
  await seesNo(page, '#pages');
  await page.goto(`${dashboard.url}/monitor.html`);
  await isLive(page);
  await page.locator('#pages a[aria-current=page]', { hasText: 'Monitor' }).waitFor();
});

test('no log has the token of a link', async () => {
  const { token, addresses } = await link('logs');
  const page = await newPage();
  await page.goto(addresses[0] ?? '');
  await page.waitForURL(`${wall}/monitor.html`);
  await page.goto(`${addresses[0]}x`);
  const dir = join(dashboard.dir, 'logs');
  const logs = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
  expect(logs.join('\n').length).toBeGreaterThan(100);
  expect(logs.join('\n') + dashboard.output()).not.toContain(token);
});

test('the command says where it is', async () => {
  const { body } = await dashboard.call('/api/server');
  expect(body.monitor).toBe(`${wall.replace('127.0.0.1', 'localhost')}/monitor.html`);
});
