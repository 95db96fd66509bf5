/** The page of the log: the newest line first, as it grows, narrowed down, and what is older when it is wanted. */
import { source } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const LOGS = '/logs.html';
const open = async (path = LOGS, options: Parameters<typeof openPage>[2] = {}): Promise<Page> => {
  const { page, faults } = await openPage(browser, api.url + path, options);
  await sees(page, '#logs-live', 'Live');
  expect(faults).toEqual([]);
  return page;
};
const fill = (count: number): void => {
  for (let number = 1; number <= count; number++) api.logs.add({ text: `line ${number}` });
};
const texts = (page: Page): Promise<string[]> => page.locator('.log-text').allInnerTexts();

it('shows the newest lines first, and new ones at once', async () => {
  fill(3);
  const page = await open();
  await sees(page, '.log-text', 'line 1');
  expect(await texts(page)).toEqual(['line 3', 'line 2', 'line 1']);
  api.logs.add({ text: 'a new one', level: 'error' });
  await sees(page, '.log-line[data-level=error]', 'a new one');
  expect((await texts(page))[0]).toBe('a new one');
  await sees(page, '#logs-foot', '4 lines.');
});

it('moves nothing under somebody who reads further down, and says how many are new', async () => {
  fill(200);
  api.logs.size = 200;
  const page = await open();
  const box = page.locator('.log-box');
  await box.evaluate((element) => (element.scrollTop = 2_000));
  await sees(page, '.log-text', 'line 130');
  const before = await texts(page);
  api.logs.add({ text: 'came meanwhile' });
  api.logs.add({ text: 'and another' });
  await sees(page, '#logs-new', '2 new lines');
  expect(await texts(page)).toEqual(before);
  await page.locator('#logs-new').click();
  await sees(page, '.log-text', 'and another');
  await seesNo(page, '#logs-new');
  expect((await texts(page)).slice(0, 2)).toEqual(['and another', 'came meanwhile']);
});

it('reads what is older when its end is near', async () => {
  fill(120);
  const page = await open();
  await sees(page, '#logs-foot', 'Looked back to');
  const box = page.locator('.log-box');
  const toTheEnd = (): Promise<unknown> =>
    box.evaluate((element) => (element.scrollTop = element.scrollHeight));
  for (const count of [100, 120]) {
    await toTheEnd();
    await sees(page, '#logs-foot', `${count} lines.`);
  }
  await toTheEnd();
  await sees(page, '.log-text', /^line 1$/);
  await seesNo(page, '#logs-older');
});

it('is narrowed down by what the address holds, and says so in the address', async () => {
  fill(5);
  api.logs.add({ text: 'typed it', prompt_id: 42, level: 'error' });
  const page = await open(`${LOGS}?level=error&about=42`);
  expect(await texts(page)).toEqual(['typed it']);
  expect(Object.fromEntries(api.logs.asked.at(-1) ?? [])).toEqual({ level: 'error', prompt: '42' });
  await page.locator('#log-all').click();
  await sees(page, '.log-text', 'line 5');
  await page.locator('#log-q').fill('LINE 4');
  await page.locator('#log-q').press('Enter');
  await page.locator('.log-text', { hasText: 'line 5' }).waitFor({ state: 'detached' });
  expect(await texts(page)).toEqual(['line 4']);
  expect(new URL(page.url()).search).toBe('?q=LINE+4');
  await page.locator('#log-part').selectOption('assigner');
  await page.waitForURL(/part=assigner/);
  await page.locator('#log-about').fill('task-7');
  await page.locator('#log-about').press('Enter');
  await page.waitForURL(/about=task-7/);
  await sees(page, '#logs-live', 'Live');
  expect(Object.fromEntries(api.logs.asked.at(-1) ?? [])).toMatchObject({
    part: 'assigner',
    workflow: 'task-7',
  });
});

it('shows all of a line, what stands there as text only, and leads from it to its prompt and its other lines', async () => {
  const text = '<img src=x onerror=alert(1)> & <b>bold</b>';
  const more = { reason: '<script>1</script>', path: '/data' };
  api.logs.add({ text, more, prompt_id: 7, workflow_id: 'prompt-7', request_id: 'r-1' });
  const page = await open();
  await page.locator('.log-head').click();
  await sees(page, '.log-whole', text);
  await sees(page, '.log-detail', '<script>1</script>');
  expect(await page.locator('.log-detail img, .log-detail b, .log-detail script').count()).toBe(0);
  expect(await page.getByRole('link', { name: '#7' }).getAttribute('href')).toBe('./queue.html#/prompt/7');
  await page.getByRole('button', { name: 'Only lines of prompt-7' }).click();
  await page.waitForURL(/about=prompt-7/);
});

it('says so where who looks may not read it', async () => {
  const { page } = await openPage(browser, 'about:blank');
  await page.route('**/api/logs**', (route) =>
    route.fulfill({ status: 403, json: { error: { code: 'forbidden', message: 'This needs logs:read.' } } }),
  );
  await page.goto(api.url + LOGS);
  await sees(page, '#logs-fault', 'This needs logs:read.');
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([1440, 1024, 390])('has no finding of axe, and nothing sideways, at %d pixels', async (width) => {
    fill(60);
    const long = 'averylongwordwithoutanyspaces'.repeat(20);
    for (const level of ['debug', 'warn', 'error'] as const)
      api.logs.add({ level, text: long, prompt_id: 1, workflow_id: 'prompt-1', more: { stack: long } });
    const page = await open(LOGS, { viewport: { width, height: 900 }, colorScheme });
    await isLive(page);
    for (const place of [0, 1]) await page.locator('.log-head').nth(place).click();
    await page.locator('.log-detail').nth(1).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.evaluate(source);
    const found = await page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
    );
    expect(found).toEqual([]);
  });
});
