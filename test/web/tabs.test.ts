/** Many tabs of one browser: they share one event stream, for a browser has six connections to a server. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { isLive, launchBrowser, sees } from './browser';
import { FakeApi } from './fake-api';

const LAUNCH_TIMEOUT_MS = 60_000;
/** More than the connections that there are. */
const TABS = 8;
/** A name that leads to this machine, as one in a home network would: browsers trust localhost only. */
const LAN = 'dashboard.lan';

let browser: Browser;
let api: FakeApi;
let context: BrowserContext;
beforeAll(async () => {
  browser = await launchBrowser([`--host-resolver-rules=MAP ${LAN} 127.0.0.1`]);
}, LAUNCH_TIMEOUT_MS);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await new FakeApi().start();
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  await api.stop();
});

async function openTab(url = api.url): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  await isLive(page);
  return page;
}
async function openTabs(count: number, url = api.url): Promise<[Page, ...Page[]]> {
  const pages: Page[] = [];
  for (let tab = 0; tab < count; tab += 1) pages.push(await openTab(url));
  return pages as [Page, ...Page[]];
}
/** All tabs are told of a new prompt. */
async function allHear(pages: readonly Page[], content: string): Promise<void> {
  const { id } = api.addPrompt({ content });
  for (const page of pages) await sees(page, `tr[data-prompt="${id}"]`, content);
}

describe('the tabs of a browser', () => {
  it('are all live with one stream, however many there are, and can all send', async () => {
    const pages = await openTabs(TABS);
    expect(api.streamCount).toBe(1);
    await allHear(pages, 'told to all of them');
    await pages[0].bringToFront();
    await pages[0].locator('#content').fill('sent from the first');
    await pages[0].locator('#content').press('Control+Enter');
    for (const page of pages) await sees(page, 'tr[data-prompt="2"]', 'sent from the first');
  });

  it('have the whole state at once, with what happened before they were opened', async () => {
    const first = await openTab();
    await allHear([first], 'queued before the second was opened');
    api.step(1, 'in_progress', 'working', 'claude is working');
    api.addSession('dev_worker1', 'busy');
    await sees(first, '[data-session=dev_worker1] .badge', 'Busy');
    const second = await openTab();
    await sees(second, 'tr[data-prompt="1"] .badge', 'In progress');
    await sees(second, '[data-session=dev_worker1] .badge', 'Busy');
    expect(api.streamCount).toBe(1);
  });

  it('stay live when the one that was first is closed', async () => {
    const [first, ...others] = await openTabs(3);
    await first.close();
    await allHear(others, 'after the first was closed');
    expect(api.streamCount).toBe(1);
  });

  it('stay live, or come back by themselves, when the one that was first crashes', async () => {
    const [first, ...others] = await openTabs(3);
    const crashed = first.waitForEvent('crash');
    const protocol = await context.newCDPSession(first);
    protocol.send('Page.crash').catch(() => undefined);
    await crashed;
    // Others may have been in the same process, and are gone with it.
    const left: Page[] = [];
    for (const page of others) if (await lives(page)) left.push(page);
    left.push(await openTab());
    await allHear(left, 'after the crash');
    expect(api.streamCount).toBe(1);
  });

  it('close the stream with the last of them', async () => {
    const [first, second] = await openTabs(2);
    await first.goto(`${api.url}/login`);
    await allHear([second as Page], 'one is left');
    await second?.goto(`${api.url}/login`);
    await gone();
  });

  it('lead to the login, all of them, when it has expired', async () => {
    const pages = await openTabs(3);
    api.loggedIn = false;
    api.dropStreams();
    for (const page of pages) await sees(page, '[role=alert]', 'You were logged out');
    await gone();
  });

  it('take the stream up again, with what happened meanwhile, when it breaks', async () => {
    const pages = await openTabs(3);
    api.dropStreams();
    await allHear(pages, 'while it was broken');
    expect(api.streamCount).toBe(1);
  });

  it('share it over plain HTTP on a name of the network as well', async () => {
    const pages = await openTabs(TABS, api.url.replace('127.0.0.1', LAN));
    expect(await pages[0].evaluate('isSecureContext')).toBe(false);
    expect(api.streamCount).toBe(1);
    await allHear(pages, 'in the network');
  });
});

/** Puts the tab into the background, or brings it back. */
const hide = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    const document = (globalThis as unknown as { document: EventTarget }).document;
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

it('a tab in the background does not follow a task’s output; it has all of it when it is in front', async () => {
  const { id } = api.tasks.add({ status: 'running', title: 'make' });
  api.tasks.print(id, 'compiling\n');
  const page = await openTab(`${api.url}/#/task/${id}`);
  await sees(page, '.task-output', 'compiling');
  await hide(page, true);
  await until(() => api.tasks.followerCount(id) === 0);
  api.tasks.print(id, 'linking\n');
  await hide(page, false);
  await sees(page, '.task-output', 'linking');
  expect(await page.locator('.task-output').textContent()).toBe('compiling\nlinking\n');
});

describe('a browser without shared workers', () => {
  beforeEach(() => context.addInitScript('delete window.SharedWorker'));

  it('has a stream for the tab in front, which comes back to it with the state', async () => {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(api.url);
    await page.clock.runFor(1_000);
    await isLive(page);
    await hide(page, true);
    await page.clock.runFor(40_000);
    await gone();
    api.addPrompt({ content: 'while it was in the background' });
    await hide(page, false);
    await page.clock.runFor(1_000);
    await isLive(page);
    await sees(page, 'tr[data-prompt="1"]', 'while it was in the background');
    expect(api.streamCount).toBe(1);
  });
});

describe('a worker that can’t be had', () => {
  it('is done without', async () => {
    const asked = new Promise<void>((resolve) => {
      void context.route('**/assets/events-worker-*.js', (route) => {
        resolve();
        return route.abort();
      });
    });
    const page = await openTab();
    await asked;
    await allHear([page], 'all the same');
  });
});

async function lives(page: Page): Promise<boolean> {
  if (page.isClosed()) return false;
  const answer = page.evaluate('true').catch(() => false);
  const late = new Promise<false>((resolve) => setTimeout(resolve, 2_000, false));
  return Boolean(await Promise.race([answer, late]));
}

/** Waits until the server has no stream any more. */
const gone = (): Promise<void> => until(() => api.streamCount === 0);

async function until(test: () => boolean): Promise<void> {
  while (!test()) await new Promise((resolve) => setTimeout(resolve, 20));
}
