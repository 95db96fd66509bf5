/** The header's list of pages: the same on each of them, as wide or narrow as a window may be. */
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
const files = readdirSync(join(__dirname, '../../web')).filter((name) => name.endsWith('.html'));
const pages = files
  .filter((name) => name !== 'login.html')
  .map((name) => (name === 'index.html' ? '/' : `/${name}`));

const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('${LINKS}')].map((link) => link.pathname)`);

it.each(pages)('is on %s, where it leads to every page and marks this one', async (path) => {
  const { page } = await openPage(browser, api.url + path);
  expect((await linksOf(page)).sort()).toEqual([...pages].sort());
  const current = page.locator('#pages [aria-current=page]');
  expect(await current.evaluate((link) => new URL(String(link)).pathname)).toBe(path);
  await current.waitFor({ state: 'visible' });
  expect(await page.title()).toContain('Architect Dashboard');
});

it.each([390, 640, 700, 1000, 1440])('holds fourteen pages at a width of %d', async (width) => {
  const { page } = await openPage(browser, `${api.url}/`, { viewport: { width, height: 844 } });
  await sees(page, 'h1', 'Architect');
  await page.evaluate(`{
    const pages = document.querySelector('#pages');
    while (pages.children.length < 14) {
      const link = pages.lastElementChild.cloneNode();
      link.textContent = 'Improvements';
      pages.append(link);
    }
  }`);
  expect(await linksOf(page)).toHaveLength(14);
  if (width <= 640) {
    await seesNo(page, LINKS);
    await page.getByRole('button', { name: 'Pages' }).click();
  }
  for (const link of await page.locator(LINKS).all()) await link.click({ trial: true });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  await page.locator(`${LINKS}[href$="/work.html"]`).click();
  await sees(page, 'h1', 'Architect Work');
});
