/** What a person does to the queue and the sessions on the page: pausing, archiving, saying what a session is. */
import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

/** Times are those of the place where they are looked at. */
const TOKYO = { locale: 'en-GB', timezoneId: 'Asia/Tokyo' };

describe('the queue', () => {
  it('is paused with a reason, says so on every page, and is resumed by one press', async () => {
    const { page, faults } = await openPage(browser, api.url, TOKYO);
    await isLive(page);
    await seesNo(page, '#queue-paused');
    const words =
      /^The queue is paused since \d{1,2} \w{3,4}, \d\d:\d\d:\d\d by ann: deploy <b>at noon<\/b>\. What is at work goes on; /;
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByLabel('Why').fill('deploy <b>at noon</b>');
    await page.getByRole('button', { name: 'Pause the queue' }).click();
    await sees(page, '#queue-paused', words);
    await seesNo(page, '#queue-pause');
    const { page: monitor } = await openPage(browser, `${api.url}/monitor.html`, TOKYO);
    await sees(monitor, '#queue-paused', words);
    await page.getByRole('button', { name: 'Resume' }).click();
    await seesNo(page, '#queue-paused');
    await seesNo(monitor, '#queue-paused');
    expect(faults).toEqual([]);
  });

  it('that is paused is told to a page that is opened, and in the explanation of a session', async () => {
    api.queue = { paused: true, reason: null, changed_by: 'bob', changed_at: '2024-02-07T05:02:11.000Z' };
    api.addSession('a');
    const words = 'the queue is paused by bob';
    api.explanations.set('a', {
      session: 'a',
      status: 'waiting_input',
      reason: 'ready',
      queue: words,
      sources: [],
      agent: null,
      frame: { title: '', command: 'bash', cursor: { x: 0, y: 0 }, size: { width: 80, height: 24 } },
    });
    const { page } = await openPage(browser, api.url, TOKYO);
    await sees(
      page,
      '.queue-paused-words',
      /^The queue is paused since 7 Feb 2024, 14:02:11 by bob\. What is at work goes on; /,
    );
    await page.getByRole('button', { name: 'Explain the state of a' }).click();
    await sees(page, '.explain .notice', `It is given no prompts: ${words}.`);
  });
});

describe('the archive', () => {
  it('takes a settled prompt from its receipt, and gives it back', async () => {
    api.addPrompt({ content: 'done', status: 'completed', stage: 'completed' });
    api.addPrompt({ content: 'waits' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/2`);
    await sees(page, '[data-text=content] pre', 'waits');
    expect(await page.locator('[data-action=archive]').isVisible()).toBe(false);
    await page.goto(`${api.url}/#/prompt/1`);
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await sees(page, '[data-action=archive]', 'Take out of the archive');
    await page.keyboard.press('Escape');
    await seesNo(page, 'tr[data-prompt="1"]');
    await page.locator('#filter-status').selectOption('archived');
    await sees(page, 'tr[data-prompt="1"]', 'done');
    await seesNo(page, 'tr[data-prompt="2"]');
    await page.locator('tr[data-prompt="1"] a').click();
    await page.getByRole('button', { name: 'Take out of the archive' }).click();
    await page.keyboard.press('Escape');
    await seesNo(page, 'tr[data-prompt="1"]');
    await page.locator('#filter-status').selectOption('');
    await sees(page, 'tr[data-prompt="1"]', 'done');
  });

  it('takes all that the filter shows, unless that is taken back', async () => {
    for (const status of ['completed', 'failed', 'completed'] as const)
      api.addPrompt({ status, stage: status });
    api.addPrompt({ content: 'waits' });
    const { page } = await openPage(browser, api.url);
    await page.locator('#filter-status').selectOption('completed');
    await page.getByRole('button', { name: 'Archive settled' }).click();
    await sees(page, '.toast', 'All completed prompts are archived');
    await page.getByRole('button', { name: 'Undo' }).click();
    await seesNo(page, '.toast');
    await page.getByRole('button', { name: 'Archive settled' }).click();
    await sees(page, '#queue-said', 'Archived: 2 prompts.');
    await page.locator('#filter-status').selectOption('');
    await sees(page, '#queue-count', /^2$/);
    await page.locator('#filter-status').selectOption('pending');
    await seesNo(page, '#queue-archive');
  });
});

it('what a session is is changed in a dialog, and taken back', async () => {
  api.addSession('found', 'waiting_input', { registered: false, provider: 'claude', specialty: 'general' });
  const { page } = await openPage(browser, api.url);
  await page.getByRole('button', { name: 'Edit found' }).click();
  await sees(page, '#edit-provider', 'What is found there (claude)');
  await page.getByLabel('Agent', { exact: true }).last().selectOption('codex');
  await page.getByLabel('Specialty').fill('review');
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page, '#sessions-message', 'found: codex, review.');
  await sees(page, '[data-session=found] .kind', 'codex · review');
  expect(api.sessions.get('found')).toMatchObject({ provider: 'codex', specialty: 'review' });
});
