import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('the queue', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('shows a queued prompt at once and without a reload', async () => {
    const { page, faults } = await openPage(browser, api.url);
    await isLive(page);
    await sees(page, '#queue-empty', 'Nothing is queued yet.');
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Fix the login page\nand its test');
    await page.getByRole('button', { name: 'Queue prompt' }).click();
    await sees(page, 'tr[data-prompt="1"]', 'Fix the login page');
    await sees(page, '#prompt-form .form-message', 'Queued as #1.');
    await sees(page, '[data-counter=pending]', '1');
    expect(await page.locator('#content').inputValue()).toBe('');
    expect(faults).toEqual([]);
  });

  it.each([1440, 1024])('shows the age of a prompt whole at %i px', async (width) => {
    api.addPrompt({ created_at: new Date(Date.now() - 45 * 60_000).toISOString() });
    const viewport = { width, height: 900 };
    const { page } = await openPage(browser, `${api.url}/queue.html`, { viewport });
    const age = page.locator('tr[data-prompt] td:last-child');
    await age.filter({ hasText: '45 min' }).waitFor();
    expect(await age.evaluate((cell) => cell.scrollWidth - cell.clientWidth)).toBe(0);
  });

  it('says at once that nobody can take a prompt, and no longer when somebody can', async () => {
    api.warning = 'no session runs codex. Make one: architect sessions new codex1 --provider codex';
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.getByRole('textbox', { name: 'Prompt' }).fill('Fix the login page');
    await page.getByRole('button', { name: 'Queue prompt' }).click();
    const warning = `nobody can take it now: ${api.warning}`;
    await sees(page, '#prompt-form .form-message', `Queued as #1, but ${warning}`);
    await sees(page, 'tr[data-prompt="1"] .reason[data-warning]', api.warning);
    await page.locator('tr[data-prompt="1"] a').click();
    await sees(page, '.receipt-warning', api.warning);
    api.step(1, 'pending', 'queued', 'waiting for a free codex session', { warning: null });
    await seesNo(page, '.receipt-warning');
    await sees(page, '.receipt-reason', 'waiting for a free codex session');
    await seesNo(page, 'tr[data-prompt="1"] .reason[data-warning]');
  });

  it('updates a row by the change that the stream tells', async () => {
    api.addPrompt({ content: 'Write the release notes' });
    const { page } = await openPage(browser, api.url);
    await sees(page, 'tr[data-prompt="1"] .badge', 'Pending');
    api.step(1, 'in_progress', 'working', 'claude is working', { assigned_session: 'dev_worker1' });
    await sees(page, 'tr[data-prompt="1"] .badge', 'In progress');
    await sees(page, 'tr[data-prompt="1"] .cell-session', 'dev_worker1');
    await sees(page, '[data-counter=in_progress]', '1');
  });

  it('tells screen readers that a prompt is settled', async () => {
    api.addPrompt();
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    api.step(1, 'completed', 'completed', 'claude finished');
    await page.locator('#announcer', { hasText: 'Prompt 1: Completed.' }).waitFor({ state: 'attached' });
  });

  it('says that nothing matches only once the server has said so', async () => {
    api.addPrompt({ content: 'the only one' });
    const { page } = await openPage(browser, api.url);
    await sees(page, 'tr[data-prompt="1"]', 'the only one');
    let letThrough = () => {};
    const gate = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route('**/api/assigner/prompts?*', async (route) => {
      await gate;
      await route.continue();
    });
    const asked = page.waitForRequest(/status=pending/);
    await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('pending');
    await asked;
    await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await page.locator('#queue-empty').count()).toBe(0);
    letThrough();
    await sees(page, 'tr[data-prompt="1"]', 'the only one');
    await page.getByRole('combobox', { name: 'Status', exact: true }).selectOption('failed');
    await sees(page, '#queue-empty', 'No prompt matches this filter.');
  });

  it('takes a row out of a status filter that it no longer matches', async () => {
    api.addPrompt({ content: 'first' });
    api.addPrompt({ content: 'second' });
    const { page } = await openPage(browser, api.url);
    await page.getByLabel('Status', { exact: true }).selectOption('pending');
    await sees(page, 'tr[data-prompt="2"]', 'second');
    api.step(2, 'cancelled', 'cancelled', 'cancelled by a person');
    await seesNo(page, 'tr[data-prompt="2"]');
    await sees(page, 'tr[data-prompt="1"]', 'first');
    await sees(page, '#queue-count', '1');
  });

  it('finds prompts by their text and offers the way back where none is found', async () => {
    api.addPrompt({ content: 'mend the printer' });
    api.addPrompt({ content: 'paint the fence' });
    const { page } = await openPage(browser, api.url);
    await page.getByLabel('Search prompts').fill('printer');
    await seesNo(page, 'tr[data-prompt="2"]');
    await sees(page, 'tr[data-prompt="1"]', 'mend the printer');
    await page.getByLabel('Search prompts').fill('nothing like it');
    await page.getByRole('button', { name: 'Show all prompts' }).click();
    await sees(page, 'tr[data-prompt="2"]', 'paint the fence');
  });

  it('shows more than a page when asked to', async () => {
    for (let i = 0; i < 60; i++) api.addPrompt();
    const { page } = await openPage(browser, api.url);
    await sees(page, '#queue-count', '50 of 60');
    await page.getByRole('button', { name: 'Show more' }).click();
    await sees(page, '#queue-count', /^60$/);
    await seesNo(page, '#queue-more');
    await page.locator('.prompts-box').evaluate((box) => (box.scrollTop = box.scrollHeight));
    await sees(page, 'tr[data-prompt="1"]', 'Prompt number 1');
  });

  it('shows markup in a prompt as text', async () => {
    const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    api.addPrompt({ content: markup, reason: markup });
    api.addSession('dev_worker1', 'busy', { reason: markup, current_task_id: 1 });
    const { page, faults } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, 'tr[data-prompt="1"] .first-line', markup);
    await sees(page, '[data-text=content] pre', markup);
    await sees(page, '[data-session=dev_worker1] .reason', markup);
    expect(await page.locator('main img, .receipt img, body script').count()).toBe(0);
    expect(await page.title()).toBe('Architect Dashboard');
    expect(faults).toEqual([]);
  });
});
