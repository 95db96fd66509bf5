/** What people without a mouse or a screen need of each page: names, headings, one of each id; and room on a phone. */
import type { Browser, Page } from 'playwright-core';
import { openPage } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { pagePaths } from './page-paths';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

const WIDTH = 390;

/** What is wrong, in words. */
const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(`{
    const all = (selector) => [...document.querySelectorAll(selector)];
    const textOf = (id) => document.getElementById(id)?.textContent ?? '';
    const nameOf = (one) => [
      one.getAttribute('aria-label') ?? '',
      ...(one.getAttribute('aria-labelledby') ?? '').split(' ').map(textOf),
      ...[...(one.labels ?? [])].map((label) => label.textContent),
      one.matches('input, select, textarea') ? '' : one.textContent,
    ].join('').trim();
    const refersTo = (one) => ['aria-labelledby', 'aria-describedby', 'for']
      .flatMap((name) => (one.getAttribute(name) ?? '').split(' ').filter(Boolean));
    const ids = all('[id]').map(({ id }) => id);
    const without = all('input, select, textarea, button, a[href], summary, dialog, progress, meter, nav')
      .filter((one) => one.checkVisibility() && nameOf(one) === '');
    const dangling = all('[aria-labelledby], [aria-describedby], label[for]').flatMap(refersTo);
    [
      ...without.map((one) => 'without a name: ' + one.outerHTML.slice(0, 200)),
      ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => 'twice: #' + id),
      ...dangling.filter((id) => !ids.includes(id)).map((id) => 'named but not there: #' + id),
      ...(all('h1').length === 1 ? [] : ['not one h1']),
      ...(all('main').length === 1 ? [] : ['not one main']),
      ...(document.documentElement.scrollWidth > ${WIDTH} ? ['wider than a phone'] : []),
    ];
  }`);

it.each([...pagePaths, '/#/prompt/1', '/queue.html#/prompt/1'])('%s', async (path) => {
  api.confirm.ask('dev_worker1');
  api.addPrompt({ content: 'prompt' });
  api.work.add('projects', { name: 'shop' });
  const { page } = await openPage(browser, api.url + path, { viewport: { width: WIDTH, height: 844 } });
  await page
    .locator(path.includes('#') ? '#receipt .timeline' : 'main *')
    .first()
    .waitFor();
  await page.waitForLoadState('load');
  expect(await faultsOf(page)).toEqual([]);
});
