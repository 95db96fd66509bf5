/** Long lists and shared addresses: what is rendered, and what the address says. */
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

const PROMPTS = 2_000;
/** The visible rows and those around them. */
const MAX_RENDERED = 100;

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const scrollTo = (page: Page, place: 'top' | 'end'): Promise<unknown> =>
  page.locator('.prompts-box').evaluate((box, top) => {
    box.scrollTop = top ? 0 : box.scrollHeight;
  }, place === 'top');

it('renders a window of a long list, which grows as its end comes into view', async () => {
  for (let number = 0; number < PROMPTS; number++) api.addPrompt({ content: `prompt ${number}` });
  const { page, faults } = await openPage(browser, api.url);
  for (const count of ['50', '100', '200', '400', '800', '1300', '1800']) {
    await sees(page, '#queue-count', `${count} of ${PROMPTS}`);
    await scrollTo(page, 'end');
  }
  await sees(page, '#queue-count', new RegExp(`^${PROMPTS}$`));
  await scrollTo(page, 'end');
  await sees(page, 'tr[data-prompt="1"]', 'prompt 0');
  expect(await page.locator('#queue-rows tr').count()).toBeLessThan(MAX_RENDERED);
  await scrollTo(page, 'top');
  await sees(page, `tr[data-prompt="${PROMPTS}"]`, `prompt ${PROMPTS - 1}`);
  expect(await page.locator('#queue-rows tr').count()).toBeLessThan(MAX_RENDERED);
  expect(faults).toEqual([]);
});

it('leaves what stands below a long list within reach', async () => {
  for (let number = 0; number < PROMPTS; number++) api.addPrompt({ content: `prompt ${number}` });
  const { page } = await openPage(browser, api.url);
  await sees(page, '#queue-count', `50 of ${PROMPTS}`);
  await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
  await page.locator('#tasks').waitFor();
  const { bottom, height } = await page.evaluate<{ bottom: number; height: number }>(`({
    bottom: document.querySelector('#tasks').getBoundingClientRect().bottom,
    height: window.innerHeight,
  })`);
  expect(bottom).toBeLessThan(height);
  // Nothing of the list was read for that.
  await sees(page, '#queue-count', `50 of ${PROMPTS}`);
});

it('shows its columns above whatever rows are in sight', async () => {
  for (let number = 0; number < 50; number++) api.addPrompt({ content: `prompt ${number}` });
  const { page } = await openPage(browser, api.url);
  await sees(page, 'tr[data-prompt="50"]', 'prompt 49');
  await scrollTo(page, 'end');
  await sees(page, 'tr[data-prompt="1"]', 'prompt 0');
  const top = (selector: string) => page.locator(selector).evaluate((one) => one.getBoundingClientRect().top);
  expect(await top('.prompts thead')).toBeCloseTo(await top('.prompts-box'), 0);
});

it('keeps filter and order in the address, beside an open receipt', async () => {
  api.addPrompt({ content: 'red apple', status: 'completed', stage: 'completed' });
  api.addPrompt({ content: 'green apple', status: 'completed', stage: 'completed' });
  api.addPrompt({ content: 'red pear' });
  const { page } = await openPage(browser, `${api.url}/?status=completed&q=red&order=oldest`);
  await isLive(page);
  await sees(page, '#queue-count', /^1$/);
  expect(await page.locator('#filter-q').inputValue()).toBe('red');
  expect(await page.locator('#filter-status').inputValue()).toBe('completed');
  expect(await page.locator('#filter-order').inputValue()).toBe('oldest');
  await page.locator('tr[data-prompt="1"] a').click();
  await sees(page, '[data-text=content] pre', 'red apple');
  await page.keyboard.press('Escape');
  await seesNo(page, '#receipt');
  expect(new URL(page.url()).search).toBe('?status=completed&q=red&order=oldest');
  await page.locator('#filter-q').fill('green');
  await sees(page, 'tr[data-prompt="2"]', 'green apple');
  await page.locator('#filter-order').selectOption('newest');
  await page.waitForURL('**/?status=completed&q=green');
  await page.reload();
  await sees(page, 'tr[data-prompt="2"]', 'green apple');
  await page.locator('#filter-status').selectOption('');
  await page.locator('#filter-q').fill('nothing like it');
  await page.getByRole('button', { name: 'Show all prompts' }).click();
  await sees(page, '#queue-count', /^3$/);
  expect(new URL(page.url()).search).toBe('');
});

it('writes new ages a few times a minute, and nothing else while nothing happens', async () => {
  const { page } = await openPage(browser, 'about:blank');
  await page.clock.install();
  for (let number = 0; number < 30; number++) api.addPrompt({ content: `prompt ${number}` });
  await page.goto(api.url);
  await sees(page, 'tr[data-prompt="30"] .cell-age', 'now');
  await page.evaluate(`{
    window.written = 0;
    const count = (changes) => (window.written += changes.length);
    new MutationObserver(count).observe(document.querySelector('#queue'), {
      subtree: true, childList: true, characterData: true, attributes: true,
    });
  }`);
  await page.clock.runFor(60_000);
  await sees(page, 'tr[data-prompt="30"] .cell-age', '1 min');
  const written = Number(await page.evaluate('window.written'));
  expect(written).toBeGreaterThanOrEqual(30);
  expect(written).toBeLessThanOrEqual(30 * 10);
});
