/** The page of the log on the real product: what it does turns up, and a file of 100 MB opens at once. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { openPage, sees } from '../web/browser';

const LARGE_BYTES = 100_000_000;
const LONGEST_TASK_MS = 50;
let dashboard: Dashboard;
let browser: Browser;
dashboardInABrowser({ ARCHITECT_LOG_MB: '1000' }, (given) => void ({ dashboard, browser } = given));

async function open(query = ''): Promise<Page> {
  const headers = { authorization: `Bearer ${dashboard.token()}` };
  const { page, faults } = await openPage(browser, 'about:blank', { extraHTTPHeaders: headers });
  await page.addInitScript(`window.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ entryTypes: ['longtask'] });`);
  await page.goto(`${dashboard.url}/logs.html${query}`);
  await sees(page, '#logs-live', 'Live');
  expect(faults).toEqual([]);
  return page;
}

test('lines turn up as they are written, by the request in the course of which they were', async () => {
  const page = await open();
  await dashboard.call('/api/tokens', { body: { name: 'seen in the log', scopes: ['read'] } });
  await sees(page, '.log-text', 'a token was made');
  await page.locator('.log-head', { hasText: 'a token was made' }).click();
  await sees(page, '.log-detail', 'seen in the log');
  await page.getByRole('button', { name: /^Only lines of [0-9a-f-]{36}$/ }).click();
  await sees(page, '#logs-foot', '1 line.');
  await sees(page, '.log-text', 'a token was made');
});

test('a file of 100 MB opens at its end, and is searched, without a task that would be felt', async () => {
  const file = openSync(join(dashboard.dir, 'logs', 'ci.log'), 'a');
  const at = new Date().toISOString();
  const lines = Array.from({ length: 2_000 }, (_, index) =>
    JSON.stringify({
      level: 30,
      time: at,
      component: 'improvements',
      part: 'x'.repeat(120),
      msg: `line ${index}`,
    }),
  ).join('\n');
  for (let bytes = 0; bytes < LARGE_BYTES; bytes += lines.length) writeSync(file, `${lines}\n`);
  writeSync(file, `${JSON.stringify({ level: 50, time: at, component: 'improvements', msg: 'the last' })}\n`);
  closeSync(file);
  const page = await open('?part=ci');
  await sees(page, '.log-text', 'the last');
  const box = page.locator('.log-box');
  for (const count of ['400', '600']) {
    await box.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await sees(page, '#logs-foot', `${count} lines.`);
  }
  const longest = await page.evaluate('Math.max(0, ...longTasks)');
  expect(longest).toBeLessThanOrEqual(LONGEST_TASK_MS);
  await page.locator('#log-q').fill('there is no such text');
  await page.locator('#log-q').press('Enter');
  const startedMs = Date.now();
  // It answers others meanwhile.
  expect((await dashboard.call('/api/assigner/status')).status).toBe(200);
  expect(Date.now() - startedMs).toBeLessThan(5_000);
  await sees(page, '#logs-foot', /Nothing fits so far|No line fits/);
});
