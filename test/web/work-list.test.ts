/** The lists of the page of work: filters, orders, pages, what stands in the address. */
import type { Browser } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));
const opened = async (hash = '', options = {}) => {
  const page = await openPage(browser, `${api.url}/work.html${hash}`, options);
  await isLive(page.page);
  return page;
};
const titles = '.work-title';

it('tells an empty record how to begin, and an empty filter how to see more', async () => {
  const { page, faults } = await opened();
  await sees(page, '#work-empty', 'No features yet.');
  await page.getByRole('link', { name: 'Add a feature' }).click();
  await sees(page, 'dialog h2', 'New feature');
  await page.keyboard.press('Escape');
  api.work.add('features', { title: 'done already', status: 'completed' });
  await page.getByLabel('Order').selectOption('newest');
  await sees(page, '#work-empty', 'Nothing is open.');
  await page.getByLabel('Search in the list').fill('no such thing');
  await sees(page, '#work-empty', 'Nothing matches.');
  await page.getByRole('link', { name: 'Show all features' }).click();
  await sees(page, titles, 'done already');
  expect(faults).toEqual([]);
});

it('shows what is open, by priority, then what the filters say, and keeps that in the address', async () => {
  api.work.add('projects', { name: 'auth' });
  api.work.add('features', { title: 'plain' });
  api.work.add('features', { title: 'urgent <b>one</b>', priority: 9, project_id: 1 });
  api.work.add('features', { title: 'done', status: 'completed', project_id: 1 });
  const { page, faults } = await opened();
  await sees(page, titles, 'plain');
  expect(await page.locator(titles).allTextContents()).toEqual(['urgent <b>one</b>', 'plain']);
  await sees(page, '#tab-features .count', '2');
  await page.getByLabel('Status').selectOption('all');
  await page.getByLabel('Project', { exact: true }).selectOption('auth');
  await page.getByLabel('Order').selectOption('newest');
  await sees(page, titles, 'done');
  await page.getByLabel('Search in the list').fill('DO');
  await seesNo(page, `${titles}:text("urgent")`);
  expect(new URL(page.url()).hash).toBe('#/features?status=all&project=1&q=DO&sort=newest');
  await page.reload();
  await sees(page, titles, 'done');
  expect(await page.locator(titles).allTextContents()).toEqual(['done']);
  expect(await page.getByLabel('Search in the list').inputValue()).toBe('DO');
  expect(await page.getByLabel('Project', { exact: true }).inputValue()).toBe('1');
  await page.goBack();
  await page.goBack();
  await sees(page, titles, 'urgent');
  expect(faults).toEqual([]);
});

it('shows 50 of many, and leads to the others by links', async () => {
  for (let number = 1; number <= 120; number++) api.work.add('bugs', { title: `bug ${number}` });
  const { page } = await opened('#/bugs');
  await sees(page, '#work-pages', '1–50 of 120');
  expect(await page.locator('.work-row').count()).toBe(50);
  await page.getByRole('link', { name: 'Next' }).click();
  await sees(page, '#work-pages', '51–100 of 120');
  await sees(page, titles, /^bug 70$/);
  await page.getByRole('link', { name: 'Next' }).click();
  await sees(page, '#work-pages', '101–120 of 120');
  await page.getByLabel('Severity').selectOption('high');
  await sees(page, '#work-empty', 'Nothing matches.');
  expect(new URL(page.url()).hash).toBe('#/bugs?severity=high');
  expect(api.work.lists.filter((query) => query.startsWith('bugs') && !query.includes('limit='))).toEqual([]);
});

it('goes from tab to tab by links and by arrow keys', async () => {
  api.work.add('features', { title: 'a feature' });
  api.work.add('bugs', { title: 'a bug', severity: 'critical' });
  api.work.add('projects', { name: 'a project' });
  const { page, faults } = await opened();
  await page.getByRole('tab', { name: 'Features' }).focus();
  await page.keyboard.press('ArrowRight');
  await sees(page, titles, 'a bug');
  await sees(page, '.work-row .badge', 'Critical');
  expect(new URL(page.url()).hash).toBe('#/bugs');
  await page.getByRole('tab', { name: 'Bugs', selected: true }).waitFor();
  await page.getByRole('tabpanel', { name: 'Bugs' }).waitFor();
  await page.keyboard.press('End');
  await sees(page, titles, 'a project');
  await page.goBack();
  await sees(page, titles, 'a bug');
  expect(faults).toEqual([]);
});

it.each(['/', '/monitor.html', '/api-docs.html'])('is one press away from %s', async (path) => {
  const { page } = await openPage(browser, `${api.url}${path}`);
  await page.getByRole('link', { name: 'Work', exact: true }).click();
  await sees(page, '#work-empty', 'No features yet.');
});

it('leads to the login when it has expired, and back to the same list', async () => {
  api.work.add('bugs', { title: 'still here' });
  const { page } = await opened('#/bugs?status=all');
  api.loggedIn = false;
  api.dropStreams();
  await sees(page, '[role=alert]', 'You were logged out');
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Log in' }).click();
  await sees(page, titles, 'still here');
  expect(new URL(page.url()).hash).toBe('#/bugs?status=all');
});

it('has no sideways scrolling on a phone', async () => {
  const long = 'averylongwordwithoutanyspaces'.repeat(12);
  api.work.add('projects', { name: long, source_path: `/${long}` });
  api.work.add('features', {
    title: long,
    project_id: 1,
    status: 'blocked',
    status_reason: long,
    assigned_to: long,
  });
  const { page } = await opened('#/features/1', { viewport: { width: 390, height: 844 } });
  await sees(page, 'dialog h2', 'Feature #1');
  await sees(page, titles, long);
  const width = '[document.documentElement, document.querySelector("dialog")].map((e) => e.scrollWidth)';
  expect(Math.max(...(await page.evaluate<number[]>(width)))).toBeLessThanOrEqual(390);
  await page.goto(`${api.url}/work.html#/projects`);
  await sees(page, `.work-row ${titles}`, long);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});
