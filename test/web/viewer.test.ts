/** The pages of somebody who may look and no more: what acts is disabled and says why, what shows is as ever. */
import { type Dashboard, startDashboard } from '../support/dashboard';
import { launchBrowser, sees } from './browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';

jest.setTimeout(90_000);
const PASSWORD = 'correct horse 1';
let dashboard: Dashboard;
let browser: Browser;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  dashboard = await startDashboard();
  for (const role of ['viewer', 'operator'])
    await dashboard.call('/api/users', { body: { name: `a.${role}`, password: PASSWORD, role } });
  await dashboard.shell('one');
  await dashboard.send({ content: 'echo waits', target_provider: 'codex' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

async function logIn(role: string): Promise<void> {
  await page.goto(`${dashboard.url}/login`);
  await page.getByLabel('Username').fill(`a.${role}`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.locator(`html[data-role=${role}]`).waitFor();
}
const queue = () => page.getByRole('button', { name: 'Queue prompt' });

it('a viewer reads the queue and a receipt, and can queue nothing: the button says why', async () => {
  await logIn('viewer');
  await sees(page, '.badge', 'Pending');
  await page.locator('button[data-acts]:disabled').first().waitFor();
  expect(await queue().isDisabled()).toBe(true);
  expect(await queue().getAttribute('title')).toContain('viewer');
  await page.goto(`${dashboard.url}/#/prompt/1`);
  await sees(page, '#receipt', 'echo waits');
  const cancel = page.locator('#receipt [data-action=cancel]');
  await cancel.waitFor();
  expect(await cancel.isDisabled()).toBe(true);
  expect(await page.locator('#receipt .close, #receipt [aria-label=Close]').first().isEnabled()).toBe(true);
});

it.each([
  '/work.html',
  '/schedules.html',
  '/models.html',
  '/alerts.html',
  '/recurring.html',
  '/improvements.html',
])('nothing that acts can be pressed by a viewer on %s', async (path) => {
  await logIn('viewer');
  await page.goto(dashboard.url + path);
  await page.locator('html[data-role=viewer]').waitFor();
  await page.locator('button[data-acts]').first().waitFor({ state: 'attached' });
  await page.waitForFunction('document.querySelectorAll("button[data-acts]:not(:disabled)").length === 0');
});

it('an operator is kept from nothing there', async () => {
  await logIn('operator');
  await queue().waitFor();
  expect(await queue().isEnabled()).toBe(true);
  await page.locator('#content').fill('echo by an operator');
  await queue().click();
  await sees(page, '#prompt-form .form-message', 'Queued as #');
  const { items } = (await dashboard.call('/api/assigner/prompts?limit=1')).body;
  expect(items[0].sent_by ?? (await dashboard.prompt(items[0].id)).sent_by).toBe('a.operator');
});
