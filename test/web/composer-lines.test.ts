/** A text of several lines in the form that queues prompts. */
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

describe('several lines', () => {
  const write = async (text: string): Promise<Page> => {
    api.addSession('dev_worker1');
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.locator('#content').fill(text);
    return page;
  };

  it('are one prompt, unless each is to be one of its own', async () => {
    const page = await write('one\n\ntwo\n  \nthree');
    await page.getByLabel('Each line is a prompt of its own').check();
    await sees(page, '.each-line', '(3)');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued 3 prompts: #1 to #3.');
    expect(api.sends.map(({ body }) => body['content'])).toEqual(['one', 'two', 'three']);
    expect(new Set(api.sends.map(({ key }) => key)).size).toBe(3);
    expect(await page.locator('#content').inputValue()).toBe('');
    await page.locator('#content').fill('a\nb');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued as #4.');
    expect(api.sends[3]?.body['content']).toBe('a\nb');
  });

  it('go one after the other on wish', async () => {
    const page = await write('one\ntwo\nthree');
    await page.getByLabel('Each line is a prompt of its own').check();
    await page.getByLabel('One after the other').check();
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued 3 prompts');
    expect(api.sends.map(({ body }) => body['after'])).toEqual([undefined, [1], [2]]);
  });

  it('leave what is written while they are sent', async () => {
    const page = await write('one\ntwo');
    await page.getByLabel('Each line is a prompt of its own').check();
    await page.route('**/api/assigner/send/batch', async (route) => {
      await page.locator('#content').fill('before\ntwo\nbehind');
      await route.continue();
    });
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued 2 prompts');
    expect(api.sends.map(({ body }) => body['content'])).toEqual(['one', 'two']);
    expect(await page.locator('#content').inputValue()).toBe('before\nbehind');
  });

  it('stay in the text where no answer comes, and are queued once in all when they are sent again', async () => {
    const page = await write('one\ntwo\nthree');
    await page.getByLabel('Each line is a prompt of its own').check();
    let sent = 0;
    await page.route('**/api/assigner/send/batch', async (route) => {
      sent += 1;
      if (sent > 1) return route.continue();
      // It arrives, its answer doesn't.
      await route.fetch();
      return route.abort();
    });
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', "The server can't be reached.");
    expect(await page.locator('#content').inputValue()).toBe('one\ntwo\nthree');
    await page.locator('#content').press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued 3 prompts: #1 to #3.');
    expect(api.prompts.size).toBe(3);
    expect(await page.locator('#content').inputValue()).toBe('');
  });

  it('that are too many are not sent, and the number is told', async () => {
    const page = await write(Array.from({ length: 501 }, (_, index) => `line ${index}`).join('\n'));
    await page.getByLabel('Each line is a prompt of its own').check();
    await page.locator('#content').press('Control+Enter');
    await sees(page, '.field-error', 'These are 501 prompts; at most 500 go at once.');
    expect(api.sends).toEqual([]);
  });
});
