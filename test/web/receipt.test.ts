import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('the receipt of a prompt', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));
  beforeEach(() => {
    api.addSession('dev_worker1');
    api.addPrompt({ content: 'Fix the login page\nwith all its lines' });
  });

  it('shows every step with reason and evidence, and the whole text', async () => {
    api.step(1, 'assigned', 'leased', 'dev_worker1 became free', { assigned_session: 'dev_worker1' });
    api.step(1, 'in_progress', 'taken', 'the agent reported the prompt');
    api.step(1, 'completed', 'completed', 'claude finished', { response: 'All is mended.' });
    const { page } = await openPage(browser, api.url);
    await page.locator('tr[data-prompt="1"] a').click();
    await sees(page, '.step[data-stage=completed]', 'claude finished');
    const stages = await page
      .locator('.step')
      .evaluateAll((steps) => steps.map((s) => s.getAttribute('data-stage')));
    expect(stages).toEqual(['queued', 'leased', 'taken', 'completed']);
    await sees(page, '.step[data-stage=taken] .evidence', 'UserPromptSubmit hook');
    await sees(page, '[data-text=content] pre', 'with all its lines');
    await sees(page, '[data-text=response] .markdown', 'All is mended.');
    expect(await page.locator('.facts a').getAttribute('href')).toBe(
      './temporal-ui/namespaces/default/workflows/prompt-1',
    );
    expect(new URL(page.url()).hash).toBe('#/prompt/1');
    const first = page.locator('.step time').first();
    expect(await first.getAttribute('datetime')).toBe(api.prompts.get(1)?.created_at);
    // Exact, and in the zone of who reads.
    expect(await first.getAttribute('title')).toMatch(/20\d\d.*:\d\d:\d\d.*(UTC|GMT|[A-Z]{3,4})/);
  });

  it('grows by the steps that happen while it is open', async () => {
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await sees(page, '.step[data-stage=queued]', 'waiting for a free session');
    api.step(1, 'in_progress', 'working', 'claude is working', { assigned_session: 'dev_worker1' });
    await sees(page, '.step[data-stage=working]', 'claude is working');
    await sees(page, '#receipt .dialog-head .badge', 'In progress');
  });

  it('cancels, after asking where an agent would be interrupted', async () => {
    api.step(1, 'in_progress', 'working', 'claude is working', { assigned_session: 'dev_worker1' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.locator('#receipt').getByRole('button', { name: 'Cancel prompt' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    expect(api.prompts.get(1)?.status).toBe('in_progress');
    await page.locator('#receipt').getByRole('button', { name: 'Cancel prompt' }).click();
    await page.locator('.dialog-small').getByRole('button', { name: 'Cancel prompt' }).click();
    await sees(page, '.step[data-stage=cancelled]', 'cancelled by a person');
    expect(await page.locator('[data-action=cancel]').isDisabled()).toBe(true);
    expect(await page.locator('#receipt-priority').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Run again' }).click();
    await sees(page, '#receipt .dialog-head .badge', 'Pending');
  });

  it('changes the priority and the target session', async () => {
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.getByRole('button', { name: 'Priority' }).click();
    await page.locator('#receipt-priority').fill('9');
    await page.getByRole('button', { name: 'Set priority' }).click();
    await sees(page, 'tr[data-prompt="1"] .cell-priority', '9');
    await page.getByRole('button', { name: 'Reassign' }).click();
    await page.locator('#reassign-session').selectOption('dev_worker1');
    await page.getByRole('button', { name: 'Send it there' }).click();
    await sees(page, '.step', 'sent elsewhere');
    expect(api.prompts.get(1)).toMatchObject({ priority: 9, target_session: 'dev_worker1' });
  });

  it('lets a person say how an indeterminate prompt ended', async () => {
    api.step(1, 'failed', 'indeterminate', "it can't be told whether it was taken", {
      completed_at: new Date().toISOString(),
    });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await page.getByLabel('Note').fill('seen in the session');
    await page.locator('#resolve-form').getByRole('button', { name: 'It was done' }).click();
    await sees(page, '.step[data-stage=completed]', 'a person says so: seen in the session');
    await seesNo(page, '#resolve-form');
  });

  it('says so where there is no such prompt', async () => {
    const { page } = await openPage(browser, `${api.url}/#/prompt/999`);
    await sees(page, '.receipt-error', 'There is no prompt 999.');
  });

  it('closes by Escape and by going back, and leaves a clean address', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.locator('tr[data-prompt="1"] a').click();
    await sees(page, '.step', 'waiting');
    await page.goBack();
    await seesNo(page, '#receipt');
    await page.goForward();
    await sees(page, '.step', 'waiting');
    await page.keyboard.press('Escape');
    await seesNo(page, '#receipt');
    expect(new URL(page.url()).hash).toBe('');
  });
});
