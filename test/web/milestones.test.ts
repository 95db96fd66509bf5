/** The milestones panel and the dialog of one, in a browser. */
import type { Browser } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { fakeTask } from './fake-milestones';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

it('scans by one press, waits for a scan that takes its time, and shows what was found', async () => {
  api.milestones.open.push(fakeTask('a'), fakeTask('b', { estimated_hours: 2.5 }));
  api.milestones.done = 3;
  api.milestones.slowAnswers = 1;
  const { page, faults } = await openPage(browser, `${api.url}/work.html`);
  await sees(page, '#milestones-empty', 'Nothing scanned yet.');
  await page.getByRole('button', { name: 'Scan projects' }).click();
  await sees(page, '#milestones-message', 'Scanned auth.');
  await sees(page, '[data-milestone="1"]', '2 open · 3.5 h');
  await page.getByRole('progressbar', { name: 'auth: 3 of 5 tasks done' }).waitFor();
  await seesNo(page, '#milestones-empty');
  expect(await page.locator('#milestones-scan').isEnabled()).toBe(true);
  expect(faults).toEqual([]);
});

it('says why a project was not scanned', async () => {
  api.milestones.error = { code: 'source_path_missing', message: 'there is no directory at its source_path' };
  const { page } = await openPage(browser, `${api.url}/work.html`);
  await page.getByRole('button', { name: 'Scan projects' }).click();
  await sees(page, '#milestones-message[data-tone=bad]', 'auth: there is no directory at its source_path');
});

it('opens a milestone by keyboard, with phases, dates and tasks, and makes features of them once', async () => {
  const text = 'mend <b>the</b> door';
  api.milestones.open.push(
    fakeTask('a', { tag: 'FIXME', text }),
    fakeTask('bug', { tag: null, kind: 'bug', record_id: 9, path: null, text: 'a bug' }),
  );
  api.milestones.scanned = true;
  const { page, faults } = await openPage(browser, `${api.url}/work.html`);
  await page.getByRole('button', { name: 'auth', exact: true }).focus();
  await page.keyboard.press('Enter');
  await sees(page, '#milestone h2', 'Milestone of auth');
  await sees(page, '[data-phase=finish]', '2026-02-09 to 2026-02-11');
  await sees(page, '[data-task=a]', text);
  await sees(page, '[data-task=a] .path', 'src/a.ts:3');
  await sees(page, '[data-task=bug] .tag', 'bug 9');
  const make = page.getByRole('button', { name: 'Make features' });
  await make.click();
  await sees(page, '#milestone [role=status]', /Made \d features/);
  await sees(page, '[data-task=a]', 'feature 50');
  expect(await make.isDisabled()).toBe(true);
  expect(await page.getByRole('link', { name: 'Report' }).getAttribute('href')).toBe(
    './api/milestones/1/report',
  );
  await page.keyboard.press('Escape');
  await seesNo(page, '#milestone');
  expect(faults).toEqual([]);
});

it('fits on a phone', async () => {
  api.milestones.open.push(fakeTask('a', { text: 'x'.repeat(200), path: `src/${'long/'.repeat(30)}a.ts` }));
  api.milestones.scanned = true;
  const { page } = await openPage(browser, `${api.url}/work.html`, { viewport: { width: 360, height: 740 } });
  await page.getByRole('button', { name: 'auth', exact: true }).click();
  await sees(page, '[data-task=a]', 'xxx');
  const width = await page
    .locator('#milestone')
    .evaluate((dialog) => [dialog.scrollWidth, dialog.clientWidth]);
  expect(width[0]).toBeLessThanOrEqual(width[1] as number);
});
