/** Several prompts at once: from a file, by selection, and the filters that are kept. */
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const file = (text: string | Buffer, name = 'list.md') => ({
  ...{ name, mimeType: 'text/markdown' },
  buffer: Buffer.from(text),
});

describe('from a file', () => {
  async function open(): Promise<Page> {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.locator('#from-file').click();
    return page;
  }

  it('prompts are shown before they are queued, in one request, each with a key', async () => {
    const page = await open();
    await page.locator('#file-input').setInputFiles(file('one\n\ntwo\nof two\n---\nthree\n'));
    await sees(page, '#file-count', '5 prompts.');
    await page.locator('#file-way').selectOption('blank');
    await sees(page, '#file-count', '2 prompts.');
    await page.locator('#file-way').selectOption('dashes');
    await sees(page, '#file-count', '2 prompts.');
    await sees(page, '.file-preview', '+3 lines');
    await page.locator('#file-priority').fill('5');
    await page.getByRole('button', { name: 'Queue 2 prompts' }).click();
    await sees(page, '#from-file-form .form-message', 'Queued 2 prompts: #1 to #2.');
    expect(api.sends.map(({ body }) => [body['content'], body['priority']])).toEqual([
      ['one\n\ntwo\nof two', 5],
      ['three', 5],
    ]);
    expect(new Set(api.sends.map(({ key }) => key)).size).toBe(2);
  });

  it('chosen again where no answer had come, none is queued twice', async () => {
    const page = await open();
    await page.route('**/api/assigner/send/batch', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.locator('#file-input').setInputFiles(file('one\ntwo'));
    await page.getByRole('button', { name: 'Queue 2 prompts' }).click();
    await sees(page, '#from-file-form .form-message', "The server can't be reached.");
    await page.unroute('**/api/assigner/send/batch');
    await page.reload();
    await isLive(page);
    await page.locator('#from-file').click();
    await page.locator('#file-input').setInputFiles(file('one\ntwo'));
    await page.getByRole('button', { name: 'Queue 2 prompts' }).click();
    await sees(page, '#from-file-form .form-message', 'Queued 2 prompts: #1 to #2.');
    expect(api.prompts.size).toBe(2);
    // The same once more is meant.
    await page.locator('#file-input').setInputFiles([]);
    await page.locator('#file-input').setInputFiles(file('one\ntwo'));
    await page.getByRole('button', { name: 'Queue 2 prompts' }).click();
    await sees(page, '#from-file-form .form-message', 'Queued 2 prompts: #3 to #4.');
  });

  it('what can not be taken is told: too many, too long, no text', async () => {
    const page = await open();
    const send = page.locator('#from-file-form [type=submit]');
    await page.locator('#file-input').setInputFiles(file('x\n'.repeat(501)));
    await sees(page, '#file-count', '501 prompts. At most 500 go at once');
    expect(await send.isDisabled()).toBe(true);
    await page.locator('#file-input').setInputFiles(file(`short\n${'x'.repeat(129 * 1024)}`));
    await sees(page, '.file-preview .field-error', '129 KiB; at most 128 KiB');
    await send.click();
    await sees(page, '#file-error', 'Prompt 2 is too long');
    await page.locator('#file-input').setInputFiles(file(Buffer.from([0x89, 0x50, 0, 0xff]), 'photo.png'));
    await sees(page, '#file-error', 'photo.png is no text in UTF-8');
    expect(api.sends).toEqual([]);
  });
});

describe('those that are chosen', () => {
  async function open(): Promise<Page> {
    for (const content of ['one', 'two', 'three']) api.addPrompt({ content });
    api.addSession('dev_worker1');
    const { page } = await openPage(browser, `${api.url}/queue.html`);
    await isLive(page);
    for (const id of [1, 2, 3]) await page.getByLabel(`Choose prompt ${id}`).check();
    return page;
  }
  const toolbar = (page: Page, name: string) => page.getByRole('toolbar').getByRole('button', { name });

  it('get another priority in one request; what could not have it is named, with the reason', async () => {
    const page = await open();
    const requests: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') requests.push(new URL(request.url()).pathname);
    });
    await toolbar(page, 'Priority').click();
    await page.locator('#chosen-priority').fill('4');
    await page.getByRole('button', { name: 'Give it to them' }).click();
    await sees(page, '.toast', '3 prompts are given priority 4');
    api.step(2, 'completed', 'completed', 'done', { completed_at: new Date().toISOString() });
    await sees(page, '.chosen-left', '1 prompt stayed as before:');
    await sees(page, '.chosen-left', 'Prompt 2 has ended already (completed).');
    expect([1, 2, 3].map((id) => api.prompts.get(id)?.priority)).toEqual([4, 0, 4]);
    expect(requests).toEqual(['/api/assigner/prompts/batch']);
  });

  it('go to another session, unless it is taken back within two seconds', async () => {
    const page = await open();
    await toolbar(page, 'Reassign').click();
    await page.locator('#chosen-session').selectOption('dev_worker1');
    await page.getByRole('button', { name: 'Reassign them' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await seesNo(page, '.toast');
    expect(api.prompts.get(1)?.target_session).toBeNull();
    for (const id of [1, 2]) await page.getByLabel(`Choose prompt ${id}`).check();
    await toolbar(page, 'Reassign').click();
    await page.locator('#chosen-session').selectOption('dev_worker1');
    await page.getByRole('button', { name: 'Reassign them' }).click();
    await sees(page, 'tr[data-prompt="1"] .cell-session', 'dev_worker1');
    expect([1, 2, 3].map((id) => api.prompts.get(id)?.target_session)).toEqual([
      'dev_worker1',
      'dev_worker1',
      null,
    ]);
  });
});

it('a filter is kept under a name, chosen again, and removed; the address has it as before', async () => {
  api.addPrompt({ content: 'one' });
  api.addPrompt({ content: 'two', status: 'failed', stage: 'failed' });
  const { page } = await openPage(browser, `${api.url}/queue.html`);
  await isLive(page);
  expect(await page.locator('#filter-save').isVisible()).toBe(false);
  await page.locator('#filter-status').selectOption('failed');
  await page.getByRole('button', { name: 'Save filter' }).click();
  await page.locator('#save-filter-name').fill('Broken <b>');
  await page.getByRole('button', { name: 'Save it' }).click();
  await page.getByRole('button', { name: 'Remove the filter “Broken <b>”' }).waitFor();
  await page.locator('#filter-saved').selectOption('');
  await sees(page, 'tr[data-prompt="1"]', 'one');
  expect(new URL(page.url()).search).toBe('');
  await page.reload();
  await isLive(page);
  await page.locator('#filter-saved').selectOption('Broken <b>');
  await seesNo(page, 'tr[data-prompt="1"]');
  expect(new URL(page.url()).searchParams.get('status')).toBe('failed');
  await page.locator('#filter-remove').click();
  await seesNo(page, '.toast');
  await seesNo(page, '#filter-saved');
  expect(await page.locator('#filter-status').inputValue()).toBe('failed');
});
