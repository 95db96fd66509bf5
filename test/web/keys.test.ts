/** Keys: of pages, lists and dialogs, and who they stand aside for. */
import type { Browser, Page } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

async function opened(path = '/queue.html'): Promise<Page> {
  for (const content of ['first', 'second', 'third']) api.addPrompt({ content });
  const { page } = await openPage(browser, api.url + path);
  await isLive(page);
  await sees(page, '#queue-rows', 'third');
  return page;
}

describe('keys', () => {
  it('lead to pages: g, then a letter', async () => {
    const page = await opened();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await sees(page, 'h1', 'Tasks');
    expect(new URL(page.url()).pathname).toBe('/tasks.html');
  });

  it('go through a list, open a row, and lead back to it', async () => {
    const page = await opened();
    await page.keyboard.press('j');
    await hasFocus(page, 'tr[data-prompt="3"] a');
    await page.keyboard.press('j');
    await hasFocus(page, 'tr[data-prompt="2"] a');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await sees(page, '#receipt [data-text=content] pre', 'third');
    await page.keyboard.press('Escape');
    await seesNo(page, '#receipt');
    await hasFocus(page, 'tr[data-prompt="3"] a');
    await page.keyboard.press('Escape');
    expect(await page.locator('tr :focus').count()).toBe(0);
  });

  it('go through a list that is longer than its box', async () => {
    for (let number = 0; number < 60; number++) api.addPrompt();
    const page = await opened();
    for (let step = 0; step < 63; step++) await page.keyboard.press('j');
    await hasFocus(page, 'tr[data-prompt="1"] a');
  });

  it('choose rows, and cancel what was chosen', async () => {
    const page = await opened();
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await sees(page, '.chosen-bar', '2 chosen');
    await page.getByRole('toolbar').getByRole('button', { name: 'Cancel' }).click();
    await sees(page, '.toast', '2 prompts are cancelled');
    await sees(page, 'tr[data-prompt="3"] .badge', 'Cancelled');
    await sees(page, 'tr[data-prompt="2"] .badge', 'Cancelled');
    expect(api.prompts.get(1)?.status).toBe('pending');
    await seesNo(page, '.chosen-bar');
  });

  it('let go of what was chosen', async () => {
    const page = await opened();
    await page.getByLabel('Choose prompt 2').check();
    await sees(page, '.chosen-bar', '1 chosen');
    await page.locator('h1').click();
    await page.keyboard.press('Escape');
    await seesNo(page, '.chosen-bar');
  });

  it('write a prompt on a page that has no form for it', async () => {
    const page = await opened();
    await page.keyboard.press('c');
    await hasFocus(page, '#compose #content');
    await page.keyboard.type('queued by keys alone, j and k with it');
    await page.keyboard.press('Control+Enter');
    await sees(page, '#compose .form-message', 'Queued as #4');
    await page.keyboard.press('Escape');
    await seesNo(page, '#compose');
    expect(api.sends).toHaveLength(1);
    expect(api.prompts.get(4)?.content).toBe('queued by keys alone, j and k with it');
  });

  it('write a prompt on every page, in a dialog that looks like one', async () => {
    const { page } = await openPage(browser, `${api.url}/health.html`);
    await isLive(page);
    await page.keyboard.press('c');
    await hasFocus(page, '#compose #content');
    const box = await page.locator('#compose').boundingBox();
    expect(box?.width).toBe(720);
  });

  it('search on the page', async () => {
    const page = await opened();
    await page.keyboard.press('/');
    await hasFocus(page, '#filter-q');
    await page.keyboard.type('c');
    expect(await page.locator('#filter-q').inputValue()).toBe('c');
    await seesNo(page, '#compose');
  });

  it('are shown by ?, and switched off for good', async () => {
    const page = await opened();
    await page.keyboard.press('?');
    await sees(page, '#keys', 'Go to Queue');
    await page.getByLabel('Single keys do something').uncheck();
    await page.keyboard.press('Escape');
    await seesNo(page, '#keys');
    await page.reload();
    await isLive(page);
    await page.keyboard.press('?');
    await page.keyboard.press('j');
    expect(await page.locator('tr :focus').count()).toBe(0);
    await page.keyboard.press('Control+k');
    await hasFocus(page, '#palette-q');
    await page.keyboard.type('show the keys');
    await page.keyboard.press('Enter');
    await page.getByLabel('Single keys do something').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await hasFocus(page, 'tr[data-prompt="3"] a');
  });
});

describe('what can be taken back', () => {
  it('is not sent when it is taken back by a key', async () => {
    const page = await opened('/queue.html#/prompt/3');
    await page.locator('[data-action=cancel]').click();
    await sees(page, '.toast', 'Prompt #3 is cancelled');
    await page.locator('tr[data-prompt="3"][data-leaving=true]').waitFor();
    await page.keyboard.press('z');
    await seesNo(page, '.toast');
    await page.locator('tr[data-prompt="3"]:not([data-leaving=true])').waitFor();
    // Whatever was on its way would be there before this.
    await page.locator('[data-action=cancel]').click();
    await sees(page, '#receipt .dialog-head .badge', 'Cancelled');
    expect(api.prompts.get(3)?.history.filter(({ stage }) => stage === 'cancelled')).toHaveLength(1);
  });

  it('is taken back by its button, in front of the dialog that it was asked for in', async () => {
    const page = await opened('/queue.html#/prompt/3');
    await page.locator('[data-action=cancel]').click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await seesNo(page, '.toast');
    expect(api.prompts.get(3)?.status).toBe('pending');
  });

  it('is sent when the page is left', async () => {
    const page = await opened('/queue.html#/prompt/3');
    await page.locator('[data-action=cancel]').click();
    await sees(page, '.toast', 'Prompt #3 is cancelled');
    await page.goto(`${api.url}/tasks.html`);
    await sees(page, 'h1', 'Tasks');
    await page.goto(`${api.url}/queue.html`);
    await sees(page, 'tr[data-prompt="3"] .badge', 'Cancelled');
  });

  it('says what went wrong with it', async () => {
    const page = await opened('/queue.html');
    await page.route('**/prompts/batch', (route) => route.abort());
    await page.getByLabel('Choose prompt 2').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Cancel' }).click();
    await sees(page, '.toast[data-tone=bad]', "The server can't be reached.");
  });
});
