/** Files of a session's directory are reviewed in a browser: real repositories behind the real API. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { cookieOf, logIn } from '../api/http';
import { startApi, type TestApi } from '../support/api';
import { type Lab, labWith } from '../terminal/review/support';
import type { WorkChanges } from '../../workflows/contracts/work-changes';
import { atRest, findingsOf } from './axe-findings';
import { hasFocus, isLive, launchBrowser, sees, seesNo } from './browser';

jest.setTimeout(90_000);
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const HOSTILE = '<img src=x onerror="window.pwned=1">\u202ets';
const CODE = Array.from({ length: 40 }, (_, n) => `const value${n} = ${n};`);

let api: TestApi;
let browser: Browser;
let cookies: string[];
let at: Lab;
let context: BrowserContext;
let page: Page;
let faults: string[];
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi(), launchBrowser()]);
  cookies = cookieOf(await logIn(api.url, DEFAULT_PASSWORD)).split('; ');
}, 90_000);
afterAll(async () => {
  await browser.close();
  await api.close();
});
beforeEach(async () => {
  at = labWith({ 'src/code.ts': `${CODE.join('\n')}\n`, 'gone.txt': 'gone\n' });
  const changed = CODE.with(3, "const value3 = 'three';").with(30, 'const value30 = 31;');
  at.write('src/code.ts', `${changed.join('\n')}\nexport { value3 };\n`);
  at.git('rm', '-q', 'gone.txt');
  at.write(HOSTILE, '<script>window.pwned = 1</script>\n\u001b[31mred\u202e\n');
  session('dev', 'waiting_input');
  context = await browser.newContext({ viewport: WIDE });
  await context.addCookies(
    cookies.map((cookie) => ({
      ...{ name: cookie.split('=', 1)[0] ?? '', value: cookie.slice(cookie.indexOf('=') + 1) },
      url: api.url,
    })),
  );
  page = await context.newPage();
  faults = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.routeWebSocket(/./, () => undefined);
});
afterEach(async () => {
  await context.close();
  at.close();
});

const session = (name: string, status: 'waiting_input' | 'busy'): void =>
  api.store.sessions.observe({
    ...{ name, host: 'here', paneId: `%${name.length}`, provider: 'claude', workingDir: at.dir, attached: 0 },
    ...{ status, reason: 'r', rule: 'r', evidence: 'e', readySince: null, activeAt: new Date() },
  });
async function opens(query = 'session=dev', viewport = WIDE): Promise<void> {
  await page.setViewportSize(viewport);
  await page.goto(`${api.url}/review.html?${query}`);
  await page.locator('#review-files, #review-nothing').first().waitFor();
  await isLive(page);
}
const file = (name: string) => page.locator('.review-file', { hasText: name });
const line = (number: number, kind = '') => page.locator(`.diff-line${kind}[data-line="${number}"]`).last();
const choose = (name: string) => file(name).locator('input').check();

it('shows the files and the lines of one, below each other or side by side, and keeps the choice', async () => {
  await opens();
  await sees(page, '.review-standing', '3 files differ from the last commit');
  await file('code.ts').locator('a').click();
  await sees(page, '.diff-line[data-change=removed]', 'const value3 = 3;');
  await sees(page, '.diff-line[data-change=added]', "const value3 = 'three';");
  await page.locator('.diff-line .code-keyword').first().waitFor();
  await page.keyboard.press('v');
  await page.locator('.review-lines[data-view=split] .review-pair').first().waitFor();
  expect(new URL(page.url()).search).toBe('?session=dev&file=src%2Fcode.ts&view=split');
  await opens('session=dev&file=src%2Fcode.ts');
  await page.locator('.review-lines[data-view=split]').waitFor();
  await page.setViewportSize(PHONE);
  await page.locator('.review-lines[data-view=unified]').waitFor();
  await page.locator('#review-split').waitFor({ state: 'detached' });
});

it('goes by keys, and makes one prompt of the comments on lines', async () => {
  await opens('session=dev&file=src%2Fcode.ts');
  await line(4).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await page.keyboard.press('m');
  await page.keyboard.type('Why 31?');
  await page.keyboard.press('Control+Enter');
  await sees(page, '[data-comment]', 'Why 31?');
  await hasFocus(page, '.review-lines');
  await line(4, '[data-change=added]').click();
  await line(6).click({ modifiers: ['Shift'] });
  await page.locator('.review-begin').click();
  await page.getByLabel('Comment on lines 4 to 6').fill('Use a number.');
  await page.locator('[data-keep]').click();
  await page.reload();
  await page.locator('#review-send-open', { hasText: 'Send 2 comments' }).click();
  const expected = [
    '2 comments on your changes:',
    "1. src/code.ts, lines 4 to 6:\n> const value3 = 'three';\n> const value4 = 4;\n> const value5 = 5;\nUse a number.",
    '2. src/code.ts, line 31:\n> const value30 = 31;\nWhy 31?',
  ].join('\n\n');
  expect(await page.locator('#review-preview').textContent()).toBe(expected);
  await page.getByRole('button', { name: 'Queue follow-up' }).click();
  await sees(page, '#review-send', 'Queued as #');
  const { items } = (await api.call('/api/assigner/prompts?limit=1')).body;
  expect(items[0]).toMatchObject({ content: expected, target_session: 'dev' });
  await page.keyboard.press('Escape');
  await seesNo(page, '[data-comment]');
  expect(faults).toEqual([]);
});

it('discards chosen files and brings them back, and commits', async () => {
  await opens();
  await choose('code.ts');
  await choose('gone.txt');
  await page.locator('#review-discard').click();
  await sees(page, '.review-said-line', 'Discarded 2 files.');
  expect(at.status()).toHaveLength(1);
  await page.locator('#review-undo').click();
  await sees(page, '.review-said-line', '2 files brought back.');
  expect(at.status()).toHaveLength(3);
  await choose('code.ts');
  await page.locator('#review-commit-open').click();
  await page.getByLabel('Message').fill('Say three');
  await page.locator('#review-commit').getByRole('button', { name: 'Commit' }).click();
  await sees(page, '.review-said-line', 'Committed 1 file as');
  expect(at.git('log', '-1', '--format=%s', '--', 'src/code.ts')).toBe('Say three\n');
  await file('code.ts').waitFor({ state: 'detached' });
});

it('asks twice while an agent is at work there', async () => {
  session('dev', 'busy');
  await opens();
  await sees(page, '.notice-warn', 'dev is at work there');
  await choose('code.ts');
  await page.locator('#review-discard').click();
  await sees(page, 'dialog', 'a file may be written at this moment');
  await page.getByRole('button', { name: 'Wait' }).click();
  expect(at.status()).toHaveLength(3);
  await page.locator('#review-discard').click();
  await page.locator('dialog').getByRole('button', { name: 'Discard' }).click();
  await sees(page, '.review-said-line', 'Discarded 1 file.');
});

it('of hostile names and texts shows what they are', async () => {
  await opens();
  await file('<img src=x').locator('a').click();
  await sees(page, '.diff-line', '<script>window.pwned = 1</script>');
  expect(await page.evaluate('window.pwned')).toBeUndefined();
  const shown = (await page.locator('#review').textContent()) ?? '';
  expect(['\u001b', '\u202e'].filter((character) => shown.includes(character))).toEqual([]);
  await line(1).click();
  await page.keyboard.press('m');
  await page.keyboard.type('What is this?');
  await page.keyboard.press('Control+Enter');
  await page.locator('#review-send-open').click();
  await sees(page, '#review-preview', '1. <img src=x onerror="window.pwned=1"><U+202E>ts, line 1:');
  await sees(page, '#review-preview', '> <script>window.pwned = 1</script>');
  expect(await page.evaluate('window.pwned')).toBeUndefined();
  expect(faults).toEqual([]);
});

it('shows what a prompt changed, and leads to its session', async () => {
  const { prompt_id: promptId } = (await api.call('/api/assigner/send', { body: { content: 'x' } })).body;
  const changes: WorkChanges = {
    ...{ promptId, grantedAt: '2026-02-07 10:00:00.000', session: 'dev', directory: at.dir, top: at.dir },
    ...{ beganAtMs: 0, endedAtMs: 1, note: null, headBefore: null, headAfter: null, total: 1 },
    files: [
      {
        ...{ path: 'a.ts', from: null, change: 'added', added: 1, removed: 0, note: null },
        diff: '@@ -0,0 +1 @@\n+let a;',
      },
    ],
  };
  api.store.workChanges.keep(changes);
  await opens(`prompt=${promptId}`);
  await sees(page, '.diff-line', 'let a;');
  await seesNo(page, '#review-commit-open');
});

it('stays quick with a thousand files and a file of twenty thousand lines', async () => {
  for (let n = 0; n < 1_000; n += 1) at.write(`many/${n}.txt`, 'x\n');
  at.write('a-long.txt', Array.from({ length: 20_000 }, (_, n) => `line ${n}\n`).join(''));
  await opens('session=dev&file=a-long.txt');
  await line(1).waitFor();
  expect(await page.locator('.review-file').count()).toBeLessThan(120);
  await page.locator('.review-lines').press('End');
  await line(20_000).waitFor();
  expect(await page.locator('.review-row').count()).toBeLessThan(200);
  await page.keyboard.press(']');
  await sees(page, '#review-file-name', 'gone.txt');
});

describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
  it.each([WIDE, PHONE])('has no finding of axe at $width', async (viewport) => {
    await page.emulateMedia({ colorScheme });
    await opens('session=dev&file=src%2Fcode.ts&view=split', viewport);
    await line(4).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('m');
    await page.keyboard.type('Why?');
    await atRest(page);
    expect(await findingsOf(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await choose('gone.txt');
    await page.locator('#review-send-open').click();
    await page.locator('#review-preview').waitFor();
    await atRest(page);
    expect(await findingsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');
    await atRest(page);
    expect(await findingsOf(page)).toEqual([]);
  });
});
