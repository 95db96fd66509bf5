/** The page of the API document, in a browser, with the server's own content security policy. */
import type { Browser } from 'playwright-core';
import { startApi, type TestApi } from '../support/api';
import { routesOf } from '../support/routes';
import { launchBrowser, openPage, sees, seesNo } from './browser';

let api: TestApi;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi(), launchBrowser()]);
}, 90_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});

const LOGGED_IN = { extraHTTPHeaders: { Authorization: 'Bearer token' } };

it('shows every route with its fields and answers, and finds one by its words', async () => {
  const { page, faults } = await openPage(browser, `${api.url}/api/docs`, LOGGED_IN);
  await sees(page, 'h2', 'Features');
  expect(await page.locator('.route').count()).toBe(routesOf(api.store).length);
  await page.getByLabel('Find a route').fill('patch change feature');
  await seesNo(page, '.route:has-text("/health")');
  expect(await page.locator('.route:visible').count()).toBe(1);
  await page.locator('.route:visible summary').click();
  await sees(page, '.route[open] pre', /"estimated_hours"\?: number 0\.\.100000 or null/);
  await sees(page, '.route[open] h3', '422: it names something that is not there');
  expect(faults).toEqual([]);
  await page.context().close();
});

it('says what is wrong where the document can not be had', async () => {
  const { page } = await openPage(browser, `${api.url}/favicon.svg`, LOGGED_IN);
  await page.route('**/api/openapi.json', (route) =>
    route.fulfill({ status: 500, json: { error: { code: 'internal_error', message: 'It broke.' } } }),
  );
  await page.goto(`${api.url}/api/docs`);
  await sees(page, '[role=alert]', 'It broke.');
  await page.context().close();
});
