/** The page of phase plans, on a real server with a real shell. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { env } from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { launchBrowser, sees, seesNo } from './browser';

let dashboard: Dashboard;
let browser: Browser;
let page: Page;
const faults: string[] = [];
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([startDashboard(), launchBrowser()]);
  await dashboard.shell('builder');
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${dashboard.url}/login`);
  await page.fill('[name=username]', 'architect');
  await page.fill('[name=password]', 'peace5');
  await page.click('button[type=submit]');
  await page.waitForURL(`${dashboard.url}/`);
  await page.getByRole('link', { name: 'Plans' }).click();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});

const work = (): string => join(dashboard.dir, 'work');
const text = (prompt: string, gates: string): string =>
  `name: Build and look\nworking_dir: ${work()}\nphases:\n  - name: Build\n    tasks:\n      - key: compile\n        prompt: ${prompt}\n        target_session: builder\n        max_retries: 0\n        gates:\n${gates}  - name: Ship\n    tasks:\n      - key: ship\n        prompt: 'true'\n        target_session: builder\n`;

test('a plan is written, checked with the line of a mistake, run, watched, let through and exported', async () => {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() === 'POST' && /\/(pause|resume)$/.test(pathname)) asked.push(pathname);
  });
  mkdirSync(work());
  execFileSync('git', ['-C', work(), 'init', '--quiet']);
  writeFileSync(join(work(), 'a'), '');
  await sees(page, '.panel-message', 'No plans yet.');
  await page.click('#plan-new');
  const gates =
    '          - type: command\n            command: echo looked; test -f out\n          - type: approval\n            note: Ship it?\n';
  await page.fill('#plan-text', text('touch out', `${gates}        after: [nobody]\n`));
  await page.getByRole('button', { name: 'Check' }).click();
  await sees(page, '#plan-form .form-message', "there is no task 'nobody' (line 15)");
  await page.fill('#plan-text', text(`touch ${join(work(), 'out')}`, gates));
  await page.getByRole('button', { name: 'Check' }).click();
  await sees(page, '#plan-form .form-message', 'A plan of 2 phases and 2 tasks.');
  await page.getByRole('button', { name: 'Run plan' }).click();
  await sees(page, '[data-task=compile] > .plan-task-head .badge', 'Waits for approval');
  await sees(page, '[data-task=ship] .badge', 'Pending');
  // The second click of a double click would resume it.
  await page.getByRole('button', { name: 'Pause' }).dblclick();
  await sees(page, '#plan .panel-head .badge', 'Paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await sees(page, '#plan .panel-head .badge', 'Running');
  expect(asked).toEqual(['/api/plans/1/pause', '/api/plans/1/resume']);
  await page.locator('[data-task=compile] summary').first().click();
  await sees(page, '[data-task=compile] .plan-gates pre', 'looked');
  if (env['SHOTS']) await page.screenshot({ path: join(env['SHOTS'], 'plans.png') });
  await page.locator('[data-task=compile]').getByRole('button', { name: 'Approve' }).click();
  await sees(page, '#plan .panel-head .badge', 'Completed');
  await sees(page, '#plan-facts', '100 % done');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan-1.yaml');
  expect(faults).toEqual([]);
}, 90_000);

test('what fails is seen with its evidence, blocks the rest, and is let through or tried again by a person', async () => {
  await page.click('#plan-new');
  await page.fill(
    '#plan-text',
    text("'true'", '          - type: command\n            command: echo no luck; false\n'),
  );
  await page.getByRole('button', { name: 'Run plan' }).click();
  await sees(page, '#plan .panel-head .badge', 'Failed');
  await sees(page, '[data-task=compile] .plan-gates pre', 'no luck');
  await sees(page, '[data-task=ship] .badge', 'Blocked');
  if (env['SHOTS']) await page.screenshot({ path: join(env['SHOTS'], 'plans-failed.png') });
  const override = page.locator('[data-task=compile]').getByRole('button', { name: 'Override' });
  const refusal = { status: 409, json: { error: { code: 'conflict', message: 'Not now.' } } };
  await page.route('**/override', (route) => route.fulfill(refusal), { times: 1 });
  // What is read afterwards doesn't take back that it was refused.
  await Promise.all([
    page.waitForResponse((response) => /\/api\/plans\?/.test(response.url())),
    override.click(),
  ]);
  await sees(page, '#plan-refusal', 'Not now.');
  await override.click();
  await seesNo(page, '#plan-refusal');
  await sees(page, '[data-task=compile] .plan-gates .badge', 'Overridden');
  await sees(page, '#plan .panel-head .badge', 'Completed');
  await page.getByRole('button', { name: 'Copy' }).click();
  expect(await page.inputValue('#plan-text')).toMatch(/^name: Build and look/);
  await page.keyboard.press('Escape');
  expect(faults).toEqual([]);
}, 90_000);
