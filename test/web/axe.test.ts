/** No finding of axe on any page, light and dark, wide and narrow, with what a page opens by itself. */
import type { Browser } from 'playwright-core';
import { atRest, findingsOf } from './axe-findings';
import { isLive, openPage } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { pagePaths } from './page-paths';

let api: FakeApi;
let browser: Browser;
inABrowser((given) => ({ browser, api } = given));

function fill(): void {
  for (const [name, status] of [
    ['dev_worker1', 'busy'],
    ['dev_worker2', 'exited'],
    ['dev_worker3', 'waiting_input'],
  ] as const)
    api.addSession(name, status);
  api.confirm.ask('dev_worker1', { command: 'rm -rf build && make' });
  api.addPrompt({ content: 'one' });
  api.addPrompt({ content: 'two', status: 'failed', stage: 'failed', error: 'It ended.' });
  api.tasks.add({ title: 'make' });
  api.work.add('projects', { name: 'shop' });
}

interface View {
  readonly path: string;
  readonly key?: string;
  /** Is there once it is drawn. */
  readonly shows?: string;
}
const VIEWS: readonly View[] = [
  ...pagePaths.map((path) => ({ path })),
  { path: '/session.html?name=dev_worker1', shows: '#terminal-title' },
  { path: '/queue.html', key: 'Control+k', shows: '#palette' },
  { path: '/queue.html', key: '?', shows: '#keys' },
  { path: '/queue.html', key: 'c', shows: '#prompt-form' },
  { path: '/queue.html#/prompt/1', shows: '.receipt' },
];

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each(VIEWS.map((view) => [`${view.path} ${view.key ?? ''}`.trim(), view] as const))(
    '%s',
    async (_name, { path, key, shows }) => {
      fill();
      const { page } = await openPage(browser, api.url + path, {
        viewport: { width: 1440, height: 900 },
        colorScheme,
      });
      await page.locator('main *').first().waitFor();
      if (path !== '/login') await isLive(page);
      if (key !== undefined) await page.keyboard.press(key);
      if (shows !== undefined) await page.locator(shows).first().waitFor();
      for (const viewport of [
        { width: 1440, height: 900 },
        { width: 390, height: 844 },
      ]) {
        await page.setViewportSize(viewport);
        await page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
        await atRest(page);
        expect(await findingsOf(page)).toEqual([]);
      }
    },
  );
});
