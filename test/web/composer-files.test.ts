/** Files that are given to a prompt by the form that queues it. */
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const opened = async (): Promise<Page> => {
  const { page } = await openPage(browser, api.url);
  await isLive(page);
  return page;
};
/** As a browser tells of files that are pasted or dropped. */
const give = (
  page: Page,
  event: 'paste' | 'drop',
  files: [name: string, text: string][],
  text = '',
): Promise<unknown> =>
  page.evaluate(
    `{
      const data = new DataTransfer();
      for (const [name, text] of ${JSON.stringify(files)}) data.items.add(new File([text], name));
      if (${JSON.stringify(text)}) data.setData('text/plain', ${JSON.stringify(text)});
      const event = ${event === 'paste'}
        ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
        : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      !document.querySelector('#content').dispatchEvent(event);
    }`,
  );
const text = (page: Page): Promise<string> => page.locator('#content').inputValue();

it('is kept when it is pasted, and its path stands where the caret is', async () => {
  const page = await opened();
  await page.locator('#content').fill('Look at and mend it');
  await page.evaluate(`document.querySelector('#content').setSelectionRange(7, 7)`);
  expect(await give(page, 'paste', [['image.png', 'picture']])).toBe(true);
  await sees(page, '#prompt-form .form-message', 'The file is kept for the agent.');
  expect(await text(page)).toBe('Look at /data/attachments/1.png and mend it');
  expect(api.attachments).toEqual([
    { name: 'image.png', content: Buffer.from('picture').toString('base64') },
  ]);
  // The draft has it too.
  await page.reload();
  expect(await text(page)).toContain('/data/attachments/1.png');
});

it('may be several that are dropped, or chosen by a button', async () => {
  const page = await opened();
  await give(page, 'drop', [
    ['a.txt', 'a'],
    ['b.txt', 'b'],
  ]);
  await sees(page, '#prompt-form .form-message', '2 files are kept');
  expect(await text(page)).toBe('/data/attachments/1.png /data/attachments/2.png ');
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach' }).click();
  await (await chooser).setFiles({ name: 'c.md', mimeType: 'text/markdown', buffer: Buffer.from('c') });
  await sees(page, '#prompt-form .form-message', 'The file is kept');
  expect(api.attachments.map(({ name }) => name)).toEqual(['a.txt', 'b.txt', 'c.md']);
});

it('is none where a text is pasted that comes with its picture', async () => {
  const page = await opened();
  expect(await give(page, 'paste', [['image.png', 'x']], 'words')).toBe(false);
  expect(api.attachments).toEqual([]);
});

it('that is too large is refused before it is sent, and a refusal of the server stands at the text', async () => {
  const page = await opened();
  await page.evaluate(`{
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'big.bin'));
    document.querySelector('#content').dispatchEvent(new DragEvent('drop', { dataTransfer: data, cancelable: true }));
  }`);
  await sees(page, '.field-error', 'Big.bin is larger than 10 MiB.');
  await page.route('**/api/attachments', (route) =>
    route.fulfill({
      ...{ status: 400, contentType: 'application/json' },
      body: JSON.stringify({
        error: {
          code: 'invalid_request',
          message: 'x',
          details: [{ field: 'content', message: 'expected a picture' }],
        },
      }),
    }),
  );
  await give(page, 'drop', [['x.exe', 'x']]);
  await sees(page, '.field-error', 'Expected a picture');
});

it('says that other machines can’t read it', async () => {
  api.addSession('box/worker');
  const page = await opened();
  await give(page, 'drop', [['a.txt', 'a']]);
  await sees(page, '#prompt-form .form-message', 'Sessions of other machines can’t read it there.');
});
