/** Projects on the page of work: their figures, scans, GitHub, pull requests of their features. */
import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { fakeTask } from './fake-milestones';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));
beforeEach(() => {
  for (const name of ['first', 'second']) api.work.add('projects', { name });
  api.work.add('projects', { name: 'auth', source_path: '/home/me/auth', priority: 3 });
});
const opened = async (hash: string) => {
  const page = await openPage(browser, `${api.url}/work.html${hash}`);
  await isLive(page.page);
  return page;
};
const AUTH = '[data-id="3"]';
const message = '.dialog-github .panel-message';

it('shows what is open in a project, with links to it, and scans it', async () => {
  api.work.add('features', { title: 'of auth', project_id: 3 });
  api.work.add('features', { title: 'of nobody' });
  api.work.add('features', { title: 'done', project_id: 3, status: 'completed' });
  api.work.add('bugs', { title: 'a bug', project_id: 3 });
  api.milestones.open.push(fakeTask('a'), fakeTask('b'));
  const { page, faults } = await opened('#/projects');
  await sees(page, `${AUTH} .work-line`, '1 open feature1 open bug');
  await sees(page, `${AUTH} .work-path`, '/home/me/auth');
  await page.getByRole('button', { name: 'Scan auth' }).click();
  await sees(page, '#work-message', 'Scanned auth.');
  await page.locator(AUTH).getByRole('button', { name: '2 tasks left' }).click();
  await sees(page, '#milestone h2', 'Milestone of auth');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: '1 open feature' }).click();
  await sees(page, '.work-title', 'of auth');
  expect(await page.locator('.work-title').allTextContents()).toEqual(['of auth']);
  expect(await page.getByLabel('Project', { exact: true }).inputValue()).toBe('3');
  expect(await page.getByRole('button', { name: 'Scan first' }).count()).toBe(0);
  expect(faults).toEqual([]);
});

it('imports issues, and says what to do where that can’t be', async () => {
  const { page, faults } = await opened('#/projects');
  await page.getByRole('button', { name: 'GitHub: auth' }).click();
  await sees(page, '.github-list', 'the first import finds it');
  api.work.github.outcome = 'Put a token into the vault as GITHUB_TOKEN.';
  await page.getByRole('button', { name: 'Import now' }).click();
  await sees(page, `${message}[data-tone=bad]`, 'Put a token into the vault as GITHUB_TOKEN.');
  await sees(page, '.github-list', 'failed: Put a token into the vault');
  api.work.github.outcome = null;
  await page.getByRole('button', { name: 'Import now' }).click();
  await sees(page, message, 'It takes longer and goes on by itself');
  api.work.github.outcome = { created: 4, updated: 1 };
  await page.getByLabel('all issues').check();
  await page.getByRole('button', { name: 'Import now' }).click();
  await sees(page, message, 'Imported: 4 made, 1 changed.');
  await sees(page, '.github-list', 'acme/auth');
  expect(api.work.github.asked.map(({ body }) => body)).toEqual([
    { full: false },
    { full: false },
    { full: true },
  ]);
  expect(faults).toEqual([]);
});

it('switches pull requests of finished features on, and names the field that is wrong', async () => {
  api.work.add('features', { title: 'done', project_id: 3, status: 'completed' });
  api.work.github.due = [{ feature_id: 1, since: null, error: 'Push the branch first.' }];
  const { page } = await opened('#/projects');
  await page.getByRole('button', { name: 'GitHub: auth' }).click();
  await sees(page, '.github-list', 'feature #1: Push the branch first.');
  await page.getByLabel('Pull request when a feature is done').check();
  await page.getByLabel('Remote').fill('-x');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await sees(page, '.field:has(#github-remote) .field-error', 'Expected the name of a git remote');
  await page.getByLabel('Remote').fill('');
  await page.getByLabel('Secret').fill('ACME');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await sees(page, message, 'Saved the settings.');
  expect(await page.getByLabel('Remote').inputValue()).toBe('origin');
  expect(api.work.github.asked.at(-1)?.body).toEqual({
    auto_pull_request: true,
    secret: 'ACME',
    remote: null,
  });
  await page.getByRole('link', { name: 'feature #1' }).click();
  await sees(page, '.dialog-work h2', 'Feature #1');
  await seesNo(page, '.dialog-github');
});

it('makes the pull request of a feature, and leads to it', async () => {
  api.work.add('features', { title: 'Sign in', project_id: 3, status: 'in_progress' });
  api.work.add('features', { title: 'Sign out', project_id: 3, status: 'in_progress' });
  api.work.github.pulls = [
    { feature_id: 2, number: 5, url: 'https://github.example/5', head: 'b', base: 'main' },
  ];
  const { page, faults } = await opened('#/features');
  await sees(page, '[data-id="2"] .work-pull', 'Pull request #5');
  await page.getByRole('button', { name: 'Pull request: Sign in' }).click();
  api.work.github.pull = 'The branch feature/x is not at GitHub: push it first.';
  await page.getByLabel('Branch').fill('feature/x');
  await page.keyboard.press('Enter');
  await sees(page, '#pull-form .form-message', 'push it first');
  api.work.github.pull = { number: 6, created: true };
  await page.getByRole('button', { name: 'Make pull request' }).click();
  await sees(page, '#work-message', 'Made pull request #6.');
  const link = page.getByRole('link', { name: 'Pull request #6' });
  expect(await link.getAttribute('href')).toBe('https://github.example/acme/auth/pull/6');
  expect(api.work.github.asked.at(-1)).toEqual({
    call: 'POST pull-request 1',
    body: { branch: 'feature/x' },
  });
  expect(faults).toEqual([]);
});
