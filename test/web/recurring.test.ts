/** The page of recurring prompts and templates, and the form of the dashboard that uses them, in a browser. */
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage } from './browser';
import { FakeApi } from './fake-api';

const BY = {
  created_by: 'me',
  created_at: '2026-02-07T00:00:00.000Z',
  updated_by: 'me',
  updated_at: '2026-02-07T00:00:00.000Z',
};
const template = {
  ...{
    id: 1,
    name: 'review',
    description: null,
    text: 'Review {{branch}} for {{what}}.',
    used_by: ['nightly'],
    ...BY,
  },
  variables: [
    { name: 'branch', required: true, default: null },
    { name: 'what', required: false, default: 'bugs' },
  ],
};
const nightly = {
  ...{ id: 3, schedule_id: 'recurring-prompt-3', name: 'nightly', content: null, template: 'review' },
  ...{ variables: { branch: 'main' }, target_session: null, target_provider: 'claude', specialty: null },
  ...{ priority: 0, project_id: null, timeout_minutes: 30, max_retries: 3, cron: '30 3 * * *' },
  ...{
    interval_seconds: null,
    in_words: 'at 03:30',
    timezone: 'Europe/Berlin',
    catch_up_minutes: 60,
    paused: false,
  },
  next: '2026-02-08T02:30:00.000Z',
  last: {
    ...{ scheduled_at: '2026-02-07T02:30:00.000Z', at: '2026-02-07T02:30:00.000Z', outcome: 'skipped' },
    ...{ prompt_id: null, reason: 'prompt 41 of the time before is still under way (working)' },
  },
  ...BY,
};

let browser: Browser;
let api: FakeApi;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await new FakeApi().start();
});
afterEach(() => api.stop());

/** `sent` has what the page asked for but what it read. */
async function open(path: string) {
  const opened = await openPage(browser, `${api.url}${path}`);
  const { page } = opened;
  const sent: { call: string; body: unknown }[] = [];
  await page.route(/\/api\/(recurring-prompts|templates|assigner\/send)/, (route, request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== 'GET') {
      sent.push({ call: `${request.method()} ${pathname}`, body: request.postDataJSON() });
      return route.fulfill({ json: pathname.endsWith('/send') ? { prompt_id: 9, success: true } : nightly });
    }
    return route.fulfill({
      json: { items: [pathname.endsWith('templates') ? template : nightly], total: 1 },
    });
  });
  await page.reload();
  return { page, sent };
}

test('a recurring prompt says what became of its last time, and is paused and made there', async () => {
  const { page, sent } = await open('/recurring.html');
  const row = page.locator('[data-recurring="3"]');
  await row.getByText('prompt 41 of the time before is still under way').waitFor();
  await row.getByText('Template review with branch: main').waitFor();
  await row.getByRole('button', { name: 'Pause' }).click();
  const form = page.locator('#new-recurring');
  await form.getByLabel('Name').fill('weekly');
  await form.getByLabel('Cron text').fill('0 4 * * 1');
  await form.getByLabel('Time zone').fill('Asia/Kolkata');
  await form.getByLabel('Template').selectOption('review');
  await form.getByLabel('branch').fill('dev');
  await form.getByRole('button', { name: 'Queue it again and again' }).click();
  await form.getByText("'nightly' is queued at 03:30").waitFor();
  expect(sent).toEqual([
    { call: 'PATCH /api/recurring-prompts/3', body: { paused: true } },
    {
      call: 'POST /api/recurring-prompts',
      body: {
        ...{ name: 'weekly', cron: '0 4 * * 1', timezone: 'Asia/Kolkata', priority: 0 },
        ...{ timeout_minutes: 30, max_retries: 3, catch_up_minutes: 60 },
        ...{ template: 'review', variables: { branch: 'dev' } },
      },
    },
  ]);
});

test('a recurring prompt is changed in a dialog that sends what differs', async () => {
  api.work.add('projects', { name: 'shop' });
  const { page, sent } = await open('/recurring.html');
  await page.getByRole('button', { name: 'Change nightly' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('branch').inputValue()).toBe('main');
  await dialog.getByLabel('Cron text').fill('0 5 * * *');
  await dialog.getByLabel('In the directory of').selectOption('shop');
  await dialog.getByLabel('Specialty').fill('review');
  await dialog.getByLabel('Timeout (min)').fill('90');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const body = { cron: '0 5 * * *', project_id: 1, specialty: 'review', timeout_minutes: 90 };
  expect(sent).toEqual([{ call: 'PATCH /api/recurring-prompts/3', body }]);
});

test('the dashboard queues a prompt from a template that waits for others', async () => {
  const { page, sent } = await open('/');
  const form = page.locator('#prompt-form');
  await form.getByText('Make the text from a template').click();
  await form.getByLabel('Template').selectOption('review');
  await form.getByLabel('branch').fill('dev');
  await form.getByText('Wait for other prompts').click();
  await form.getByLabel('After prompts').fill('#41, 42');
  await form.getByLabel('When they').selectOption('end');
  await form.getByRole('button', { name: /Queue prompt/ }).click();
  await form.getByText('Queued as').waitFor();
  expect(sent).toEqual([
    {
      call: 'POST /api/assigner/send',
      body: expect.objectContaining({
        ...{ template: 'review', variables: { branch: 'dev' }, after: [41, 42], on: 'end' },
      }),
    },
  ]);
});

test('what was written is neither sent nor lost where a template makes the text', async () => {
  const { page, sent } = await open('/');
  const form = page.locator('#prompt-form');
  const written = form.getByLabel('Prompt', { exact: true });
  await written.fill('Mend the cart.');
  await form.getByText('Make the text from a template').click();
  await form.getByLabel('Template').selectOption('review');
  await form.getByLabel('branch').fill('dev');
  await written.waitFor({ state: 'hidden' });
  await form.getByRole('button', { name: /Queue prompt/ }).click();
  await form.getByText('Queued as').waitFor();
  await form.getByRole('button', { name: 'Write it instead' }).click();
  expect(await written.inputValue()).toBe('Mend the cart.');
  await page.locator('#content:focus').waitFor();
  await page.keyboard.press('Control+Enter');
  await form.getByText('Queued as').waitFor();
  await page.waitForFunction("document.querySelector('#content').value === ''");
  const [made, own] = sent.map(({ body }) => body);
  expect(made).toMatchObject({ template: 'review', variables: { branch: 'dev' } });
  expect(own).toMatchObject({ content: 'Mend the cart.' });
  expect(own).not.toHaveProperty('template');
});
