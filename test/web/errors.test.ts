/** The page of errors: what was reported, each once, and what the server's log has. */
import { source } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const open = async (query = '', options: Parameters<typeof openPage>[2] = {}): Promise<Page> => {
  const { page, faults } = await openPage(browser, `${api.url}/errors.html${query}`, options);
  await isLive(page);
  expect(faults).toEqual([]);
  return page;
};

it('shows each error with how often and since when, and what is known of it as text only', async () => {
  const at = new Date(Date.now() - 3 * 3_600_000).toISOString();
  const url = `${api.url}/queue.html#/prompt/7`;
  api.logs.addError({
    message: '<b>x</b> is undefined',
    count: 12,
    first_seen: at,
    stack: 'at <i>f</i>',
    url,
  });
  const page = await open();
  await sees(page, '[data-error="1"]', /12 times, last just now, first 3 h ago · dashboard/);
  await page.getByRole('button', { name: '<b>x</b> is undefined', exact: true }).click();
  await sees(page, '.error-detail pre', 'at <i>f</i>');
  expect(await page.locator('.error-rows b, .error-rows i').count()).toBe(0);
  expect(await page.getByRole('link', { name: url }).getAttribute('href')).toBe('/queue.html#/prompt/7');
});

it('makes no link of an address elsewhere: anybody may report', async () => {
  api.logs.addError({ url: 'http://evil.example/' });
  api.logs.addError({ url: 'javascript:alert(1)' });
  const page = await open();
  for (const id of [1, 2]) await page.locator(`[data-error="${id}"] .error-message`).click();
  await sees(page, '.error-url', 'javascript:alert(1)');
  expect(await page.locator('.error-detail a').count()).toBe(0);
});

it('resolves and reopens them, and shows which by the address', async () => {
  api.logs.addError({ message: 'mended' });
  const page = await open();
  await page.getByRole('button', { name: 'Resolve: mended' }).click();
  await sees(page, '#errors-page', 'Nothing here.');
  await page.locator('#errors-status').selectOption('resolved');
  await sees(page, '[data-error="1"]', 'resolved by ann');
  expect(new URL(page.url()).search).toBe('?status=resolved');
  await page.reload();
  await page.getByRole('button', { name: 'Reopen: mended' }).click();
  await seesNo(page, '[data-error="1"]');
});

it('shows those of the server’s log, and leads to their lines', async () => {
  api.logs.add({ level: 'error', text: 'request failed (no such table)', request_id: null });
  api.logs.add({ level: 'error', text: 'could not type', workflow_id: 'prompt-7', prompt_id: 7 });
  const page = await open();
  const link = (name: string) => page.getByRole('link', { name }).getAttribute('href');
  await sees(page, '#log-errors', '2 times');
  expect(await link('could not type')).toBe('./logs.html?level=debug&about=prompt-7');
  expect(await link('request failed')).toBe('./logs.html?level=error&part=assigner&q=request+failed');
  expect(await link('prompt #7')).toBe('./queue.html#/prompt/7');
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([1440, 1024, 390])('has no finding of axe, and nothing sideways, at %d pixels', async (width) => {
    const long = 'averylongwordwithoutanyspaces'.repeat(20);
    api.logs.addError({ message: long, url: `http://x.example/${long}`, stack: `at ${long}\n`.repeat(30) });
    api.logs.addError({ level: 'warning', message: 'a warning', count: 3 });
    api.logs.add({ level: 'error', text: long });
    const page = await open('', { viewport: { width, height: 900 }, colorScheme });
    await page.locator('[data-error="1"] .error-message').click();
    await page.locator('.error-detail pre').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.evaluate(source);
    const found = await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
    );
    expect(found).toEqual([]);
  });
});
