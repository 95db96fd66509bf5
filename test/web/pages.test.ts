import type { Browser, Page } from 'playwright-core';
import { isLive, openPage, sees, seesNo } from './browser';
import { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

const PHONE = { viewport: { width: 390, height: 844 } };

describe('the pages', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));
  // One test puts another server in the place of its own.
  afterEach(() => api.stop());

  it.each([
    ['failed', /wrong\. Check both and try again/],
    ['limited', /too many attempts\. Wait a few minutes/],
    ['default_password', /Set ARCHITECT_PASSWORD there/],
    ['expired', /You were logged out/],
  ])('say on the login page what to do after %s', async (code, message) => {
    const { page } = await openPage(browser, `${api.url}/login?error=${code}`);
    await sees(page, '[role=alert]', message);
  });

  it('show the error of a refused login, and log in and out without scripts', async () => {
    api.loggedIn = false;
    api.refuseLogin = 'failed';
    const { page } = await openPage(browser, `${api.url}/login`);
    await seesNo(page, '#login-error');
    await logIn(page);
    await sees(page, '[role=alert]', 'The username or the password is wrong.');
    api.refuseLogin = null;
    const { page: plain } = await openPage(browser, `${api.url}/login`, { javaScriptEnabled: false });
    await logIn(plain);
    await sees(plain, 'h2', 'Queue a prompt');
    await plain.getByRole('button', { name: 'Log out' }).click();
    await sees(plain, 'button', 'Log in');
  });

  it('lead to the login when it has expired, and back to the same prompt after it', async () => {
    api.addPrompt({ content: 'still here' });
    const { page } = await openPage(browser, `${api.url}/#/prompt/1`);
    await isLive(page);
    api.loggedIn = false;
    api.dropStreams();
    await sees(page, '[role=alert]', 'You were logged out');
    await logIn(page);
    await sees(page, '[data-text=content] pre', 'still here');
  });

  it.each([
    ['/#/prompt/1', '/#/prompt/1'],
    [
      '/work.html?from=mail#/bugs?status=all&severity=high',
      '/work.html?from=mail#/bugs?status=all&severity=high',
    ],
    ['/monitor.html', '/monitor.html'],
  ])('lead to %s after the login that stood before it', async (link, place) => {
    api.addPrompt({ content: 'linked' });
    api.loggedIn = false;
    const { page } = await openPage(browser, api.url + link);
    await sees(page, 'button', 'Log in');
    await logIn(page);
    await sees(page, 'h1', 'Architect');
    expect(page.url()).toBe(api.url + place);
  });

  it('say that the stream is lost and show what happened meanwhile once it is back', async () => {
    api.addPrompt({ content: 'before' });
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    const port = Number(new URL(api.url).port);
    await api.stop();
    await sees(page, '#banner', 'Reconnecting…');
    const prompts = [...api.prompts.values()];
    api = new FakeApi();
    for (const prompt of prompts) api.prompts.set(prompt.id, prompt);
    api.addPrompt({ content: 'while the page was cut off' });
    api.addSession('dev_worker1', 'busy');
    await api.start(port);
    await isLive(page);
    await seesNo(page, '#banner');
    await sees(page, 'tr[data-prompt="2"]', 'while the page was cut off');
    await sees(page, '[data-session=dev_worker1] .badge', 'Busy');
  });

  it('say what is wrong and what to do about it, as /health tells it', async () => {
    api.trouble = ['Another program (process 7) holds the database: end it.'];
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await sees(page, '#trouble', 'Another program (process 7) holds the database: end it.');
    const other = await openPage(browser, `${api.url}/monitor.html`);
    await sees(other.page, '#trouble', 'holds the database');
  });

  it('ask for health only while they are looked at', async () => {
    const { page } = await openPage(browser, 'about:blank');
    await page.clock.install();
    let asked = 0;
    page.on('request', (request) => (asked += Number(new URL(request.url()).pathname === '/health')));
    await page.goto(api.url);
    await isLive(page);
    await page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })`);
    asked = 0;
    await page.clock.runFor(120_000);
    expect(asked).toBe(0);
    await page.evaluate(`{
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => false });
      document.dispatchEvent(new Event('visibilitychange'));
    }`);
    await page.clock.runFor(30_000);
    expect(asked).toBeGreaterThanOrEqual(2);
  });

  it('can be used with the keyboard alone: write, queue, open the receipt, close it', async () => {
    const { page } = await openPage(browser, api.url);
    await isLive(page);
    await tabTo(page, '#content');
    await page.keyboard.type('typed without a mouse');
    await page.keyboard.press('Control+Enter');
    await sees(page, 'tr[data-prompt="1"]', 'typed without a mouse');
    await tabTo(page, 'tr[data-prompt="1"] a');
    await page.keyboard.press('Enter');
    await sees(page, '[data-text=content] pre', 'typed without a mouse');
    await page.keyboard.press('Escape');
    await seesNo(page, '#receipt');
    expect(await hasFocus(page, 'tr[data-prompt="1"] a')).toBe(true);
  });

  it.each(['/', '/#/prompt/1', '/login', '/monitor.html'])(
    'have no sideways scrolling on a phone: %s',
    async (path) => {
      const long = 'averylongwordwithoutanyspaces'.repeat(20);
      api.addPrompt({
        content: `${long}\n${long}`,
        error: long,
        reason: long,
        assigned_session: 'a'.repeat(60),
      });
      api.addSession('s'.repeat(60), 'needs_confirmation', {
        reason: long,
        working_dir: `/${long}`,
        current_task_id: 1,
      });
      const { page } = await openPage(browser, `${api.url}${path}`, PHONE);
      if (path !== '/login') await isLive(page);
      if (path.includes('prompt')) await sees(page, '.step', 'waiting');
      if (path === '/') await sees(page, 'tr[data-prompt="1"]', long);
      if (path === '/monitor.html') await sees(page, '.tile', 'Needs you');
      const widths = await page.evaluate(
        `[document.documentElement, document.querySelector('#receipt')].map((e) => e ? e.scrollWidth : 0)`,
      );
      expect(Math.max(...(widths as number[]))).toBeLessThanOrEqual(PHONE.viewport.width);
    },
  );

  it('follow sessions, running prompts and counters on the monitor', async () => {
    api.addSession('dev_worker1');
    api.addPrompt({ content: 'shown on the wall' });
    const { page, faults } = await openPage(browser, `${api.url}/monitor.html`);
    await sees(page, '#monitor-next', 'shown on the wall');
    api.step(1, 'in_progress', 'working', 'claude is working', { assigned_session: 'dev_worker1' });
    api.addSession('dev_worker1', 'busy', { current_task_id: 1 });
    await sees(page, '#monitor-running', 'shown on the wall');
    await sees(page, '[data-session=dev_worker1]', '#1 shown on the wall');
    await sees(page, '[data-counter=in_progress]', '1');
    expect(await page.locator('main button, main input, main a').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('secret');
  await page.getByRole('button', { name: 'Log in' }).click();
}

const hasFocus = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate(`document.activeElement === document.querySelector(${JSON.stringify(selector)})`);

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await hasFocus(page, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${selector} can't be reached with Tab.`);
}
