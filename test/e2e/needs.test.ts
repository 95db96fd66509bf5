/** A person in front of what needs them: real sessions that show real dialogs, on a running server. */
import type { Browser, Page } from 'playwright-core';
import { type Agent, bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { isLive, launchBrowser, openPage, sees } from '../web/browser';

const PASSWORD = 'a password of my own';
const LONG = `long-name-${'x'.repeat(50)}`;
const WIDE = '端末のセッション';

let dashboard: Dashboard;
let browser: Browser;
let page: Page;
const agents = new Map<string, Agent>();
const rowOf = (session: string): string => `.need:has(.need-title:text("${session} asks"))`;

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([
    startDashboard({ ARCHITECT_PASSWORD: PASSWORD }),
    launchBrowser(),
  ]);
  const dialogs = {
    ...{ pusher: bash('git push origin main'), denied: bash('npm install left-pad') },
    ...{ one: bash('docker compose up'), two: bash('docker compose up'), three: bash('docker compose up') },
    ...{ asker: SCREENS.question(), [LONG]: bash('curl https://example.com'), [WIDE]: SCREENS.edit() },
  };
  const rest = { idle: SCREENS.idle(), denied: SCREENS.denied() };
  // The rules would allow the change of a file.
  await dashboard.call('/api/confirm', { method: 'PUT', body: { enabled: false } });
  let number = 0;
  for (const [name, dialog] of Object.entries(dialogs)) {
    const agent = dialogAgent(dashboard.tmux.dir, `agent-${(number += 1)}`, { ...rest, dialog }, 'dialog');
    agents.set(name, agent);
    await dashboard.tmux.session(name, ...agent.argv);
  }
  await until(
    () => dashboard.call('/api/needs'),
    ({ body }) => body.total === 8,
    'the eight dialogs',
  );
  const opened = await openPage(browser, `${dashboard.url}/needs.html`, {
    viewport: { width: 1440, height: 900 },
  });
  page = opened.page;
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await isLive(page);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});

const keysOf = (session: string): string[] => agents.get(session)?.keys() ?? [];
/** It is counted no more as soon as somebody has decided; the key comes a moment later, and once. */
async function pressed(wanted: Readonly<Record<string, string>>): Promise<void> {
  for (const [session, key] of Object.entries(wanted)) {
    await until(
      () => Promise.resolve(keysOf(session)),
      (keys) => keys.length > 0,
      `the key of ${session}`,
    );
    expect(keysOf(session)).toEqual([key]);
  }
}

const open = (session: string): Promise<void> => page.locator(`${rowOf(session)} .need-open`).click();

it('lists the same eight everywhere, all above the fold, names whole', async () => {
  const { body } = await dashboard.call('/api/needs');
  expect(body.counts).toEqual({ approval: 7, question: 1 });
  await sees(page, '#needs-count', '8');
  expect(await page.title()).toMatch(/^\(8\) /);
  // Three ask for the same: they are one row.
  expect(await page.locator('.need').count()).toBe(6);
  await sees(page, '.need-title', `${LONG} asks for permission`);
  await sees(page, '.need-title', `${WIDE} asks for permission`);
  const bottom = await page
    .locator('.need-line')
    .last()
    .evaluate((line) => line.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThanOrEqual(900);
});

it('approves by key what is open, with the danger marked and Deny before it', async () => {
  await open('pusher').catch(() => undefined);
  const row = rowOf('pusher');
  await page.locator(`${row} .need-open`).focus();
  if ((await page.locator(`${row}[data-open]`).count()) === 0) await page.keyboard.press('Enter');
  await sees(page, `${row} .danger`, 'git');
  expect(await page.locator(`${row} .button-primary`).textContent()).toContain('Deny');
  await sees(page, `${row} .need-before`, 'BASH');
  await page.keyboard.press('a');
  await sees(page, '.need-outcome', /Approved.*pusher/);
  expect(keysOf('pusher')).toEqual(['1']);
});

it('denies with a word, which the session gets as its next prompt', async () => {
  await open('denied');
  await page.getByRole('textbox', { name: 'A word' }).fill('use npm ci');
  await page.getByRole('button', { name: 'Deny' }).click();
  await sees(page, '.need-outcome', /Denied.*denied/);
  expect(keysOf('denied')[0]).toBe('4');
  const { body } = await until(
    () => dashboard.call('/api/assigner/prompts?source=dialog'),
    (answer) => answer.body.items.length > 0,
    'the word to the agent',
  );
  expect(body.items).toMatchObject([
    { content: 'use npm ci', target_session: 'denied', sent_by: 'architect' },
  ]);
});

it('answers three that ask the same at once', async () => {
  await page.locator('.need-open', { hasText: 'and 2 others ask for the same' }).click();
  await sees(page, '.need-others', 'Your answer goes to all 3');
  await page.getByRole('button', { name: 'Approve' }).click();
  await pressed({ one: '1', two: '1', three: '1' });
  await sees(page, '#needs-count', '3');
});

it('answers a question by the number of its option', async () => {
  await open('asker');
  await page.locator(`${rowOf('asker')} .need-open`).focus();
  await page.keyboard.press('2');
  await pressed({ asker: '2' });
  await sees(page, '#needs-count', '2');
});

it('shows the change that an agent wants to make as a change', async () => {
  await open(WIDE);
  await sees(page, `${rowOf(WIDE)} .diff-line[data-change=added]`, 'SECOND LINE edited');
  await page.getByRole('button', { name: 'Deny' }).click();
  await pressed({ [WIDE]: '3' });
  await sees(page, '#needs-count', '1');
});

it('says what became of one that was answered in the terminal meanwhile', async () => {
  await dashboard.tmux.command('send-keys', '-t', `=${LONG}:`, '4');
  await sees(page, '.need-outcome', /in the terminal/);
});
