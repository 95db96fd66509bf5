/** The page of phase plans, on a real server with a real shell. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { env } from 'node:process';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { type ModelApi, startModelApi } from '../support/model-api';
import { launchBrowser, sees, seesNo } from './browser';

let dashboard: Dashboard;
let browser: Browser;
let model: ModelApi;
let page: Page;
const faults: string[] = [];
beforeAll(async () => {
  model = await startModelApi();
  const models = { ANTHROPIC_API_KEY: 'sk-ant-x', ANTHROPIC_BASE_URL: model.anthropicUrl };
  [dashboard, browser] = await Promise.all([startDashboard(models), launchBrowser()]);
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
  await model.close();
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

const GATE = { type: 'command', command: 'test -f nothing' };
const DRAFTED = {
  name: 'Dark mode',
  phases: [
    {
      name: 'Build',
      tasks: [
        { key: 'css', prompt: 'true', target_session: 'builder', gates: [GATE], max_retries: 0 },
        { key: 'docs', prompt: 'true', target_session: 'builder', after: ['css'] },
      ],
    },
  ],
};

test('a goal becomes a draft that is read, changed task by task and as YAML, and started', async () => {
  model.reply({ text: JSON.stringify(DRAFTED) });
  await page.click('#plan-draft');
  await page.fill('#draft-dir', '/no/such');
  await page.fill('#draft-goal', 'Add a dark mode');
  await page.getByRole('button', { name: 'Draft plan' }).click();
  await sees(page, '#draft-form .field-error', 'There is no directory /no/such');
  await page.fill('#draft-dir', work());
  await page.getByRole('button', { name: 'Draft plan' }).click();
  await sees(page, '#plan .panel-head .badge', 'Draft');
  await sees(page, '#plan-start', 'They run on this machine once you start the plan');
  await sees(page, '#plan-start', 'css: test -f nothing');
  await sees(page, '#plan-estimate', 'Likely cost: $0.00, 0 tokens.');
  await sees(page, '[data-task=css] .plan-gates', 'written by a model');
  if (env['SHOTS']) await page.screenshot({ path: join(env['SHOTS'], 'plans-draft.png') });

  // What is wrong stands at its field.
  await page.locator('[data-task=docs]').getByRole('button', { name: 'Edit' }).click();
  await page.fill('#task-after', 'css, nobody');
  await page.getByRole('button', { name: 'Add gate' }).click();
  await page.getByRole('button', { name: 'Save task' }).click();
  await sees(page, '#task-form .field-error', 'Must not be empty');
  await page.fill('#gate-0-text', 'true');
  await page.getByRole('button', { name: 'Save task' }).click();
  await sees(page, '#task-form .field-error', "There is no task 'nobody'");
  await page.fill('#task-after', 'css');
  // Somebody else is faster.
  const id = Number(/#\/(\d+)$/.exec(page.url())?.[1]);
  const change = (body: object) => dashboard.call(`/api/plans/${id}/tasks/docs`, { method: 'PATCH', body });
  expect((await change({ prompt: 'echo theirs' })).status).toBe(200);
  await page.getByRole('button', { name: 'Save task' }).click();
  await sees(page, '#task-form .form-message', 'Somebody changed this task meanwhile: prompt: "echo theirs"');
  if (env['SHOTS']) await page.screenshot({ path: join(env['SHOTS'], 'plans-task.png') });
  await page.getByRole('button', { name: 'Save task' }).click();
  await seesNo(page, '#task-form');
  await sees(page, '[data-task=docs] pre', 'true');
  await page.getByRole('button', { name: 'Add task' }).click();
  await page.fill('#task-key', 'late');
  await page.fill('#task-prompt', 'true');
  await page.fill('#task-session', 'builder');
  await page.locator('#task-form').getByRole('button', { name: 'Add task' }).click();
  await sees(page, '[data-task=late] pre', 'true');
  await page.locator('[data-task=late]').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove task' }).click();
  await seesNo(page, '[data-task=late]');

  await page.getByRole('button', { name: 'Edit as YAML' }).click();
  const yaml = await page.inputValue('#plan-text');
  await page.fill('#plan-text', yaml.replace('test -f nothing', 'test -d .').replace('- css', '- nobody'));
  await page.getByRole('button', { name: 'Save plan' }).click();
  await sees(page, '#plan-form .form-message', /there is no task 'nobody' \(line \d+\)/);
  await page.fill('#plan-text', yaml.replace('test -f nothing', 'test -d .'));
  await page.getByRole('button', { name: 'Save plan' }).click();
  await seesNo(page, '#plan-form');
  await page.locator('#plan').getByRole('button', { name: 'Start' }).click();
  await sees(page, '#plan .panel-head .badge', 'Completed');
  expect(faults).toEqual([]);
}, 90_000);
