/** The pages of the health and of improvements, in a browser. */
import type { Browser } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const SINCE = '2026-02-07T10:00:00.000Z';

it('shows what is wrong now with what to do, uptime in bars that need no colour, and outages', async () => {
  api.trouble = ['The disk is full. Free some space.'];
  api.health.reasons = [
    {
      cause: 'disk.data',
      component: 'disk',
      status: 'degraded',
      reason: 'The disk is full.',
      remedy: 'Free some space.',
      since: SINCE,
    },
  ];
  api.health.slices = ['healthy', 'degraded', null, 'unhealthy'];
  api.health.outages = [
    {
      id: 1,
      cause: 'disk.data',
      reason: 'The disk is full.',
      subjects: ['data'],
      status: 'degraded',
      started_at: SINCE,
      ended_at: null,
    },
    {
      id: 2,
      cause: 'engine.down',
      reason: 'It was killed.',
      subjects: [],
      status: 'unhealthy',
      started_at: SINCE,
      ended_at: SINCE,
      duration_seconds: 71,
    },
  ];
  const { page, faults } = await openPage(browser, `${api.url}/health.html`);
  await sees(page, '[data-cause="disk.data"]', 'The disk is full. Free some space.');
  await page.getByRole('img', { name: 'disk: healthy in 75 % of the checks' }).waitFor();
  expect(
    await page.locator('.uptime-bar').evaluateAll((bars: any[]) => bars.map((bar) => bar.dataset.status)),
  ).toEqual(['healthy', 'degraded', 'none', 'unhealthy']);
  await sees(page, '[data-outage="1"]', 'goes on for');
  await sees(page, '[data-outage="2"]', 'lasted 1 min 11 s');
  expect(faults).toEqual([]);
});

it('says that nothing is wrong, and has room for it on a phone', async () => {
  const { page } = await openPage(browser, `${api.url}/health.html`, {
    viewport: { width: 390, height: 844 },
  });
  await sees(page, '#health-page', 'Nothing is wrong.');
  await sees(page, '#health-page', 'There has been none.');
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});

it('shows on the monitor what is wrong', async () => {
  api.trouble = ['The disk is full. Free some space.'];
  const { page } = await openPage(browser, `${api.url}/monitor.html`);
  await sees(page, '#trouble', 'The disk is full.');
});

const improvement = () => ({
  ...{
    id: 1,
    fingerprint: 'f',
    count: 3,
    kind: 'error',
    source: 'rule',
    title: 'Mend <b>it</b>',
    confidence: 0.6,
  },
  ...{
    evidence: ['It was reported 3 times.'],
    prompt: 'Find the cause.',
    needs_person: true,
    status: 'suggested',
  },
  ...{ first_seen: SINCE, last_seen: SINCE, attempts: [], dismissed_by: null },
  effect: { metric: 'errors:1', before: 3, after: null, verdict: null, measured_at: null },
});

it('has suggestions approved for a session, and says as which prompt', async () => {
  api.health.improvements = [improvement()];
  const { page, faults } = await openPage(browser, `${api.url}/improvements.html`);
  await sees(page, '[data-improvement="1"]', 'Mend <b>it</b>');
  await sees(page, '[data-improvement="1"]', 'quotes what came from outside');
  await page.getByLabel('Session that does it').fill('dev_worker1');
  await page.getByRole('button', { name: 'Approve' }).dblclick();
  await sees(page, '#improvements-message[data-tone=ok]', 'Queued as prompt 7.');
  expect(api.health.approved).toEqual([{ target_session: 'dev_worker1' }]);
  await sees(page, '[data-improvement="1"] .badge', 'Queued');
  await seesNo(page, '.improvement-actions');
  expect(faults).toEqual([]);
});

it('shows what became of them, and looks when asked', async () => {
  const effect = { metric: 'errors:1', before: 3, after: 0, verdict: 'helped', measured_at: SINCE };
  api.health.improvements = [{ ...improvement(), status: 'measured', effect }];
  const { page } = await openPage(browser, `${api.url}/improvements.html`);
  await sees(page, '[data-improvement="1"] .badge', 'Helped');
  await sees(page, '.improvement-effect', 'errors (1): 3 → 0');
  await page.getByRole('button', { name: 'Look now' }).click();
  await sees(page, '#improvements-message', '1 suggestions, 1 of them new.');
});
