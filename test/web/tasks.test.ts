import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

describe('background tasks', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  it('are listed with their states, and move without a reload', async () => {
    const { page, faults } = await openPage(browser, api.url);
    await isLive(page);
    await sees(page, '#tasks-empty', 'No tasks yet.');
    const { id } = api.tasks.add({ title: 'make <b>all</b>' });
    await sees(page, '[data-task="1"] .badge', 'Pending');
    await sees(page, '[data-task="1"] .first-line', 'make <b>all</b>');
    api.tasks.move(id, { status: 'running', reason: 'running' });
    await sees(page, '[data-task="1"] .badge', 'Running');
    await sees(page, '#tasks-count', '1 running, 0 waiting');
    api.tasks.move(id, { status: 'failed', reason: 'it ended with exit code 2', exit_code: 2 });
    await sees(page, '[data-task="1"] .reason', 'it ended with exit code 2');
    expect(faults).toEqual([]);
  });

  it('are filtered by their status', async () => {
    api.tasks.add({ status: 'completed', title: 'done one' });
    api.tasks.add({ status: 'lost', title: 'lost one' });
    const { page } = await openPage(browser, api.url);
    await sees(page, '[data-task="1"]', 'done one');
    await page.getByLabel('Status of tasks').selectOption({ label: 'Failed or lost' });
    await seesNo(page, '[data-task="1"]');
    await sees(page, '[data-task="2"] .badge', 'Lost');
    await page.getByLabel('Status of tasks').selectOption({ label: 'Cancelled' });
    await sees(page, '#tasks-empty', 'No task matches this filter.');
  });

  it('show their output as it comes, are cancelled and run again', async () => {
    const { id } = api.tasks.add({ status: 'running', reason: 'running' });
    api.tasks.print(id, 'compiling\n');
    const { page, faults } = await openPage(browser, api.url);
    await page.locator('[data-task="1"] a').click();
    await sees(page, '.task-output', 'compiling');
    api.tasks.print(id, 'linking <script>\n');
    await sees(page, '.task-output', 'linking <script>');
    await page.getByRole('button', { name: 'Cancel task' }).click();
    await page.locator('.dialog-small').getByRole('button', { name: 'Cancel task' }).click();
    await sees(page, '.dialog-task .badge', 'Cancelled');
    await sees(page, '.task-facts', 'SIGTERM');
    await page.getByRole('button', { name: 'Run again' }).click();
    await sees(page, '.dialog-task .badge', 'Running');
    // The stream had ended with the task: it goes on where it was.
    api.tasks.print(id, 'once more\n');
    await sees(page, '.task-output', 'once more');
    expect(await page.locator('.task-output').textContent()).toBe('compiling\nlinking <script>\nonce more\n');
    await page.keyboard.press('Escape');
    await seesNo(page, '.dialog-task');
    expect(new URL(page.url()).hash).toBe('');
    expect(faults).toEqual([]);
  });

  it('show the end of a long log at once, and what is before it in parts', async () => {
    const { id } = api.tasks.add({ status: 'completed' });
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index} ${'x'.repeat(60)}\n`);
    api.tasks.print(id, lines.join(''));
    const { page, faults } = await openPage(browser, `${api.url}/#/task/${id}`);
    const output = page.locator('.task-output');
    await sees(page, '.task-output', '59999 xxx');
    await sees(page, '.task-facts', '/home/me/app');
    const end = (await output.textContent()) ?? '';
    expect(end.length).toBeLessThan(200_000);
    // What stands above it came later and made it smaller: two frames on it is at its end again.
    const fromEnd = await page.evaluate(`new Promise((resolve) => {
      const box = document.querySelector('.task-output');
      const told = () => resolve(box.scrollHeight - box.scrollTop - box.clientHeight);
      requestAnimationFrame(() => requestAnimationFrame(told));
    })`);
    expect(fromEnd).toBeLessThan(2);
    await output.evaluate((box) => (box.scrollTop = 100));
    const heightOf = () => output.evaluate((box) => box.scrollHeight - box.scrollTop);
    const before = await heightOf();
    await page.getByRole('button', { name: /Show earlier output \(\d\.\d MB more\)/ }).click();
    await page.locator('.task-output-part').nth(1).waitFor();
    expect(lines.join('').endsWith((await output.textContent()) ?? '-')).toBe(true);
    // What is read stays where it is.
    expect(Math.abs((await heightOf()) - before)).toBeLessThan(24);
    expect(faults).toEqual([]);
  });

  it('keep their filter in the address', async () => {
    api.tasks.add({ status: 'lost', title: 'lost one' });
    api.tasks.add({ status: 'completed', title: 'done one' });
    const { page } = await openPage(browser, `${api.url}/?tasks=failed%2Clost`);
    await sees(page, '[data-task="1"]', 'lost one');
    await seesNo(page, '[data-task="2"]');
    await page.getByLabel('Status of tasks').selectOption({ label: 'Completed' });
    await sees(page, '[data-task="2"]', 'done one');
    expect(new URL(page.url()).searchParams.get('tasks')).toBe('completed');
  });

  it('are opened by their address, and say what is wrong with it', async () => {
    const { page } = await openPage(browser, `${api.url}/#/task/99`);
    await sees(page, '.dialog-task [role=alert]', 'There is no task 99.');
  });

  it('are queued by the form, whose fields follow the type', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await page.getByRole('button', { name: 'New task' }).click();
    await page.getByRole('button', { name: 'Run task' }).click();
    await sees(page, '#task-form .field-error', 'Expected text');
    await page.getByLabel('Type').selectOption('git');
    await page.getByLabel('Operation').selectOption('commit');
    await page.getByLabel('Message').fill('Fix it');
    await page.getByLabel('All changes').check();
    await page.getByLabel('Working directory').fill('/home/me/app');
    await page.getByRole('button', { name: 'Run task' }).click();
    await sees(page, '.dialog-task .badge', 'Pending');
    expect(api.tasks.submitted.at(-1)).toEqual({
      type: 'git',
      operation: 'commit',
      message: 'Fix it',
      all: true,
      working_dir: '/home/me/app',
      timeout_seconds: 3600,
      max_retries: 0,
      priority: 0,
      source: 'dashboard',
    });
  });
});
