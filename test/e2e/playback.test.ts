/** The playback of recordings, in a real browser: what real terminals showed is seen again. */
import { source } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { RECORDED_SOON, recordedSessions } from '../support/recorded';
import { until } from '../support/tmux-server';
import { openPage } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(180_000);

let dashboard: Dashboard;
let browser: Browser;
const { shell, prints, recording, records, framesOf } = recordedSessions(() => dashboard);

dashboardInABrowser(
  { ...RECORDED_SOON, ARCHITECT_PASSWORD: PASSWORD },
  (given) => void ({ dashboard, browser } = given),
);

async function opens(path: string, options: object = {}): Promise<[Page, string[]]> {
  const all = { locale: 'en-GB', viewport: { width: 1440, height: 1000 }, ...options };
  const { page, faults } = await openPage(browser, dashboard.url + path, all);
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL(({ pathname }) => !pathname.endsWith('/login'));
  return [page, faults];
}
const screen = (page: Page): Promise<string> =>
  page
    .locator('#playback-screen .xterm-rows > div')
    .evaluateAll((all) => all.map((one) => one.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n'));
const shows = (page: Page, text: RegExp): Promise<void> =>
  until(async () => text.test(await screen(page)), `the recorded screen shows ${String(text)}`);
const moment = async (page: Page): Promise<number> =>
  Date.parse((await page.locator('#playback-time').getAttribute('datetime')) ?? '');
async function film(...texts: string[]): Promise<string> {
  const session = await shell();
  for (const text of texts) {
    await prints(session, text);
    await records(session, text.trimEnd().split('\n').at(-1) ?? '');
  }
  return session;
}

test('commands that were run are seen again: played, by keys, and by the pointer', async () => {
  const session = await film(
    'scene one\n',
    'scene \x1b[32mtwo\x1b[0m and more\nend of two\n',
    'scene three\n',
  );
  await prints(session, 'live now\n');
  await records(session, 'live now');
  const [page, faults] = await opens(`/session.html?name=${session}`);
  await page.locator('#playback-open').click();
  await page.locator('#playback-title').waitFor();
  await shows(page, /live now/);
  const line = page.locator('#playback-line');
  await line.focus();
  await page.keyboard.press('Home');
  await until(async () => !(await screen(page)).includes('live now'), 'it shows the beginning');
  const first = await moment(page);
  await page.locator('#playback-play').click();
  await shows(page, /^scene one/m);
  await shows(page, /^scene two and more/m);
  await shows(page, /^scene three/m);
  await shows(page, /^live now/m);
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  const last = await moment(page);
  expect(last).toBeGreaterThan(first);
  await line.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  expect(await moment(page)).toBeLessThanOrEqual(last - 60_000);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await shows(page, /^live now/m);
  await page.getByRole('button', { name: '30 min' }).click();
  const box = await line.boundingBox();
  await page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 10);
  expect(await moment(page)).toBeLessThan(last - 60_000);
  expect(faults).toEqual([]);
});

test('a moment has an address, which is kept by a reload; colours are those of the terminal', async () => {
  const session = await film('a \x1b[38;2;200;30;40mcoloured\x1b[0m word\nfirst\n', 'second\n');
  const frames = await framesOf(session);
  const at = frames.find(({ changed }) => changed.some(({ text }) => text === 'first'))?.at ?? '';
  const [page, faults] = await opens(`/session.html?name=${session}&at=${at}`);
  await shows(page, /^a coloured word$/m);
  expect(await page.locator('#playback-time').getAttribute('datetime')).toBe(at);
  const word = page.locator('#playback-screen .xterm-rows span', { hasText: 'coloured' }).first();
  const colour = await word.evaluate((one) => one.ownerDocument.defaultView?.getComputedStyle(one).color);
  expect(colour).toMatch(/^rgb\((1\d\d|2\d\d), \d{1,2}, \d{1,2}\)$/);
  await page.reload();
  await shows(page, /^a coloured word$/m);
  expect(new URL(page.url()).searchParams.get('at')).toBe(at);
  await page.getByRole('button', { name: 'Close playback' }).click();
  await until(() => !page.url().includes('at='), 'the address names no moment');
  expect(faults).toEqual([]);
});

test('the receipt of a prompt leads to the moment at which it was taken, and marks lead to theirs', async () => {
  const session = await shell();
  const id = await dashboard.send({ content: 'echo seen from here', target_session: session });
  await dashboard.settled(id);
  await records(session, 'seen from here');
  await prints(session, 'long after\n');
  await records(session, 'long after');
  const [page, faults] = await opens(`/queue.html#/prompt/${id}`);
  await page.getByRole('link', { name: 'Watch it from here' }).click();
  await page.locator('#playback').waitFor();
  const { marks } = await recording(session);
  expect(await page.locator('#playback-time').getAttribute('datetime')).toBe(marks[0].at);
  await until(async () => !(await screen(page)).includes('long after'), 'it shows the moment');
  await page.locator('#playback-line').focus();
  await page.keyboard.press('PageDown');
  expect(await page.locator('#playback-time').getAttribute('datetime')).toBe(marks[1].at);
  await page.locator('.playback-marks summary').click();
  await page.locator('.playback-mark-row[data-kind=prompt_taken]').click();
  expect(await page.locator('#playback-time').getAttribute('datetime')).toBe(marks[0].at);
  expect(faults).toEqual([]);
});

test('what would act on the page or the terminal is text, or is not there', async () => {
  const session = await shell();
  await prints(
    session,
    '<img src=x onerror="document.title=1">\n\x1b]0;stolen\x07\x1b]52;c;aGk=\x07\x1b]8;;javascript:alert(1)\x1b\\link\x1b]8;;\x1b\\\n\x1b[?1000h\x1b[6nhostile end\n',
  );
  await records(session, 'hostile end');
  const [page, faults] = await opens(`/session.html?name=${session}`);
  await page.locator('#playback-open').click();
  await shows(page, /^<img src=x onerror="document\.title=1">$/m);
  await shows(page, /^link$/m);
  expect(await page.locator('#playback img, #playback-screen a').count()).toBe(0);
  expect(await page.title()).toMatch(new RegExp(`^${session}`));
  expect(faults).toEqual([]);
});

test('recording is switched off and on, and deleted, on the page', async () => {
  const session = await film('soon gone\n');
  const [page, faults] = await opens(`/session.html?name=${session}`);
  await page.locator('#playback-open').click();
  await shows(page, /soon gone/);
  await page.locator('#playback-record').click();
  await page.getByText('The recording of this session is switched off').waitFor();
  await page.locator('#playback-delete').click();
  await page.getByRole('button', { name: 'Delete recording' }).last().click();
  await page.getByText('Nothing is recorded of this moment').waitFor();
  await page.locator('#playback-record').click();
  await page.locator('#playback-reason').waitFor({ state: 'hidden' });
  expect(faults).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'axe finds nothing, and a phone can use it: %s',
  async (colorScheme) => {
    const session = await shell();
    const id = await dashboard.send({ content: 'echo for axe', target_session: session });
    await dashboard.settled(id);
    await records(session, 'for axe');
    for (const viewport of [
      { width: 1440, height: 1000 },
      { width: 390, height: 800 },
    ]) {
      const [page, faults] = await opens(`/session.html?name=${session}`, { colorScheme, viewport });
      await page.locator('#playback-open').click();
      await shows(page, /for axe/);
      await page.locator('.playback-marks summary').click();
      await page.evaluate(source);
      const found = await page.evaluate(
        "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map((one) => one.id + ' ' + one.nodes[0].html))",
      );
      expect(found).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  },
);
