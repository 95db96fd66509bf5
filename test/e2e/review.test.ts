/** What a program in a terminal changed is reviewed in a browser, on the whole product. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { openPage, sees } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(120_000);

let dashboard: Dashboard;
let browser: Browser;
let dir: string;
dashboardInABrowser({ ARCHITECT_PASSWORD: PASSWORD }, async (given) => {
  ({ dashboard, browser } = given);
  dir = join(dashboard.dir, 'repository');
  mkdirSync(dir);
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  writeFileSync(join(dir, 'a.txt'), 'one\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  const body = { name: 'dev', provider: 'shell', command: 'bash --norc --noprofile', working_dir: dir };
  await dashboard.call('/api/sessions', { body });
  await ready();
});

const git = (...args: string[]): string => execFileSync('git', args, { cwd: dir, encoding: 'utf8' });
const ready = () => dashboard.sessionWhere('dev', ({ status }) => status === 'waiting_input');
const types = (command: string) => dashboard.call('/api/tmux/send', { body: { session: 'dev', command } });
const text = (name: string): string => readFileSync(join(dir, name), 'utf8');

test('read, discarded only when that is said twice while it is at work, brought back, and committed', async () => {
  const wait = join(dashboard.dir, 'wait');
  execFileSync('mkfifo', [wait]);
  await types(`echo two > a.txt; echo n > new.txt; cat ${wait}`);
  await dashboard.sessionWhere('dev', ({ status }) => status === 'busy');
  const { page, faults } = await openPage(browser, `${dashboard.url}/session.html?name=dev`);
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#session-review').click();
  await sees(page, '.diff-line[data-change=added]', 'two');
  await page.locator('#review-all').check();
  await page.locator('#review-discard').click();
  await sees(page, 'dialog', 'dev is at work in');
  await page.getByRole('button', { name: 'Wait' }).click();
  expect(text('a.txt')).toBe('two\n');
  writeFileSync(wait, 'on\n');
  await ready();
  await page.locator('#review-discard').click();
  await sees(page, '.review-said-line', 'Discarded 2 files.');
  expect([text('a.txt'), existsSync(join(dir, 'new.txt'))]).toEqual(['one\n', false]);
  await page.locator('#review-undo').click();
  await sees(page, '.review-said-line', '2 files brought back.');
  expect([text('a.txt'), text('new.txt')]).toEqual(['two\n', 'n\n']);
  await page.locator('#review-all').check();
  await page.locator('#review-commit-open').click();
  await page.getByLabel('Message').fill('Say two');
  await page.locator('#review-commit').getByRole('button', { name: 'Commit' }).click();
  await sees(page, '#review-nothing', 'as it was in the last commit');
  expect(git('log', '--format=%an %s')).toBe('Ada Say two\nAda first\n');
  expect(git('status', '--porcelain')).toBe('');
  expect(faults).toEqual([]);
});
