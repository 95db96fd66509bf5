/** The page of charts, on the real server and record: what is shown, pointed at and read out, and that nothing jumps. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { openDatabase } from '../../store/db/open';
import { cookieOf, logIn } from '../api/http';
import { queued, sees as watches } from '../store/support';
import { startApi, type TestApi } from '../support/api';
import { isLive, launchBrowser, sees, seesNo } from './browser';

let api: TestApi;
let browser: Browser;
let page: Page;
let faults: string[];
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startApi();
  faults = [];
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await api.close();
  expect(faults).toEqual([]);
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', ...options });
  const cookies = cookieOf(await logIn(api.url, DEFAULT_PASSWORD)).split('; ');
  await context.addCookies(
    cookies.map((cookie) => {
      const end = cookie.indexOf('=');
      return { name: cookie.slice(0, end), value: cookie.slice(end + 1), url: api.url };
    }),
  );
  page = await context.newPage();
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  await page.goto(api.url + path);
}

function ends(outcome: 'completed' | 'failed'): void {
  const { store } = api;
  const id = queued(store, { target_session: 'a' });
  watches(store, 'a');
  if (store.leases.get(id) === undefined) store.assign();
  store.throughput.look();
  store.lifecycle.settle(id, outcome, 'ended');
}

const drawn = (): Promise<void> => page.locator('.plot canvas').nth(4).waitFor();

it('says what will be here before anything has ended, and shows it as soon as something has', async () => {
  await open('/throughput.html');
  await sees(page, '#throughput-empty', 'No prompt has ended in this time.');
  await seesNo(page, '.charts');
  await isLive(page);
  ends('completed');
  await drawn();
  await seesNo(page, '#throughput-empty');
  await sees(page, '#chart-ended .readout', 'completed 1');
  await sees(page, '#throughput-whole', 'Cost$0.00');
});

it('keeps the range in the address, and asks in the time zone of who looks', async () => {
  ends('failed');
  await open('/throughput.html?range=30d');
  await sees(page, '#whole-title', 'The last 30 days');
  await drawn();
  const asked = page.waitForRequest((request) => request.url().includes('/api/throughput?range=1y'));
  await page.locator('[data-range="1y"]').click();
  expect(new URL((await asked).url()).searchParams.get('time_zone')).toBe('Europe/Berlin');
  expect(new URL(page.url()).search).toBe('?range=1y');
  await page.reload();
  await sees(page, '[data-range="1y"][aria-pressed=true]', '1 year');
  await page.locator('[data-range="24h"]').click();
  await page.waitForFunction('location.search === ""');
});

it('tells the exact figures of what is pointed at, by mouse and by keys, in all charts', async () => {
  ends('completed');
  ends('failed');
  ends('failed');
  await open('/throughput.html');
  await drawn();
  const slider = page.getByRole('slider', { name: 'Prompts that ended: times' });
  await sees(page, '#chart-ended .readout', 'completed 1failed 2');
  expect(await slider.getAttribute('aria-valuetext')).toContain('completed 1, failed 2');
  await slider.focus();
  await page.keyboard.press('Home');
  await sees(page, '#chart-ended .readout', 'completed not known');
  await sees(page, '#chart-cost .readout', 'not known');
  expect(await slider.getAttribute('aria-valuenow')).toBe('0');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  expect(await slider.getAttribute('aria-valuenow')).toBe('23');
  const box = await page.locator('#chart-times .u-over').boundingBox();
  if (!box) throw new Error('The chart has no room.');
  await page.mouse.move(box.x + 3, box.y + box.height / 2);
  await sees(page, '#chart-ended .readout', 'completed not known');
  await page.mouse.move(box.x + box.width - 3, box.y + box.height / 2);
  await sees(page, '#chart-ended .readout', 'failed 2');
});

it('has the same figures as a table, where what is not known is not 0', async () => {
  ends('completed');
  await open('/throughput.html?range=7d');
  await drawn();
  await page.locator('#throughput-table summary').click();
  const rows = page.locator('#throughput-table tbody tr');
  await rows.first().waitFor();
  expect(await rows.first().innerText()).toMatch(/^\w{3}.*\t1\t0\t0\t0\t/);
  expect(await rows.last().innerText()).toContain('not known\tnot known');
});

/** The last Sunday of October that is over: the clocks go back in Berlin. */
function longDay(): { readonly from: number; readonly to: number } {
  const now = new Date();
  const last = (year: number): number => {
    const end = new Date(Date.UTC(year, 9, 31));
    return end.getTime() - end.getUTCDay() * 86_400_000;
  };
  const sunday = last(now.getUTCFullYear());
  const of = sunday + 86_400_000 < now.getTime() ? sunday : last(now.getUTCFullYear() - 1);
  // Midnight is two hours before that of UTC in the morning, and one in the evening.
  return { from: of - 2 * 3_600_000, to: of + 23 * 3_600_000 };
}

it('shows a day of 25 hours as part of its own week', async () => {
  const db = openDatabase(`${api.dir}/assigner/assigner.db`);
  const put = db.prepare('INSERT INTO throughput (slot, completed, looks) VALUES (?, 1, 1)');
  const { from, to } = longDay();
  for (let at = from; at < to; at += 3_600_000) put.run(at / 1_000);
  db.close();
  await open('/throughput.html?range=1y');
  await drawn();
  await page.locator('#throughput-table summary').click();
  const week = page.locator('#throughput-table tbody tr', { has: page.locator('td', { hasText: '25' }) });
  await week.first().waitFor();
  expect(await week.locator('td').first().innerText()).toBe('25');
  const sunday = new Date(from + 12 * 3_600_000).toLocaleDateString('en-US', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'Europe/Berlin' },
  });
  expect(await week.locator('th').innerText()).toMatch(new RegExp(`– ${sunday}$`));
});

it.each([1440, 390])('nothing moves when figures and charts come, at %i pixels', async (width) => {
  ends('completed');
  await open('/login.html', { viewport: { width, height: 900 } });
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  for (const late of ['**/api/throughput?*', '**/assets/plot-*.js'])
    await page.route(late, async (route) => {
      await gate;
      await route.continue();
    });
  await page.goto(`${api.url}/throughput.html`);
  await isLive(page);
  await sees(page, '#banner', 'engine');
  const places = (): Promise<unknown> =>
    page.evaluate(
      `[...document.querySelectorAll('.panel')].filter(({ tagName }) => tagName !== 'DETAILS').map((panel) => {
         const { top, height } = panel.getBoundingClientRect();
         return [panel.id, top, height];
       })`,
    );
  const before = await places();
  release();
  await drawn();
  await sees(page, '#chart-ended .readout', 'completed 1');
  expect(await places()).toEqual(before);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
});

it('draws the charts anew when the page turns dark', async () => {
  ends('completed');
  await open('/throughput.html', { colorScheme: 'light' });
  await drawn();
  const pixel = `{
    const canvas = document.querySelector('#chart-ended canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] === 255) colours.add([data[at], data[at + 1], data[at + 2]].join());
    [...colours].sort().join(' ');
  }`;
  await page.waitForFunction(
    `${pixel.replace(/^\{/, '(() => {').replace('[...colours].sort()', 'return [...colours].sort()').replace(/\}$/, '})()')} !== ''`,
  );
  const light = await page.evaluate(pixel);
  await page.emulateMedia({ colorScheme: 'dark' });
  await drawn();
  expect(await page.evaluate(pixel)).not.toBe(light);
});
