/** The first page with much on it: what can be decided is seen at once, and nothing is pushed out of reach. */
import type { Browser, Page } from 'playwright-core';
import { openPage, sees } from './browser';
import { fakeSession } from './fake-data';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const DIALOGS = 8;
const SESSIONS = 100;
const WINDOWS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

function fill(): void {
  for (let number = 0; number < SESSIONS; number += 1) {
    const name = `agent-${String(number).padStart(2, '0')}`;
    api.sessions.set(name, fakeSession(name));
  }
  for (let number = 0; number < DIALOGS; number += 1)
    api.confirm.ask(`agent-0${number}`, { command: `make deploy-${number}` });
  for (let number = 0; number < 30; number += 1)
    api.addPrompt({ content: `prompt ${number} that says what is to be done` });
}

/** Pixels from the top of the page's window, without anything scrolled. */
const place = (
  page: Page,
  selector: string,
): Promise<{ x: number; y: number; width: number; height: number }> =>
  page
    .locator(selector)
    .first()
    .boundingBox()
    .then((box) => {
      if (!box) throw new Error(`${selector} has no room.`);
      return box;
    });

async function opens(viewport: { width: number; height: number }): Promise<Page> {
  fill();
  const { page } = await openPage(browser, `${api.url}/`, { viewport });
  await sees(page, '#sessions-count', String(SESSIONS));
  await sees(page, '#queue', 'that says what is to be done');
  await page.locator('#needs button:has-text("Approve")').first().waitFor();
  return page;
}

it.each(WINDOWS)('the first decision is seen without scrolling at $width pixels', async (viewport) => {
  const page = await opens(viewport);
  const { y, height } = await place(page, '#needs button:has-text("Approve")');
  // On a phone the bar of pages covers the lowest part.
  const end = viewport.width <= 640 ? (await place(page, '.bar')).y : viewport.height;
  expect(y + height).toBeLessThanOrEqual(end);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
});

it.each(WINDOWS)(
  'a hundred sessions keep neither prompts nor tasks far away at $width pixels',
  async (viewport) => {
    const page = await opens(viewport);
    const [queue, sessions, tasks] = [
      await place(page, '#queue'),
      await place(page, '#sessions'),
      await place(page, '#tasks'),
    ];
    if (viewport.width <= 980) expect(queue.y).toBeLessThan(sessions.y);
    else expect(tasks.y).toBeLessThan(3 * viewport.height);
    const text = await place(page, '#queue .row-link');
    expect(text.width).toBeGreaterThan(100);
  },
);

it('says in one line what today took, with what is not known told as such', async () => {
  const { page } = await openPage(browser, `${api.url}/`);
  await sees(page, '#today', 'Today half done in 4 min 12 s, 95 % in 18 min 10 s');
  await sees(page, '#today', 'sessions at work 62 %');
  await sees(page, '#today', 'at least 1.2M tokens');
  await sees(page, '#today', 'at least $3.40');
  const nothing = {
    ...{ since: new Date(new Date().setHours(0, 0, 0, 0)).toISOString(), p50_seconds: null },
    ...{ p95_seconds: null, utilisation: null, spends: 3, tokens: 0, unknown_tokens: 3 },
    ...{ cost_usd: 0, unknown_cost: 3 },
  };
  api.emit('today', nothing);
  await sees(
    page,
    '#today',
    'Today none done yet · sessions at work not known · tokens not known · cost not known',
  );
  api.emit('today', { ...nothing, since: new Date(new Date().setHours(6, 0, 0, 0)).toISOString() });
  await sees(page, '#today', /Since 0?6:00/);
  await page.locator('#today a', { hasText: 'Charts' }).click();
  await sees(page, 'h1', 'Throughput');
});
