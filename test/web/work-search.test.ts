/** The search over everything, on the page of work. */
import type { Browser } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const hit = (type: string, id: number, title: string) => ({
  ...{
    type,
    id,
    title,
    excerpt: `… ${title} <i>in</i> a text …`,
    status: 'in_progress',
    project_id: null,
    rank: 2,
  },
  updated_at: null,
});

it('shows what is found by its kind, and leads to each', async () => {
  api.work.add('bugs', { title: 'login leaks' });
  api.addPrompt({ content: 'mend the login' });
  api.milestones.scanned = true;
  api.work.hits = [
    hit('prompt', 1, 'mend the login'),
    hit('bug', 1, 'login leaks'),
    hit('milestone', 1, 'login of auth'),
    hit('feature', 9, 'something else'),
  ];
  const { page, faults } = await openPage(browser, `${api.url}/work.html`);
  await isLive(page);
  const search = page.getByRole('searchbox', { name: 'Search over everything' });
  await search.fill('login');
  await sees(page, '#search-results h2', 'Found for “login”: 3');
  expect(await page.locator('.found h3').allTextContents()).toEqual(['Bugs', 'Milestones', 'Prompts']);
  await sees(page, '[data-hit="bug 1"]', '#1 · in progress');
  await sees(page, '.found-excerpt', 'login leaks <i>in</i> a text');
  await page.getByRole('button', { name: 'login of auth' }).click();
  await sees(page, '#milestone h2', 'Milestone of auth');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'login leaks' }).click();
  await sees(page, 'dialog h2', 'Bug #1');
  await page.getByRole('tab', { name: 'Bugs', selected: true, includeHidden: true }).waitFor();
  await page.keyboard.press('Escape');
  await seesNo(page, 'dialog');
  await search.fill('nowhere');
  await sees(page, '#search-results h2', 'Nothing found for “nowhere”');
  await page.getByRole('button', { name: 'Close the results' }).focus();
  await page.keyboard.press('Escape');
  await seesNo(page, '#search-results');
  expect(await search.inputValue()).toBe('');
  await hasFocus(page, '#search-q');
  await search.fill('mend');
  await page.getByRole('link', { name: 'mend the login' }).click();
  await sees(page, '[data-text=content] pre', 'mend the login');
  expect(faults).toEqual([]);
});
