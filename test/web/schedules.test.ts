/** The page of schedules in a browser: what is started by itself, changed and run there; text messages and their ends. */
import type { Browser } from 'playwright-core';
import { openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

const run = {
  ...{ workflow_id: 'w', temporal_url: null, scheduled_at: '2026-02-07T03:00:00.000Z', result: null },
  ...{ started_at: '2026-02-07T03:00:00.000Z', ended_at: null, status: 'failed', error: 'the disk is full' },
};
const maintenance = {
  ...{ id: 'maintenance', description: 'Backs up the record.', workflow: 'maintenance', timezone: 'UTC' },
  times: { interval_seconds: null, cron: '0 3 * * *', in_words: 'at 03:00' },
  own_times: { interval_seconds: null, cron: '0 3 * * *', in_words: 'at 03:00' },
  ...{ paused: false, note: '', changed: null, running: false, next: ['2026-02-08T03:00:00.000Z'] },
  ...{ runs: [run], runs_started: 1, runs_missed: 0, runs_overlapped: 0, fault: null },
};
const sms = {
  ...{ id: 1, hour: null, requested_by: 'me', status: 'unknown', reason: 'no answer in time', tries: 1 },
  ...{ text: '<b>text</b>', to: ['+1…67'], message_id: null, message_status: null, delivery_result: null },
  ...{ created_at: '2026-02-07T22:00:00.000Z', tried_at: null, ended_at: null },
};

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

/** The page, whose questions about schedules and messages the test answers; `sent` has what it sent. */
async function open() {
  const sent: { call: string; body: unknown }[] = [];
  let schedule: object = maintenance;
  const opened = await openPage(browser, `${api.url}/schedules.html`);
  const { page } = opened;
  await page.route(/\/api\/(schedules|sms)/, (route, request) => {
    const path = new URL(request.url()).pathname;
    if (request.method() === 'GET') {
      const items = path === '/api/sms' ? [sms] : [schedule];
      return route.fulfill({ json: { items, total: 1 } });
    }
    const body = request.postDataJSON() as Record<string, unknown> | null;
    sent.push({ call: `${request.method()} ${path}`, body });
    if (path === '/api/sms')
      return route.fulfill({
        json: { dry_run: true, text: 'how it stands', missing: 'set SMS_TO', sms: null },
      });
    if (body?.['cron'] === '61 * * * *') {
      const details = [{ field: 'cron', message: 'there is no minute 61' }];
      const error = { code: 'invalid_request', message: 'cron: there is no minute 61', details };
      return route.fulfill({ status: 400, json: { error } });
    }
    schedule = { ...maintenance, ...(body?.['paused'] === true && { paused: true, next: [] }) };
    return route.fulfill({ json: path.endsWith('/trigger') ? { run } : schedule });
  });
  await page.reload();
  await sees(page, '[data-schedule=maintenance]', 'at 03:00');
  return { ...opened, sent };
}

test('a schedule shows when it is due and how it ended, and is paused and run', async () => {
  const { page, sent, faults } = await open();
  await sees(page, '[data-schedule=maintenance]', 'the disk is full');
  await page.getByRole('button', { name: 'Run now: maintenance' }).click();
  await page.getByRole('button', { name: 'Pause maintenance' }).click();
  await page.getByRole('button', { name: 'Resume maintenance' }).waitFor();
  await sees(page, '[data-schedule=maintenance]', 'not due');
  expect(sent).toEqual([
    { call: 'POST /api/schedules/maintenance/trigger', body: null },
    { call: 'PATCH /api/schedules/maintenance', body: { paused: true } },
  ]);
  expect(faults).toEqual([]);
});

test('times are changed; a wrong one is told at its field', async () => {
  const { page, sent } = await open();
  await page.getByRole('button', { name: 'Change the times of maintenance' }).click();
  await page.getByLabel('Cron').fill('61 * * * *');
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page, '.field-error', 'there is no minute 61');
  await page.getByLabel('Cron').fill('');
  await page.getByLabel('Every').fill('30m');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(sent.map(({ body }) => body)).toEqual([{ cron: '61 * * * *' }, { interval: '30m' }]);
});

test('text messages say what became of them; the next one is shown before it is sent', async () => {
  const { page, sent, faults } = await open();
  await sees(page, '[data-sms="1"]', 'no answer in time');
  await page.locator('[data-sms="1"] summary').click();
  await sees(page, '[data-sms="1"] pre', '<b>text</b>');
  await page.getByRole('button', { name: 'Show the next one' }).click();
  await sees(page, '#sms-preview', 'how it stands');
  await sees(page, '#sms-said', 'set SMS_TO');
  expect(sent).toEqual([{ call: 'POST /api/sms', body: { dry_run: true } }]);
  expect(faults).toEqual([]);
});

test('the spreadsheet says what it lacks, that nothing was written, and why it failed', async () => {
  const { page, faults } = await openPage(browser, `${api.url}/schedules.html`);
  const tab = {
    tab: 'bugs',
    rows: 1,
    added: 1,
    updated: 0,
    done: false,
    reason: 'no answer',
    notes: ['Two rows'],
  };
  const failedRun = { id: 1, status: 'failed', reason: 'share it', tabs: [tab], started_at: run.started_at };
  let sheets: object = { configured: false, missing: 'It is not set up: set X', url: null, items: [] };
  await page.route('**/api/sheets**', (route, request) => {
    if (request.method() === 'GET') return route.fulfill({ json: sheets });
    sheets = { configured: true, missing: null, url: 'https://docs.google.com/x', items: [failedRun] };
    return route.fulfill({ status: 202, json: { state: 'running' } });
  });
  const panel = '[aria-labelledby=sheets-title]';
  const write = page.getByRole('button', { name: 'Write it now' });
  await page.reload();
  await sees(page, panel, 'It is not set up: set X. The steps are in docs/sheets.md.');
  expect(await write.isDisabled()).toBe(true);
  sheets = { configured: true, missing: null, url: 'https://docs.google.com/x', items: [] };
  await page.reload();
  await sees(page, panel, 'Nothing was written yet.');
  await write.click();
  await sees(page, panel, 'It is being written.');
  await sees(page, '[data-sheet-sync="1"]', 'share it');
  await page.locator('[data-sheet-sync="1"] summary').click();
  await sees(page, '[data-sheet-sync="1"] li', 'Bugs: 1 row, 1 added, 0 changed');
  await sees(page, '[data-sheet-sync="1"] li', 'no answer');
  await page.getByRole('link', { name: 'Open the spreadsheet' }).waitFor();
  expect(faults).toEqual([]);
});
