/** Whose keyboard it is: who loses it, who can't take it up, and what is said of a prompt that goes on under their hands. */
import type { Browser } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { gate } from '../support/gate';
import { takesOver } from '../support/terminal-on-page';
import { terminalWatchers } from '../support/terminal-watchers';
import { launchBrowser, openPage, sees } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(120_000);

let dashboard: Dashboard;
let browser: Browser;
const { shell, takes, token, watches, close } = terminalWatchers(() => dashboard);

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([
    startDashboard({ ARCHITECT_PASSWORD: PASSWORD, ARCHITECT_TERMINAL_GRACE_SECONDS: '2' }),
    launchBrowser(),
  ]);
});
afterEach(close);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});

test('the key of another login takes nothing up, and keeps it from nobody', async () => {
  const session = await shell();
  const [kim, lee] = [
    await token('kim-away', ['read', 'terminals:type']),
    await token('lee-here', ['read', 'terminals:type']),
  ];
  const one = await takes(session, kim);
  const { key } = await one.hears('taken');
  one.cut();
  const two = watches(session, lee);
  await two.hears('hello');
  two.say({ type: 'resume', key });
  await two.hears('given_back');
  await dashboard.sessionWhere(session, ({ writer }) => writer === null);
});

test('a prompt that is cancelled while a person types is not said to be interrupted', async () => {
  const session = await shell();
  const going = gate(dashboard.dir, 'goes-on');
  const id = await dashboard.send({ content: `${going.wait}; echo done`, target_session: session });
  await dashboard.promptWhere(id, ({ stage }) => stage === 'working');
  await takes(session);
  const { body } = await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  const leftAlone = 'not interrupted, since a person has taken over the terminal';
  expect([body.stage, body.reason]).toEqual(['cancelled', `cancelled by api-token; ${leftAlone}`]);
  const reasons = body.history.map(({ reason }: { reason: string }) => reason);
  expect(reasons).toContain(`${leftAlone}: cancelled by api-token`);
  going.open();
});

test('who may no longer type loses the keyboard at once, also without a key', async () => {
  const { body } = await dashboard.call('/api/users', {
    body: { name: 'mo', role: 'operator', password: PASSWORD },
  });
  const session = await shell();
  const { page } = await openPage(browser, `${dashboard.url}/session.html?name=${session}`);
  await page.getByLabel('Username').fill('mo');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await takesOver(page);
  await dashboard.call(`/api/users/${body.id}`, { method: 'PATCH', body: { role: 'viewer' } });
  await sees(page, '#terminal-message', 'your role may not type any more');
  await dashboard.sessionWhere(session, ({ writer }) => writer === null);
});
