/** What moves under a pointer isn't pressed: each press answers what the person saw. */
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { row } from './need-rows';
import { standsStill } from './stands-still';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const rowOf = (id: number): string => row(`dialog-${id}`);
const approveOf = (id: number): string => `${rowOf(id)} .button-primary`;

/** The middle of it, once it may be pressed. */
async function middleOf(page: Page, selector: string): Promise<[x: number, y: number]> {
  await page.locator(selector).click({ trial: true });
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} isn't shown`);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** What the page measures since then takes no time, however long this machine takes for the steps of a test. */
const stopTime = (page: Page): Promise<unknown> =>
  page.evaluate('{ const at = performance.now(); performance.now = () => at; }');
const letTimeGoOn = (page: Page): Promise<unknown> => page.evaluate('delete performance.now');

const MOVE_DOWN = `{
  const line = document.createElement('p');
  line.style.height = '120px';
  document.querySelector('#needs').before(line);
}`;

it('keeps the other dialogs where they are when one is answered, as long as the pointer is there', async () => {
  for (const name of ['dev_worker1', 'dev_worker2', 'dev_worker3']) api.confirm.ask(name, { command: name });
  const { page } = await openPage(browser, api.url);
  const placeOf3 = (): Promise<unknown> =>
    page.evaluate(`document.querySelector('${rowOf(3)}').getBoundingClientRect().top + scrollY`);
  await sees(page, '.need', 'dev_worker3');
  await page.locator(approveOf(1)).click({ trial: true });
  const before = await placeOf3();
  await stopTime(page);
  await page.locator(approveOf(1)).click();
  await sees(page, '.need-outcome', 'Approved');
  expect(await placeOf3()).toEqual(before);
  // One that is answered elsewhere keeps its place as well.
  api.confirm.change(2, { status: 'expired', decided_by: 'terminal' });
  await sees(page, '.need-outcome', 'Expired');
  expect(await placeOf3()).toEqual(before);
  await letTimeGoOn(page);
  await page.mouse.move(0, 0);
  await page.locator('.need-outcome').first().waitFor({ state: 'detached' });
  expect(await placeOf3()).not.toEqual(before);
});

it('takes no press on a button that has just come under the pointer, and takes it a moment later', async () => {
  api.confirm.ask('dev_worker1');
  const { page, faults } = await openPage(browser, api.url);
  // What comes later would move it as well.
  await isLive(page);
  await standsStill(page, approveOf(1));
  const [x, y] = await middleOf(page, approveOf(1));
  await page.mouse.move(x, y + 120);
  await stopTime(page);
  await page.evaluate(MOVE_DOWN);
  await page.mouse.down();
  await page.mouse.up();
  await page
    .locator('#announcer', { hasText: 'It had just moved here, so nothing was sent.' })
    .waitFor({ state: 'attached' });
  expect(api.confirm.decisions).toEqual([]);
  await letTimeGoOn(page);
  await page.locator(approveOf(1)).click();
  await sees(page, '.need-outcome', 'Approved');
  expect(api.confirm.decisions).toEqual([{ id: 1, body: { decision: 'approve' } }]);
  expect(faults).toEqual([]);
});

it('takes keys at once: they go to what has the focus, wherever it moves', async () => {
  api.confirm.ask('dev_worker1');
  const { page } = await openPage(browser, api.url);
  await page.locator('.need-open').focus();
  await page.locator(approveOf(1)).waitFor();
  await page.evaluate(MOVE_DOWN);
  await page.keyboard.press('a');
  await sees(page, '.need-outcome', 'Approved');
});

it('lets a person scroll to a button and press it', async () => {
  for (let id = 1; id <= 8; id++) api.confirm.ask(`dev_worker${id}`, { command: `make ${id}` });
  const { page } = await openPage(browser, api.url, { viewport: { width: 1280, height: 500 } });
  await isLive(page);
  await sees(page, '.need', 'dev_worker8');
  await standsStill(page, approveOf(1));
  const [x, y] = await middleOf(page, approveOf(1));
  await page.mouse.move(x, y - 100);
  await page.evaluate('window.scrollTo(0, 100)');
  await page.mouse.down();
  await page.mouse.up();
  await sees(page, '.need-outcome', 'dev_worker1');
});

it('sends once what is pressed twice', async () => {
  api.confirm.ask('dev_worker1');
  api.confirm.refusal = 'Not now.';
  api.addPrompt({ status: 'failed', stage: 'failed' });
  const asked: string[] = [];
  const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
  page.on('request', (request) => {
    if (request.method() !== 'GET') asked.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.getByRole('button', { name: 'Run again' }).dblclick();
  await sees(page, '.receipt', 'Prompt #1');
  await page.keyboard.press('Escape');
  await page.locator(approveOf(1)).dblclick();
  await sees(page, '.need .form-message', 'Not now.');
  await isLive(page);
  expect(asked).toEqual(['POST /api/assigner/prompts/1/retry', 'POST /api/confirmations/1']);
});
