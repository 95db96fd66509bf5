/** What changed in the working directory, on the page of a prompt. */
import type { Browser } from 'playwright-core';
import { openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));

const SECTION = '[data-text=changes]';
const file = (path: string, fields: object = {}) => ({
  ...{ path, from: null, change: 'modified', added: 2, removed: 1, note: null },
  diff: '@@ -1,2 +1,3 @@\n one\n-two\n+2\n+3',
  ...fields,
});
const attempt = (fields: object = {}) => ({
  ...{ session: 'dev_worker1', directory: '/home/me/app', top: '/home/me/app', open: false, note: null },
  ...{ began_at: '2026-02-07T10:00:00.000Z', ended_at: '2026-02-07T10:05:00.000Z' },
  ...{
    head_before: 'a'.repeat(40),
    head_after: 'a'.repeat(40),
    total: 1,
    files: [file('src/a.ts')],
    others: [],
  },
  ...fields,
});
beforeEach(() => {
  api.addSession('dev_worker1');
  api.addPrompt({ content: 'Change it' });
  api.step(1, 'in_progress', 'taken', 'taken', { assigned_session: 'dev_worker1' });
});
const page = async () => (await openPage(browser, `${api.url}/#/prompt/1`)).page;

it('is told once the turn has ended: files with their lines and the diff of one', async () => {
  api.changes.set(1, [attempt({ open: true, ended_at: null, files: null, total: 0 })]);
  const shown = await page();
  await sees(shown, SECTION, 'It is known once the turn has ended.');
  api.changes.set(1, [attempt()]);
  api.step(1, 'completed', 'completed', 'finished');
  await sees(shown, `${SECTION} .attempt-sum`, '1 file');
  await sees(shown, `${SECTION} .attempt-place`, '+2 −1 in /home/me/app');
  await sees(shown, `${SECTION} .diff-line[data-change=removed]`, 'two');
  await sees(shown, `${SECTION} .diff-line[data-change=added]`, '3');
});

it('opens a file on wish, and says why there is no diff', async () => {
  const files = [
    file('a.ts'),
    file('logo.png', { added: null, removed: null, diff: null, note: 'it is no text' }),
  ];
  api.changes.set(1, [attempt({ files, total: 2, head_after: 'b'.repeat(40) })]);
  const shown = await page();
  await sees(shown, `${SECTION} .attempt-place`, `2 files +2 −1 at ${'b'.repeat(10)} in`);
  await seesNo(shown, `${SECTION} .diff`);
  await shown.locator(`${SECTION} summary`, { hasText: 'a.ts' }).click();
  await sees(shown, `${SECTION} .diff-line`, 'one');
  await shown.locator(`${SECTION} summary`, { hasText: 'logo.png' }).press('Enter');
  await sees(shown, `${SECTION} .file-note`, 'It is no text.');
});

it('says which other prompts were at work there, and what changed for both', async () => {
  const other = { id: 2, session: 'dev_worker2', content: 'Another', stage: 'working', both: ['src/a.ts'] };
  api.changes.set(1, [attempt({ others: [other] })]);
  const shown = await page();
  await sees(shown, `${SECTION} .notice-warn`, 'What changed may be their doing.');
  await sees(shown, `${SECTION} .notice-warn`, '#2 Another in dev_worker2: both changed src/a.ts');
  await sees(shown, `${SECTION} summary`, 'also another prompt’s');
});

it('tells attempts apart, and why nothing is known', async () => {
  api.changes.set(1, [
    attempt({ total: 0, files: [], began_at: '2026-02-07T11:00:00.000Z' }),
    attempt({ session: 'dev_worker2', top: null, files: null, note: '/tmp is in no git repository' }),
  ]);
  const shown = await page();
  await sees(shown, `${SECTION} .attempt`, 'Attempt in dev_worker1');
  await sees(shown, `${SECTION} .attempt-sum`, 'Nothing changed');
  await sees(shown, `${SECTION} .notice`, '/tmp is in no git repository.');
});

it('says that it was not recorded', async () => {
  api.step(1, 'completed', 'completed', 'finished');
  await sees(await page(), SECTION, 'It was not recorded');
});

it('of hostile names and texts shows what they are', async () => {
  const name = '<img src=x onerror="window.pwned=1">\u001b]0;x\u0007\u202ets.exe\nb';
  const diff = '@@ -0,0 +1,2 @@\n+<script>window.pwned = 1</script>\n+\u001b[31mred\u202e';
  api.changes.set(1, [attempt({ files: [file(name, { diff })], note: '<b>note</b>' })]);
  const { page: shown, faults } = await openPage(browser, `${api.url}/#/prompt/1`);
  await sees(shown, `${SECTION} .diff-line`, '<script>window.pwned = 1</script>');
  await sees(shown, `${SECTION} .file-name`, '<img src=x');
  const text = (await shown.locator(SECTION).textContent()) ?? '';
  expect(['\u001b', '\u202e'].filter((sign) => text.includes(sign))).toEqual([]);
  expect(await shown.locator(`${SECTION} :is(script, img, b)`).count()).toBe(0);
  expect(await shown.evaluate('window.pwned')).toBeUndefined();
  expect(faults).toEqual([]);
});

it('of very many files and lines draws the first ones, and the others on wish', async () => {
  const long = `@@ -0,0 +1,900 @@\n${Array.from({ length: 900 }, (_, at) => `+line ${at}`).join('\n')}`;
  const files = Array.from({ length: 60 }, (_, at) => file(`f${at}.ts`, { diff: long }));
  api.changes.set(1, [attempt({ files, total: 75 })]);
  const shown = await page();
  await sees(shown, `${SECTION} .attempt-sum`, '75 files');
  await shown.locator(`${SECTION} summary`).first().click();
  await sees(shown, SECTION, '500 more lines');
  expect(await shown.locator(`${SECTION} .diff-line`).count()).toBe(400);
  await shown.getByRole('button', { name: '40 more files' }).click();
  await sees(shown, SECTION, '15 more files changed; the first are named.');
});
