/** The list of pages: the same on each of them, as wide or narrow as a window may be. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const LINKS = '#pages a';
/** Of one thing that another page lists: they have no entry of their own. */
const OF_ONE = ['session.html', 'review.html'];
const WITHOUT_FRAME = ['login.html', 'offline.html'];
const files = readdirSync(join(__dirname, '../../web')).filter((name) => name.endsWith('.html'));
const pages = files
  .filter((name) => !WITHOUT_FRAME.includes(name) && !OF_ONE.includes(name))
  .map((name) => (name === 'index.html' ? '/' : `/${name}`));

const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('${LINKS}')].map((link) => link.pathname)`);
const railWidth = (page: Page): Promise<number> =>
  page.locator('#pages').evaluate((rail) => rail.getBoundingClientRect().width);

it.each(pages)('is on %s, where it leads to every page and marks this one', async (path) => {
  const { page } = await openPage(browser, api.url + path);
  expect((await linksOf(page)).sort()).toEqual([...pages].sort());
  const current = page.locator('#pages [aria-current=page]');
  expect(await current.evaluate((link) => new URL(String(link)).pathname)).toBe(path);
  await current.waitFor({ state: 'visible' });
  expect(await page.title()).toContain('Architect Dashboard');
});

it.each([390, 640, 700, 1000, 1440])('is whole at a width of %d', async (width) => {
  const { page } = await openPage(browser, `${api.url}/`, { viewport: { width, height: 700 } });
  await sees(page, 'h1', 'Architect');
  if (width <= 640) {
    await seesNo(page, LINKS);
    await page.getByRole('button', { name: 'More' }).click();
  }
  for (const link of await page.locator(LINKS).all()) await link.click({ trial: true });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.locator(`${LINKS}[href$="/work.html"]`).click();
  await sees(page, 'h1', 'Architect Work');
});

it('needs no scrolling at a height of 700', async () => {
  const { page } = await openPage(browser, `${api.url}/`, { viewport: { width: 1024, height: 700 } });
  await page.locator('[data-rail=open]').waitFor();
  const hidden = await page.locator('#pages').evaluate((rail) => rail.scrollHeight - rail.clientHeight);
  expect(hidden).toBeLessThanOrEqual(0);
});

it('is folded to its icons, and stays so on the next page and after a reload', async () => {
  const { page } = await openPage(browser, `${api.url}/`);
  await page.getByRole('button', { name: 'Fold' }).click();
  await page.locator('[data-rail=folded]').waitFor();
  expect(await railWidth(page)).toBeLessThan(100);
  await page.getByRole('link', { name: 'Queue' }).click();
  await sees(page, 'h1', 'Queue');
  expect(await railWidth(page)).toBeLessThan(100);
  await page.reload();
  expect(await railWidth(page)).toBeLessThan(100);
  await page.getByRole('button', { name: 'Fold' }).click();
  await page.locator('[data-rail=open]').waitFor();
  expect(await railWidth(page)).toBe(200);
});

it('is folded where there is little room, whatever was chosen', async () => {
  const { page } = await openPage(browser, `${api.url}/`, { viewport: { width: 1000, height: 700 } });
  await page.locator('[data-rail=folded]').waitFor();
  await seesNo(page, '#rail-fold');
  await page.setViewportSize({ width: 1024, height: 700 });
  await page.locator('[data-rail=open]').waitFor();
});

it('counts what waits for a person and what is in progress', async () => {
  api.confirm.ask('dev_worker1');
  const { page } = await openPage(browser, `${api.url}/queue.html`);
  await sees(page, '#pages [data-count=needs]', '1');
  await seesNo(page, '#pages [data-count=running]');
  api.addPrompt({ status: 'in_progress', stage: 'working' });
  await sees(page, '#pages [data-count=running]', '1');
});

it('has the main pages in a bar at the bottom of a phone', async () => {
  const { page } = await openPage(browser, `${api.url}/`, { viewport: { width: 390, height: 844 } });
  await page.locator('.bar a[href$="/sessions.html"]').click();
  await sees(page, 'h1', 'Sessions');
  await page.locator('.bar [aria-current=page]', { hasText: 'Sessions' }).waitFor();
});
