/** “Work on this” on the page of work: one prompt, whose way the row shows as it goes. */
import type { Browser } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));
const opened = async (hash: string) => {
  const page = await openPage(browser, `${api.url}/work.html${hash}`);
  await isLive(page.page);
  return page;
};

it('queues one prompt for a double click, and shows its state and its receipt without a reload', async () => {
  api.addSession('worker');
  api.work.add('features', { title: 'Sign in', priority: 4 });
  const { page, faults } = await opened('#/features');
  let open = (): void => undefined;
  api.work.sendGate = new Promise((resolve) => (open = resolve));
  await page.getByRole('button', { name: 'Work on this: Sign in' }).click();
  await page.getByLabel('Session', { exact: true }).selectOption('worker');
  await page.getByRole('button', { name: 'Queue prompt' }).dblclick();
  await page
    .locator('#send-form')
    .evaluate((form) => form.dispatchEvent(new Event('submit', { cancelable: true })));
  open();
  await sees(page, '#work-message', 'Queued as prompt 1.');
  expect(api.work.sends).toEqual([
    { key: expect.stringMatching(/^[0-9a-f]{32}$/), body: { target_session: 'worker', priority: 4 } },
  ]);
  await sees(page, '.work-prompt .badge', 'Pending');
  await seesNo(page, '.work-row button:text("Work on this")');
  await hasFocus(page, ':text-is("Sign in")');

  api.work.change('features', 1, { status: 'in_progress' });
  api.step(1, 'in_progress', 'working', 'claude is working', { assigned_session: 'worker' });
  await sees(page, '.work-status .badge', 'In progress');
  api.work.change('features', 1, { status: 'completed', actual_hours: 1.5 });
  api.step(1, 'completed', 'completed', 'done');
  await sees(page, '.work-status .badge', 'Completed');
  await sees(page, '.work-prompt .badge', 'Completed');
  await sees(page, '.work-facts', '1.5 h spent');
  await page.getByRole('link', { name: /prompt 1/ }).click();
  await sees(page, '#receipt [data-text=content] pre', 'Sign in');
  expect(faults).toEqual([]);
});

it('reads older prompts that the stream left out; one that was cleaned up is no link', async () => {
  api.addPrompt({ content: 'old', status: 'failed', stage: 'failed' });
  api.longAgo.add(1);
  const reason = 'prompt 1 failed: no reason';
  api.work.add('bugs', { title: 'leak', status: 'blocked', status_reason: reason, prompt_id: 1 });
  api.work.add('bugs', { title: 'crash', prompt_id: 77 });
  const { page, faults } = await opened('#/bugs');
  await sees(page, '[data-id="1"] .reason', reason);
  await sees(page, '[data-id="1"] .work-prompt .badge', 'Failed');
  await seesNo(page, '[data-id="2"] .work-prompt');
  expect(faults).toEqual([]);
});

it('follows a prompt that somebody else sent', async () => {
  api.work.add('bugs', { title: 'crash' });
  const { page } = await opened('#/bugs');
  await sees(page, '[data-id="1"] .work-status .badge', 'Open');
  api.work.change('bugs', 1, { prompt_id: 1, status: 'in_progress' });
  api.addPrompt({ content: 'crash', metadata: { bug_id: 1 }, status: 'in_progress', stage: 'working' });
  await sees(page, '[data-id="1"] .work-prompt', 'prompt 1');
  await sees(page, '[data-id="1"] .work-status .badge', 'In progress');
});

it('says in the dialog why something is not queued', async () => {
  api.work.add('bugs', { title: 'leak' });
  const { page } = await opened('#/bugs');
  await page.getByRole('button', { name: 'Work on this: leak' }).click();
  api.work.change('bugs', 1, { status: 'closed' });
  await page.getByRole('button', { name: 'Queue prompt' }).click();
  await sees(page, '#send-form .form-message', 'It is closed.');
});
