/** The palette: one field that finds everything, by keys alone. */
import type { Browser, Page } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

async function opened(path = '/queue.html') {
  const { page, faults } = await openPage(browser, api.url + path);
  await isLive(page);
  await page.keyboard.press('Control+k');
  await hasFocus(page, '#palette-q');
  return { page, faults };
}
const chosen = (page: Page): Promise<string | null> =>
  page.locator('.palette-option[aria-selected=true]').textContent();

describe('the palette', () => {
  it('leads to a page by a part of its name', async () => {
    const { page, faults } = await opened();
    await page.keyboard.type('sess');
    await sees(page, '.palette-option[aria-selected=true]', 'Sessions');
    await page.keyboard.press('Enter');
    await sees(page, 'h1', 'Sessions');
    expect(faults).toEqual([]);
  });

  it('takes what is typed before it is there', async () => {
    const { page } = await openPage(browser, `${api.url}/queue.html`);
    await isLive(page);
    let load = (): void => undefined;
    const gate = new Promise<void>((resolve) => (load = resolve));
    await page.route('**/assets/palette-*.js', async (route) => {
      await gate;
      await route.continue();
    });
    const asked = page.waitForRequest('**/assets/palette-*.js');
    await page.keyboard.press('Control+k');
    await asked;
    await page.keyboard.type('cvault');
    load();
    await hasFocus(page, '#palette-q');
    expect(await page.locator('#palette-q').inputValue()).toBe('cvault');
    await seesNo(page, '#compose');
  });

  it('is closed by Escape, and the focus is where it was', async () => {
    api.addPrompt({ content: 'there before' });
    const { page } = await openPage(browser, `${api.url}/queue.html`);
    await sees(page, '#queue-rows', 'there before');
    await page.locator('#filter-q').focus();
    await page.keyboard.press('Control+k');
    await hasFocus(page, '#palette-q');
    await page.keyboard.press('Escape');
    await seesNo(page, '#palette');
    await hasFocus(page, '#filter-q');
  });

  it('goes through what it found, and tells assistive programs which is chosen', async () => {
    const { page } = await opened();
    const first = await chosen(page);
    await page.keyboard.press('ArrowDown');
    expect(await chosen(page)).not.toBe(first);
    const active = await page.locator('#palette-q').getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowUp');
    expect(await chosen(page)).toBe(first);
    await page.keyboard.press('ArrowUp');
    await page.locator('.palette-option').last().and(page.locator('[aria-selected=true]')).waitFor();
  });

  it('finds sessions and prompts as they are, with markup as text', async () => {
    api.addSession('dev_worker1', 'busy');
    api.addPrompt({ content: '<img src=x onerror=alert(1)> refunds' });
    const { page, faults } = await opened();
    await page.keyboard.type('worker1');
    await sees(page, '.palette-option', /dev_worker1\s*Busy/);
    await page.locator('#palette-q').fill('refunds');
    await sees(page, '.palette-option', '#1 <img src=x onerror=alert(1)> refunds');
    await page.keyboard.press('Enter');
    await sees(page, '#receipt [data-text=content] pre', 'refunds');
    expect(faults).toEqual([]);
  });

  it('leads to a session on its page', async () => {
    for (let number = 1; number < 30; number++) api.addSession(`dev_worker${number}`);
    const { page } = await opened();
    await page.keyboard.type('worker27');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/session\.html\?name=dev_worker27$/);
  });

  it('finds on the server what the page does not have', async () => {
    const { id } = api.work.add('features', { title: 'checkout of guests' });
    api.work.hits = [{ type: 'feature', id, title: 'checkout of guests', status: 'in_progress' }];
    const { page } = await opened();
    await page.keyboard.type('check');
    await sees(page, '.palette-option', 'checkout');
    await page.locator('.palette-option', { hasText: 'checkout of guests' }).click();
    await sees(page, 'h1', 'Work');
    expect(new URL(page.url()).hash).toBe(`#/features/${id}`);
  });

  it('pauses the queue, and lets it go on', async () => {
    const { page } = await opened();
    await page.keyboard.type('pause');
    await page.keyboard.press('Enter');
    await sees(page, '#queue-paused', 'The queue is paused');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('resume');
    await page.keyboard.press('Enter');
    await seesNo(page, '#queue-paused');
  });

  it('opens forms of other pages', async () => {
    const { page } = await opened();
    await page.keyboard.type('new task');
    await page.keyboard.press('Enter');
    await sees(page, '#task-form', 'Run task');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('new plan');
    await page.keyboard.press('Enter');
    await sees(page, 'dialog', 'New plan');
  });

  it('says that there is nothing', async () => {
    const { page } = await opened();
    await page.keyboard.type('zzzzqqq');
    await sees(page, '.palette-hint', 'Nothing found for “zzzzqqq”.');
  });

  it('is opened by the button of the header too', async () => {
    const { page } = await openPage(browser, `${api.url}/vault.html`);
    await page.locator('#palette-open').click();
    await hasFocus(page, '#palette-q');
  });
});
