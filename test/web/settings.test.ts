import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('the settings', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('are shown with their values and sources, secrets without', async () => {
    const { page, faults } = await openPage(browser, `${api.url}/settings.html`);
    await sees(page, '[data-setting=PORT]', '9000');
    await sees(page, '[data-setting=PORT] .setting-source', 'environment');
    await sees(page, '[data-setting=ARCHITECT_PASSWORD]', 'set, not shown');
    await sees(page, '[data-setting=HOST]', 'not set');
    expect(faults).toEqual([]);
  });

  it('are searched, and narrowed to those that were set, as the address says', async () => {
    const { page } = await openPage(browser, `${api.url}/settings.html`);
    await sees(page, '[data-setting=HOST]', 'not set');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await seesNo(page, '[data-setting=HOST]');
    await page.getByLabel('Search settings').fill('port');
    await sees(page, '[data-setting=PORT]', '9000');
    await seesNo(page, '[data-setting=ARCHITECT_PASSWORD]');
    expect(new URL(page.url()).search).toBe('?show=set&q=port');
    await page.reload();
    await sees(page, '[data-setting=PORT]', '9000');
    await seesNo(page, '[data-setting=HOST]');
  });

  it('have the switch of single keys', async () => {
    const { page } = await openPage(browser, `${api.url}/settings.html`);
    await page.getByLabel('Single keys do something').uncheck();
    await page.reload();
    await sees(page, '[data-setting=PORT]', '9000');
    expect(await page.getByLabel('Single keys do something').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Show the keys' }).click();
    await sees(page, '#keys', 'Go to Queue');
  });

  it('say why a browser can not be notified with the page closed, and what to do', async () => {
    const elsewhere = await launchBrowser(['--host-resolver-rules=MAP dash.example 127.0.0.1']);
    try {
      const url = new URL(api.url);
      url.hostname = 'dash.example';
      const { page } = await openPage(elsewhere, new URL('/settings.html', url).href);
      await sees(page, '#push-here', `This page came from ${url.origin} in the clear.`);
      await sees(page, '#push-here', 'architect start --ssl');
      await seesNo(page, '#push-subscribe');
    } finally {
      await elsewhere.close();
    }
  });

  it('say who may see them to whom may not', async () => {
    api.settings = null;
    const { page } = await openPage(browser, `${api.url}/settings.html`);
    await sees(page, '[role=alert]', 'Only an admin sees the settings of the server.');
  });
});
