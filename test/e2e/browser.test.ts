/** A person with a browser in front of a running server. */
import type { Browser, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { gate } from '../support/gate';
import { type OpenPage, isLive, openPage, sees, seesNo } from '../web/browser';

const PASSWORD = 'a password of my own';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let dashboard: Dashboard;
let browser: Browser;
dashboardInABrowser({ ARCHITECT_PASSWORD: PASSWORD }, async (given) => {
  ({ dashboard, browser } = given);
  await dashboard.shell('worker');
});

async function logIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

async function openDashboard(options: Parameters<typeof openPage>[2] = {}): Promise<OpenPage> {
  const opened = await openPage(browser, dashboard.url, options);
  await logIn(opened.page);
  await isLive(opened.page);
  return opened;
}

const row = (id: number): string => `tr[data-prompt="${id}"]`;
const stages = (page: Page): Promise<(string | null)[]> =>
  page.locator('.step').evaluateAll((steps) => steps.map((step) => step.getAttribute('data-stage')));
const newestId = async (): Promise<number> =>
  (await dashboard.call('/api/assigner/prompts?limit=1')).body.items[0].id;

it('leads to the login, says what is wrong with it, and lets a person in', async () => {
  const { page, faults } = await openPage(browser, dashboard.url);
  expect(new URL(page.url()).pathname).toBe('/login');
  await logIn(page, 'peace5');
  await sees(page, '[role=alert]', 'The username or the password is wrong.');
  await logIn(page);
  await isLive(page);
  expect(new URL(page.url()).pathname).toBe('/');
  await sees(page, '[data-session=demo]', 'demo');
  await sees(page, '[data-session=worker] .badge', 'Ready');
  expect(faults).toEqual([]);
});

it('queues a prompt by keyboard and shows it through to its answer, without a reload', async () => {
  const { page, faults } = await openDashboard();
  await page.evaluate('window.sameDocument = true');
  await page.locator('#content').focus();
  const seen = gate(dashboard.dir, 'seen');
  await page.keyboard.type(`${seen.wait}; echo "typed by hand"`);
  await page.keyboard.press('Tab');
  await page.keyboard.type('worker');
  await page.keyboard.press('Control+Enter');
  await sees(page, '#prompt-form .form-message', 'Queued as #');
  const id = await newestId();

  await sees(page, `${row(id)} .badge`, 'In progress');
  await sees(page, '[data-session=worker] .badge', 'Busy');
  await sees(page, '[data-session=worker] .task', `#${id}`);
  await page.locator(`${row(id)} a`).focus();
  await page.keyboard.press('Enter');
  await sees(page, '#receipt .dialog-head .badge', 'In progress');
  seen.open();
  await sees(page, '[data-text=response] pre', 'typed by hand');
  await sees(page, '#receipt .dialog-head .badge', 'Completed');
  expect(await stages(page)).toEqual([
    'queued',
    'leased',
    'typing',
    'typed',
    'submitted',
    'taken',
    'working',
    'completed',
  ]);
  const history = (await dashboard.prompt(id)).history.map(({ reason }: { reason: string }) => reason);
  for (const reason of history) await sees(page, '.step', reason);
  await page.keyboard.press('Escape');
  await seesNo(page, '#receipt');
  await sees(page, `${row(id)} .badge`, 'Completed');
  await sees(page, '[data-session=worker] .badge', 'Ready');
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  expect(faults).toEqual([]);
});

it('cancels a prompt that an agent works on, and runs it again', async () => {
  const id = await dashboard.send({ content: 'sleep 60', target_session: 'worker' });
  const { page } = await openDashboard();
  await page.goto(`${dashboard.url}/#/prompt/${id}`);
  await sees(page, '.step[data-stage=working]', /running/);
  await page.locator('#receipt').getByRole('button', { name: 'Cancel prompt' }).click();
  await page.locator('.dialog-small').getByRole('button', { name: 'Cancel prompt' }).click();
  await sees(page, '.step[data-stage=cancelled]', 'cancelled by architect');
  await page.getByRole('button', { name: 'Run again' }).click();
  await sees(page, '#receipt .dialog-head .badge', 'In progress');
  await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { body: {} });
  await sees(page, '#receipt .dialog-head .badge', 'Cancelled');
});

it('makes a session, shows its screen, and sees it end', async () => {
  const { page } = await openDashboard();
  await page.getByRole('button', { name: 'New session' }).click();
  const form = page.locator('#session-form');
  await form.getByLabel('Name').fill('no.dots');
  await form.getByLabel('Agent').selectOption('shell');
  await form.getByLabel('Command').fill('bash --norc --noprofile');
  await form.getByRole('button', { name: 'Make session' }).click();
  await sees(page, '#session-form .field-error', /Expected letters, digits/);
  await form.getByLabel('Name').fill('made_here');
  await form.getByRole('button', { name: 'Make session' }).click();
  await sees(page, '[data-session=made_here] .badge', 'Ready');
  await dashboard.call('/api/tmux/send', { body: { session: 'made_here', command: 'echo "on the"-screen' } });
  await page.getByRole('button', { name: 'View screen of made_here' }).click();
  await sees(page, 'dialog pre', /\non the-screen\n/);
  await page.keyboard.press('Escape');
  await dashboard.tmux.command('kill-session', '-t', '=made_here');
  await sees(page, '[data-session=made_here] .badge', 'Exited');
});

it('works on a phone, with nothing wider than it', async () => {
  const { page } = await openDashboard(PHONE);
  await page.locator('#content').fill('echo from a phone');
  await page.locator('#target_session').selectOption('worker');
  await page.getByRole('button', { name: 'Queue prompt' }).tap();
  await sees(page, '#prompt-form .form-message', 'Queued as #');
  const id = await newestId();
  await sees(page, `${row(id)} .badge`, 'Completed');
  await page.locator(`${row(id)} a`).tap();
  await sees(page, '[data-text=response] pre', 'from a phone');
  const widths = '[document.documentElement, document.querySelector("#receipt")].map((e) => e.scrollWidth)';
  expect(Math.max(...(await page.evaluate<number[]>(widths)))).toBeLessThanOrEqual(PHONE.viewport.width);
});

it('shows the same on the monitor', async () => {
  const { page, faults } = await openDashboard();
  await page.goto(`${dashboard.url}/monitor.html`);
  await sees(page, '[data-session=worker]', 'worker');
  const seen = gate(dashboard.dir, 'wall');
  const id = await dashboard.send({ content: `${seen.wait} # on the wall`, target_session: 'worker' });
  await sees(page, '#monitor-running', 'wall');
  seen.open();
  await dashboard.settled(id);
  await seesNo(page, '#monitor-running :text("wall")');
  expect(faults).toEqual([]);
});

it('logs out: the page and what was behind it are closed', async () => {
  const { page } = await openDashboard();
  await page.getByRole('button', { name: 'Log out' }).click();
  await sees(page, 'button', 'Log in');
  await page.goBack();
  await sees(page, 'button', 'Log in');
  const status = await page.evaluate<number>('fetch("/api/assigner/status").then((r) => r.status)');
  expect(status).toBe(401);
});

// Last: the server is stopped and started again.
it('says that the server is away, and goes on by itself once it is back', async () => {
  const id = await dashboard.send({ content: 'kept', target_provider: 'claude' });
  const { page } = await openDashboard();
  await sees(page, row(id), 'kept');
  await dashboard.stop();
  await sees(page, '#banner', 'Reconnecting');
  await dashboard.start();
  await isLive(page);
  await seesNo(page, '#banner');
  const next = await dashboard.send({ content: 'after the restart', target_provider: 'claude' });
  await sees(page, row(next), 'after the restart');
  await sees(page, row(id), 'kept');
}, 90_000);
