/** What is being written is there again after a reload, a closed tab and a crash, and is sent once. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { isLive, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
let context: BrowserContext;
inABrowser((given) => ({ browser, api } = given));
beforeEach(async () => {
  // What is kept is looked at by scripts of the test.
  context = await browser.newContext({ bypassCSP: true });
  api.addSession('dev_worker1');
});
afterEach(() => context.close());

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(api.url);
  await isLive(page);
  return page;
}
const text = (page: Page): Promise<string> => page.locator('#content').inputValue();
/** All that the browser keeps. */
const STORED = 'JSON.stringify({ ...localStorage })';
/** It is on the browser's disk. */
const isKept = (page: Page, part: string): Promise<unknown> =>
  page.waitForFunction(`${STORED}.includes(${JSON.stringify(part)})`);

it('outlives a reload, and a tab that was closed: with its target and its numbers it is offered again', async () => {
  const page = await open();
  await page.locator('#content').fill('Fix the login page');
  await page.locator('#target_session').selectOption('dev_worker1');
  await page.locator('#priority').fill('7');
  await page.reload();
  await isLive(page);
  expect(await text(page)).toBe('Fix the login page');
  expect(await page.locator('#priority').inputValue()).toBe('7');
  await page.close();

  const next = await open();
  await sees(next, '#draft-left', 'Fix the login page');
  expect(await text(next)).toBe('');
  await next.getByRole('button', { name: 'Take it up' }).click();
  await seesNo(next, '#draft-left');
  expect(await text(next)).toBe('Fix the login page');
  expect(await next.locator('#target_session').inputValue()).toBe('dev_worker1');
  await next.locator('#content').press('Control+Enter');
  await sees(next, '#prompt-form .form-message', 'Queued as #1.');
  await next.close();
  const last = await open();
  await last.waitForFunction(`!/architect.draft [0-9a-f]/.test(${STORED})`);
  await seesNo(last, '#draft-left');
});

it('is one a tab: tabs that are open are not offered to each other', async () => {
  const [one, two] = [await open(), await open()];
  await one.locator('#content').fill('in the first');
  await two.locator('#content').fill('in the second');
  await isKept(one, 'in the first');
  await isKept(two, 'in the second');
  for (const page of [one, two]) {
    await page.reload();
    await isLive(page);
  }
  expect([await text(one), await text(two)]).toEqual(['in the first', 'in the second']);
  const third = await open();
  // By then both have answered, and a draft of neither is shown.
  await third.locator('#content').fill('in the third');
  await isKept(third, 'in the third');
  await seesNo(third, '#draft-left');
  await one.close();
  await third.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await sees(third, '#draft-left', 'in the first');
});

it('a copy of a tab begins with nothing, and the one that it was copied from keeps its draft', async () => {
  const page = await open();
  await page.locator('#content').fill('only once');
  await isKept(page, 'only once');
  const opens = context.waitForEvent('page');
  // A window that a page opens begins with what the tab keeps, as a copied tab does.
  await page.evaluate('void window.open(location.href)');
  const copy = await opens;
  await isLive(copy);
  await copy.waitForFunction("document.querySelector('#content').value === ''");
  expect(await text(page)).toBe('only once');
  await page.reload();
  await isLive(page);
  expect(await text(page)).toBe('only once');
});

it('what another user of the browser has written is not offered', async () => {
  const page = await open();
  await page.locator('#content').fill('a secret plan');
  await isKept(page, 'by\\":\\"architect');
  await page.close();
  await context.route('**/api/me', (route) =>
    route.fulfill({ json: { name: 'somebody else', role: 'operator', scopes: ['read', 'prompts:write'] } }),
  );
  const next = await open();
  await next.locator('#content').fill('x');
  // By then it was asked who looks, and what there is was looked through.
  await isKept(next, 'somebody else');
  await seesNo(next, '#draft-left');
  expect(await next.evaluate<string>(STORED)).toContain('a secret plan');
});

it('nor shown to them in its tab; it stays its writer’s, also where the tab is closed before it was asked who looks', async () => {
  const page = await open();
  await page.locator('#content').fill('a secret plan');
  await isKept(page, 'by\\":\\"architect');
  await context.route('**/api/me', (route) => route.abort());
  await page.reload();
  await isLive(page);
  expect(await text(page)).toBe('a secret plan');
  await context.unroute('**/api/me');
  await context.route('**/api/me', (route) =>
    route.fulfill({ json: { name: 'somebody else', role: 'operator', scopes: ['read', 'prompts:write'] } }),
  );
  await page.reload();
  await isLive(page);
  await page.waitForFunction("document.querySelector('#content').value === ''");
  expect(await page.evaluate<string>(STORED)).toMatch(/a secret plan.*by\\":\\"architect/);
});

it('what is written here is offered in the place of one that is taken up; one can be thrown away', async () => {
  const first = await open();
  await first.locator('#content').fill('left behind');
  await first.close();
  const page = await open();
  await sees(page, '#draft-left', 'left behind');
  await page.locator('#content').fill('written here');
  await page.getByRole('button', { name: 'Take it up' }).click();
  expect(await text(page)).toBe('left behind');
  await sees(page, '#draft-left', 'written here');
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await seesNo(page, '#draft-left');
  await page.getByRole('button', { name: 'Undo' }).click();
  await sees(page, '#draft-left', 'written here');
  await page.getByRole('button', { name: 'Throw it away' }).click();
  await seesNo(page, '.toast');
  await page.waitForFunction(`!${STORED}.includes('written here')`);
  expect(await text(page)).toBe('left behind');
});

it('one that was queued before its answer came is no draft any more', async () => {
  const page = await open();
  await page.locator('#content').fill('Deploy it');
  const arrived = new Promise<void>((resolve) => {
    void page.route('**/api/assigner/send', async (route) => {
      // The tab ends before the answer.
      await route.fetch();
      resolve();
    });
  });
  await page.locator('#content').press('Control+Enter');
  await arrived;
  expect(api.prompts.size).toBe(1);
  await page.close();
  const next = await open();
  await sees(next, '#draft-left', 'Deploy it');
  await next.getByRole('button', { name: 'Take it up' }).click();
  await sees(next, '#prompt-form .form-message', 'Queued as #1');
  expect(await text(next)).toBe('');
});

it('one whose request never arrived is sent with the key that it had', async () => {
  const page = await open();
  await page.locator('#content').fill('Deploy it');
  await page.route('**/api/assigner/send', (route) => route.abort());
  await page.locator('#content').press('Control+Enter');
  await sees(page, '#prompt-form .form-message', "The server can't be reached.");
  const key = /"key\\":\\"([0-9a-f]{32})/.exec(await page.evaluate<string>(STORED))?.[1];
  await page.unroute('**/api/assigner/send');
  await page.reload();
  await isLive(page);
  expect(await text(page)).toBe('Deploy it');
  await page.locator('#content').press('Control+Enter');
  await sees(page, '#prompt-form .form-message', 'Queued as #1.');
  expect(api.sends.map((sent) => sent.key)).toEqual([key]);
});
