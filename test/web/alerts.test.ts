/** The page of alerts in a browser: what became of each message, and what a person does about it. */
import type { Browser } from 'playwright-core';
import { launchBrowser, openPage, sees } from './browser';
import { FakeApi } from './fake-api';

const alert = {
  ...{ id: 7, kind: 'health', severity: 'critical', state: 'open', title: '<b>Unhealthy</b>: engine' },
  ...{ message: 'The engine is away.', page: '/health.html', cause: 'health engine.down', held_back: null },
  ...{ since: '2026-02-07T22:00:00.000Z', told_at: '2026-02-07T22:01:00.000Z', escalated_at: null },
  ...{ resolved_at: null, acknowledged_at: null, acknowledged_by: null as string | null },
  deliveries: [
    {
      ...{ event: 'opened', channel: 'ntfy', status: 'unknown', reason: 'ntfy gave no answer in time' },
      ...{ message_id: 1, tries: 1, created_at: '2026-02-07T22:01:00.000Z', ended_at: null },
    },
  ],
};
const channels = [
  { channel: 'ntfy', missing: null, kinds: ['health'], last: null },
  { channel: 'email', missing: 'SMTP_HOST', kinds: [], last: null },
];
const kinds = [{ kind: 'health', channels: ['ntfy'], dwell_seconds: 60, cooldown_seconds: 900 }];

let browser: Browser;
let api: FakeApi;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await new FakeApi().start();
});
afterEach(() => api.stop());

test('an alert shows its messages, is acknowledged; a channel is tried out; a kind is muted', async () => {
  const sent: { call: string; body: unknown }[] = [];
  let [shown, mutes] = [alert, [] as object[]];
  const { page, faults } = await openPage(browser, `${api.url}/alerts.html`);
  await page.route(/\/api\/alerts/, (route, request) => {
    const { pathname: path } = new URL(request.url());
    if (request.method() === 'GET')
      return route.fulfill({
        json: path.endsWith('/channels')
          ? { channels, kinds, spacing_seconds: 30, mutes }
          : { items: [shown], total: 1, limit: 25, offset: 0 },
      });
    sent.push({ call: `${request.method()} ${path}`, body: request.postDataJSON() });
    if (path.endsWith('/acknowledge')) shown = { ...alert, acknowledged_by: 'me' };
    if (path.endsWith('/test'))
      return route.fulfill({
        json: { alert_id: 9, channel: 'ntfy', status: 'failed', reason: 'it said 403' },
      });
    if (request.method() === 'DELETE') mutes = [];
    if (path.endsWith('/mute')) {
      mutes = [{ kind: 'health', until: '2099-01-01T00:00:00.000Z', muted_by: 'me' }];
      return route.fulfill({ json: mutes[0] });
    }
    return request.method() === 'DELETE' ? route.fulfill({ status: 204 }) : route.fulfill({ json: shown });
  });
  await page.reload();
  await sees(page, '[data-alert="7"]', '<b>Unhealthy</b>: engine');
  await sees(page, '[data-alert="7"]', 'ntfy gave no answer in time');
  // Of the place of this page, which a proxy may have under a path.
  expect(await page.locator('[data-alert="7"] a').first().getAttribute('href')).toBe('./health.html');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await sees(page, '[data-alert="7"]', 'acknowledged by me');
  await sees(page, '[data-channel=email]', 'not set up: set SMTP_HOST');
  await page.locator('[data-channel=ntfy]').getByRole('button', { name: 'Send a test' }).click();
  await sees(page, '#alerts-message', 'The test by ntfy is failed: it said 403.');
  await page.getByLabel('Kind of alert to mute').selectOption('health');
  await page.getByLabel('For how long').selectOption('8 hours');
  await page.locator('#alerts-mute').click();
  await page.locator('[data-mute=health]').getByRole('button', { name: 'Tell again' }).click();
  await page.locator('[data-mute=health]').waitFor({ state: 'detached' });
  expect(sent).toEqual([
    { call: 'POST /api/alerts/7/acknowledge', body: null },
    { call: 'POST /api/alerts/test', body: { channel: 'ntfy' } },
    { call: 'POST /api/alerts/mute', body: { kind: 'health', minutes: 480 } },
    { call: 'DELETE /api/alerts/mute/health', body: null },
  ]);
  expect(faults).toEqual([]);
});

test('an alert that has no message says why: not yet, or nowhere to send it', async () => {
  const silent = { ...alert, deliveries: [] };
  const items = [
    { ...silent, id: 1, state: 'pending', told_at: null },
    { ...silent, id: 2 },
    { ...silent, id: 3, told_at: null, held_back: 'muted' },
  ];
  const { page } = await openPage(browser, `${api.url}/alerts.html`);
  await page.route(/\/api\/alerts/, (route, request) =>
    route.fulfill({
      json: request.url().endsWith('/channels')
        ? { channels, kinds, spacing_seconds: 30, mutes: [] }
        : { items, total: 3, limit: 25, offset: 0 },
    }),
  );
  await page.reload();
  await sees(page, '[data-alert="1"]', 'not told yet: it has not been so for long enough');
  await sees(page, '[data-alert="2"]', 'nobody was told: no channel is set up for it');
  await sees(page, '[data-alert="3"]', 'not told: muted');
  expect(await page.locator('#alerts').getByText('no channel is set up').count()).toBe(1);
});
