import type { Browser } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('the form that queues a prompt', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('queues one prompt for a double click and for Ctrl+Enter while it is sent', async () => {
    let letThrough = () => {};
    api.sendGate = new Promise((resolve) => (letThrough = resolve));
    const { page } = await openPage(browser, api.url);
    await page.locator('#content').fill('only once');
    await page.getByRole('button', { name: 'Queue prompt' }).dblclick();
    await page.locator('#content').press('Control+Enter');
    letThrough();
    await sees(page, '#prompt-form .form-message', 'Queued as #1.');
    expect(api.sends).toHaveLength(1);
    expect(api.prompts.size).toBe(1);
  });

  it('keeps what is written while the prompt before it is sent', async () => {
    let letThrough = () => {};
    api.sendGate = new Promise((resolve) => (letThrough = resolve));
    const { page } = await openPage(browser, api.url);
    await page.locator('#content').fill('the first');
    await page.locator('#content').press('Control+Enter');
    await page.locator('#content').fill('the second, half');
    letThrough();
    await sees(page, '#prompt-form .form-message', 'Queued as #1.');
    expect(await page.locator('#content').inputValue()).toBe('the second, half');
    await page.reload();
    expect(await page.locator('#content').inputValue()).toBe('the second, half');
  });

  it('keeps the key of a submission whose answer was lost, so that sending again queues nothing twice', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.route('**/api/assigner/send', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.locator('#content').fill('sent, but the answer is lost');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', "The server can't be reached.");
    await page.unroute('**/api/assigner/send');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued as #1.');
    expect(api.sends.map((sent) => sent.key)).toEqual([api.sends[0]?.key, api.sends[0]?.key]);
    expect(api.sends[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(api.prompts.size).toBe(1);
  });

  it('gives the same text its own key when it is queued a second time on purpose', async () => {
    const { page } = await openPage(browser, api.url);
    for (const id of [1, 2]) {
      await page.locator('#content').fill('run the tests');
      await page.locator('#content').press('Control+Enter');
      await sees(page, '#prompt-form .form-message', `Queued as #${id}.`);
    }
    expect(api.prompts.size).toBe(2);
  });

  it("shows a refused field's message at that field and takes it away once it is changed", async () => {
    const { page } = await openPage(browser, api.url);
    await page.locator('#content').fill('too urgent');
    await page.getByRole('spinbutton', { name: 'Priority' }).fill('5000');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '.field:has(#priority) .field-error', 'Expected a whole number from -1000 to 1000');
    const field = page.getByRole('spinbutton', { name: 'Priority' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await hasFocus(page, '#priority');
    await field.fill('50');
    await seesNo(page, '.field-error');
    expect(await page.locator('#content').inputValue()).toBe('too urgent');
  });

  it('asks for a text where there is none, without asking the server', async () => {
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Queue prompt' }).click();
    await sees(page, '.field:has(#content) .field-error', 'Write what the agent should do.');
    expect(api.sends).toEqual([]);
  });

  it('takes escape sequences and control characters out of pasted text and says so', async () => {
    const { page } = await openPage(browser, api.url);
    await page.locator('#content').focus();
    await page.keyboard.insertText('\u001b]0;title\u0007\u001b[31mred\u001b[0m\tand\u0000 plain\u0003');
    await sees(page, '#clean-notice', 'Took out 3 terminal escape sequences and 2 control characters');
    expect(await page.locator('#content').inputValue()).toBe('red\tand plain');
  });

  it('keeps a chosen session that ended, so that the prompt does not go to any other', async () => {
    api.addSession('dev_worker1');
    const { page } = await openPage(browser, api.url);
    await page.getByRole('combobox', { name: 'Session' }).selectOption('dev_worker1');
    api.removeSession('dev_worker1');
    await page
      .locator('#target_session option', { hasText: 'dev_worker1 (ended)' })
      .waitFor({ state: 'attached' });
    expect(await page.getByRole('combobox', { name: 'Session' }).inputValue()).toBe('dev_worker1');
  });

  it('keeps unsent text over an expired login', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.locator('#content').fill('a long text');
    api.loggedIn = false;
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#login-error', 'You were logged out');
    await page.getByLabel('Username').fill('architect');
    await page.getByLabel('Password').fill('secret');
    await page.getByRole('button', { name: 'Log in' }).click();
    await isLive(page);
    expect(await page.locator('#content').inputValue()).toBe('a long text');
  });
});
