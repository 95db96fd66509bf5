/** The order of the queue in front of a running server: by keys, by drag, by touch, and as sessions get the prompts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { source } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { isLive, openPage, sees } from '../web/browser';

let dashboard: Dashboard;
let browser: Browser;
dashboardInABrowser({}, async (given) => {
  ({ dashboard, browser } = given);
  await dashboard.shell('worker');
});

const pause = (paused: boolean) => dashboard.call('/api/assigner/queue', { method: 'PUT', body: { paused } });
beforeEach(() => pause(true));
afterEach(async () => {
  const { body } = await dashboard.call('/api/assigner/prompts?status=pending&limit=500');
  for (const { id } of body.items) await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { body: {} });
});

/** They wait: the queue is paused. */
async function wait(...contents: string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const content of contents) ids.push(await dashboard.send({ content, target_session: 'worker' }));
  return ids;
}

async function openQueue(options?: BrowserContextOptions): Promise<Page> {
  const { page } = await openPage(
    browser,
    `${dashboard.url}/queue.html?order=priority&status=pending`,
    options,
  );
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('peace5');
  await page.keyboard.press('Enter');
  await isLive(page);
  return page;
}
const rows = (page: Page): Promise<number[]> =>
  page
    .locator('#queue-rows tr')
    .evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-prompt'))));
/** Waits until the page has them in this order. */
async function inOrder(page: Page, ids: readonly number[]): Promise<void> {
  for (const [index, id] of ids.entries())
    await page.locator(`#queue-rows tr:nth-child(${index + 1})[data-prompt="${id}"]`).waitFor();
  expect(await rows(page)).toEqual(ids);
}
async function ordered(): Promise<number[]> {
  const { body } = await dashboard.call('/api/assigner/prompts?order=priority&status=pending');
  return body.items.map(({ id }: { id: number }) => id);
}
const link = (page: Page, id: number) => page.locator(`tr[data-prompt="${id}"] a`);
const handle = (page: Page, id: number) => page.locator(`tr[data-prompt="${id}"] .move-handle`);
async function middleOf(page: Page, id: number): Promise<{ x: number; y: number }> {
  const box = await handle(page, id).boundingBox();
  if (!box) throw new Error(`no handle of ${id}`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

it('is changed by keys, is said, stays with the row, and is the same for who else looks and for the sessions', async () => {
  const [a = 0, b = 0, c = 0] = await wait('echo a', 'echo b', 'echo c');
  const [page, other] = [await openQueue(), await openQueue()];
  await inOrder(page, [a, b, c]);
  await sees(page, `tr[data-prompt="${c}"] .position`, '3 of 3');
  await link(page, c).focus();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowUp');
  await inOrder(page, [c, a, b]);
  await page
    .locator('#announcer', { hasText: `Prompt ${c} is at position 1 of 3.` })
    .waitFor({ state: 'attached' });
  await page.locator(`tr[data-prompt="${c}"] a:focus`).waitFor();
  await page.keyboard.press('Alt+ArrowUp');
  await page
    .locator('#announcer', { hasText: `Prompt ${c} is the first of priority 0.` })
    .waitFor({ state: 'attached' });
  await inOrder(other, [c, a, b]);
  await sees(other, `tr[data-prompt="${b}"] .position`, '3 of 3');
  await link(page, a).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await inOrder(other, [c, b, a]);
  expect(await ordered()).toEqual([c, b, a]);

  await pause(false);
  const ended = await Promise.all([a, b, c].map((id) => dashboard.settled(id)));
  expect(
    ended.sort((one, two) => one.completed_at.localeCompare(two.completed_at)).map(({ id }) => id),
  ).toEqual([c, b, a]);
});

it('is changed by dragging, among prompts of one priority only; a press offers the same without', async () => {
  const [a = 0, b = 0, c = 0] = await wait('a', 'b', 'c');
  const urgent = await dashboard.send({ content: 'urgent', priority: 9, target_session: 'worker' });
  const page = await openQueue();
  await inOrder(page, [urgent, a, b, c]);
  const [from, to] = [await middleOf(page, c), await middleOf(page, urgent)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y - 20, { steps: 4 });
  await page.locator('.dragged').waitFor();
  // Beyond the first of its priority: that is where it goes.
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.locator('.drop-line').waitFor();
  await page.mouse.up();
  await inOrder(page, [urgent, c, a, b]);
  expect(await page.locator('.dragged, .drop-line').count()).toBe(0);
  expect(await ordered()).toEqual([urgent, c, a, b]);

  const start = await middleOf(page, b);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x, start.y - 60, { steps: 4 });
  await page.locator('.dragged').waitFor();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await ordered()).toEqual([urgent, c, a, b]);

  await handle(page, c).focus();
  await page.keyboard.press('Enter');
  await sees(page, '#move', 'Position 2 of 4');
  await page.getByRole('button', { name: 'To the last place' }).click();
  await sees(page, '#move', 'Position 4 of 4');
  await page.keyboard.press('Escape');
  await inOrder(page, [urgent, a, b, c]);
});

describe('on a phone', () => {
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  it('is changed with a finger', async () => {
    const [a = 0, b = 0, c = 0] = await wait('a', 'b', 'c');
    const page = await openQueue(PHONE);
    await inOrder(page, [a, b, c]);
    await handle(page, c).scrollIntoViewIfNeeded();
    const [from, to] = [await middleOf(page, c), await middleOf(page, a)];
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await touch('touchStart', from.x, from.y);
    for (let step = 1; step <= 10; step++)
      await touch('touchMove', from.x, from.y + ((to.y - 30 - from.y) * step) / 10);
    await page.locator('.drop-line').waitFor();
    await touch('touchEnd');
    await inOrder(page, [c, a, b]);
    expect(await ordered()).toEqual([c, a, b]);
    await handle(page, a).tap();
    await sees(page, '#move', 'Position 2 of 3');
    await page.getByRole('button', { name: 'Down' }).tap();
    await sees(page, '#move', 'Position 3 of 3');
    expect(await ordered()).toEqual([c, b, a]);
  });

  it('has boxes to choose and handles as large as a finger, one beside the other', async () => {
    const [a = 0] = await wait('a', 'b');
    const page = await openQueue(PHONE);
    const choose = await page.locator(`tr[data-prompt="${a}"] .row-choose`).boundingBox();
    const grip = await handle(page, a).boundingBox();
    for (const box of [choose, grip]) {
      expect(box?.width).toBeGreaterThanOrEqual(44);
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
    expect((choose?.x ?? 0) + (choose?.width ?? 0)).toBeLessThanOrEqual(grip?.x ?? 0);
    expect(choose?.x).toBeGreaterThanOrEqual(0);
    await page.locator(`tr[data-prompt="${a}"] .row-choose`).tap();
    await sees(page, '.chosen-bar', '1 chosen');
  });
});

describe('many in one request', () => {
  const batch = (path: 'send' | 'prompts', body: object) =>
    dashboard.call(`/api/assigner/${path}/batch`, { body });

  it('are done one after the other and once, though the request comes twice at the same time', async () => {
    await pause(false);
    const log = join(dashboard.dir, 'batch');
    const prompts = ['a', 'b', 'c', 'd', 'e'].map((letter) => ({
      ...{ content: `printf ${letter} >> ${log}`, idempotency_key: `batch-${letter}` },
    }));
    const request = { prompts, in_order: true, target_session: 'worker' };
    const [one, two] = await Promise.all([batch('send', request), batch('send', request)]);
    expect([one.status, one.body.failed]).toEqual([200, 0]);
    expect(two.body).toEqual(one.body);
    for (const { prompt_id: id } of one.body.items)
      expect(await dashboard.settled(id)).toMatchObject({ status: 'completed' });
    expect(readFileSync(log, 'utf8')).toBe('abcde');
  });

  it('get another session, another priority and an end by their workflows', async () => {
    const ids = await wait('one', 'two', 'three');
    const urgent = await batch('prompts', { action: 'priority', ids, priority: 8 });
    expect(urgent.body.items).toEqual(ids.map((id) => ({ id, error: null })));
    const elsewhere = await batch('prompts', { action: 'reassign', ids, target_provider: 'claude' });
    expect(elsewhere.body).toMatchObject({ failed: 0 });
    for (const id of ids)
      expect(await dashboard.prompt(id)).toMatchObject({
        ...{ priority: 8, target_session: null, target_provider: 'claude', status: 'pending' },
      });
    expect(await ordered()).toEqual(ids);
    const ended = await batch('prompts', { action: 'cancel', ids: [...ids, 9999] });
    expect(ended.body.failed).toBe(1);
    for (const id of ids) expect((await dashboard.settled(id)).status).toBe('cancelled');
  });
});

it.each(['light', 'dark'] as const)('has no finding of axe, with its dialogs, in %s', async (colorScheme) => {
  const [a = 0] = await wait('a', 'b');
  const page = await openQueue({ colorScheme });
  const findings = async (): Promise<unknown> => {
    await page.evaluate(source);
    return page.evaluate(
      "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))",
    );
  };
  await page.getByLabel(`Choose prompt ${a}`).check();
  await sees(page, '.chosen-bar', '1 chosen');
  await page.getByRole('button', { name: 'Save filter' }).waitFor();
  expect(await findings()).toEqual([]);
  for (const name of ['Reassign', 'Priority']) {
    await page.getByRole('toolbar').getByRole('button', { name }).click();
    await page.locator('dialog[open]').waitFor();
    expect(await findings()).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.locator('#filter-save').click();
  await page.locator('#save-filter').waitFor();
  expect(await findings()).toEqual([]);
  await page.keyboard.press('Escape');
  await handle(page, a).focus();
  await page.keyboard.press('Enter');
  await page.locator('#move').waitFor();
  expect(await findings()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New prompt' }).click();
  await page.locator('#from-file').click();
  await page.locator('#file-input').setInputFiles({
    ...{ name: 'list.md', mimeType: 'text/markdown' },
    buffer: Buffer.from('one\ntwo'),
  });
  await sees(page, '#file-count', '2 prompts.');
  expect(await findings()).toEqual([]);
});
