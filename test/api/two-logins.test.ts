/** Two dashboards on one machine: browsers keep one set of cookies for all ports of a host. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { launchBrowser } from '../web/browser';
import { cookieOf, logIn } from './http';

const PASSWORD = 'peace5';

let first: Dashboard;
let second: Dashboard;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  [first, second] = await Promise.all([startDashboard(), startDashboard()]);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await Promise.all([first.close(), second.close()]);
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

async function enter({ url }: Dashboard): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${url}/login`);
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL(`${url}/`);
  return page;
}
/** Where a person is led to who opens the dashboard now. */
async function opened({ url }: Dashboard): Promise<string> {
  const page = await context.newPage();
  await page.goto(`${url}/`);
  const { pathname } = new URL(page.url());
  await page.close();
  return pathname;
}
const names = ({ url }: Dashboard) =>
  logIn(url, PASSWORD).then((reply) =>
    cookieOf(reply)
      .split('; ')
      .map((cookie) => cookie.split('=')[0]),
  );

it('a person is logged in to both, and a logout of one keeps the other', async () => {
  await enter(first);
  const page = await enter(second);
  expect([await opened(first), await opened(second)]).toEqual(['/', '/']);
  await page.evaluate(() => fetch('/logout', { method: 'POST' }));
  expect([await opened(first), await opened(second)]).toEqual(['/', '/login']);
});

it('the name of the cookie is each one’s own, and stays over a restart with the login', async () => {
  const before = await names(first);
  expect(before).not.toEqual(await names(second));
  await enter(first);
  await first.stop();
  await first.start();
  expect(await names(first)).toEqual(before);
  expect(await opened(first)).toBe('/');
});
