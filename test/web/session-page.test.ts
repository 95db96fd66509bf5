/** The page of a session that there isn't says so, and offers no keyboard. */
import type { Browser } from 'playwright-core';
import { openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

it('without a name in its address', async () => {
  const { page, faults } = await openPage(browser, `${api.url}/session.html`);
  await sees(page, '#terminal-standing', 'names no session');
  await sees(page, '#terminal-title', 'No session');
  expect(await page.locator('#take-over').isDisabled()).toBe(true);
  expect(await page.locator('#terminal-writer').textContent()).toBe('');
  expect(faults).toEqual([]);
});
