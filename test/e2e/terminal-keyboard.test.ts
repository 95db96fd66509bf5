/** Whose keyboard it is: who loses it, who can't take it up, and what is said of a prompt that goes on under their hands. */
import type { Browser } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { gate } from '../support/gate';
import { takesOver } from '../support/terminal-on-page';
import { terminalSocket, type TestSocket } from '../support/terminal-socket';
import { launchBrowser, openPage, sees } from '../web/browser';

const PASSWORD = 'a password of my own';
jest.setTimeout(120_000);

let dashboard: Dashboard;
let browser: Browser;
const open: TestSocket[] = [];

beforeAll(async () => {
  [dashboard, browser] = await Promise.all([
    startDashboard({ ARCHITECT_PASSWORD: PASSWORD, ARCHITECT_TERMINAL_GRACE_SECONDS: '2' }),
    launchBrowser(),
  ]);
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});

let count = 0;
async function shell(): Promise<string> {
  const name = `keys${(count += 1)}`;
  await dashboard.shell(name);
  return name;
}
function watches(session: string, headers?: Record<string, string>): TestSocket {
  const socket = terminalSocket(dashboard, session, headers ? { headers } : {});
  open.push(socket);
  return socket;
}
async function takes(session: string, headers?: Record<string, string>): Promise<TestSocket> {
  const socket = watches(session, headers);
  await socket.hears('snapshot');
  socket.say({ type: 'take', force: false });
  await socket.hears('taken');
  return socket;
}
async function token(name: string, scopes: readonly string[]): Promise<Record<string, string>> {
  const { status, body } = await dashboard.call('/api/tokens', { body: { name, scopes } });
  if (status !== 201) throw new Error(`token ${name}: ${status}`);
  return { authorization: `Bearer ${body.token}` };
}

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
