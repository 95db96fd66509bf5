/** The page of access on the real server: what an admin does to others, and what everybody does to their own. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { hasFocus, isLive, launchBrowser, sees, seesNo } from './browser';

jest.setTimeout(90_000);
const PASSWORD = 'correct horse 1';
const OTHER = 'another horse 2';
let dashboard: Dashboard;
let browser: Browser;
let contexts: BrowserContext[];
beforeAll(async () => {
  dashboard = await startDashboard();
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});
beforeEach(() => void (contexts = []));
afterEach(async () => {
  for (const context of contexts) await context.close();
  const { items } = (await dashboard.call('/api/users')).body;
  for (const { id } of items.filter((user: { id: number | null }) => user.id !== null))
    await dashboard.call(`/api/users/${id}`, { method: 'DELETE' });
});

const addUser = (name: string, role: string) =>
  dashboard.call('/api/users', { body: { name, password: PASSWORD, role } });
const userNamed = async (name: string) =>
  (await dashboard.call('/api/users')).body.items.find((user: { name: string }) => user.name === name);

type Section = 'you' | 'users' | 'tokens' | 'audit';

async function loggedIn(name = 'architect', password = 'peace5', section: Section = 'you'): Promise<Page> {
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${dashboard.url}/login?next=/access.html`);
  await page.getByLabel('Username').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await sees(page, '#own-role', `You are ${name}`);
  if (section !== 'you') await page.locator(`.access-sections [href="#${section}"]`).click();
  return page;
}
const asAdmin = (section: Section): Promise<Page> => loggedIn('architect', 'peace5', section);
const row = (page: Page, name: string) => page.locator(`[data-user="${name}"]`);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

describe('an admin', () => {
  it('makes a user, who can log in, and is told what is wrong with a field', async () => {
    const page = await asAdmin('users');
    await page.locator('#user-name').fill('robin');
    await page.locator('#user-password').fill('short');
    await press(page, 'Add the user');
    await sees(page, '#new-user .field-error', '10 to 200 characters');
    await hasFocus(page, '#user-password');
    await page.locator('#user-password').fill(PASSWORD);
    await page.locator('#user-role').selectOption('operator');
    await press(page, 'Add the user');
    await sees(page, '#new-user .form-message', 'The user robin is made: operator.');
    await sees(page, '[data-user=robin]', 'logs in with a password');
    expect(await page.locator('#user-password').inputValue()).toBe('');
    const robin = await loggedIn('robin', PASSWORD);
    await sees(robin, '#own-role', 'with the role operator');
    await seesNo(robin, '.access-sections');
    await robin.goto(`${dashboard.url}/access.html#users`);
    await sees(robin, '#own-role', 'with the role operator');
    await seesNo(robin, '#users');
  });

  it('gives another role, which counts at once', async () => {
    await addUser('robin', 'viewer');
    const page = await asAdmin('users');
    await page.getByLabel('Role of robin').selectOption('admin');
    await sees(page, '#users-message', 'robin has the role admin from now on.');
    expect((await userNamed('robin')).role).toBe('admin');
    await sees(await loggedIn('robin', PASSWORD, 'users'), '#users', 'architect');
  });

  it('sets a password, which ends the logins; the old one is none any more', async () => {
    await addUser('robin', 'viewer');
    const robin = await loggedIn('robin', PASSWORD);
    const page = await asAdmin('users');
    await press(page, 'Set password: robin');
    await page.getByLabel('New password', { exact: true }).last().fill(OTHER);
    await press(page, 'Set the password');
    await sees(page, '#users-message', 'robin has a new password.');
    await robin.getByLabel('Username').waitFor();
    await loggedIn('robin', OTHER);
  });

  it('signs somebody out everywhere, closes the account, opens it again, and removes the user', async () => {
    await addUser('robin', 'viewer');
    const robin = await loggedIn('robin', PASSWORD);
    const page = await asAdmin('users');
    await sees(page, '[data-user=robin]', '1 login now');
    await press(page, 'Sign out everywhere: robin');
    await press(page, 'Sign out');
    await sees(page, '#users-message', 'Logins of robin that have ended: 1.');
    await robin.getByLabel('Username').waitFor();

    await press(page, 'Close: robin');
    await press(page, 'Close the account');
    await sees(page, '[data-user=robin][data-state=closed]', 'Closed');
    await press(page, 'Open: robin');
    await page.locator('[data-user=robin][data-state=open]').waitFor();

    await press(page, 'Remove: robin');
    await press(page, 'Keep the user');
    expect(await userNamed('robin')).toBeDefined();
    await press(page, 'Remove: robin');
    await press(page, 'Remove the user');
    await row(page, 'robin').waitFor({ state: 'detached' });
    await hasFocus(page, '#user-name');
    expect(await userNamed('robin')).toBeUndefined();
  });

  it('can do nothing of that to the user of the settings', async () => {
    const page = await asAdmin('users');
    await sees(page, '[data-user=architect]', 'ARCHITECT_PASSWORD');
    expect(await row(page, 'architect').locator('button, select').count()).toBe(0);
  });
});

describe('a token', () => {
  it('is made with what it may do and when it ends, shown once, copied, used, and revoked', async () => {
    const page = await asAdmin('tokens');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#token-name').fill('<b>ci</b>');
    await press(page, 'Make a token');
    await sees(page, '#new-token .form-message', 'Choose at least one thing');
    await press(page, 'all of operator');
    expect(await page.locator('[name=scopes]:checked').count()).toBeGreaterThan(5);
    await press(page, 'nothing');
    await page.getByRole('checkbox', { name: /^read / }).check();
    await page.locator('#token-ends').selectOption('30');
    await press(page, 'Make a token');
    const secret = page.getByRole('textbox', { name: 'Token <b>ci</b>' });
    const token = await secret.inputValue();
    expect(token).toMatch(/^archt_/);
    // Nothing can show it again: it isn't closed by mistake.
    await page.keyboard.press('Escape');
    await press(page, 'Go back');
    await press(page, 'Copy');
    await sees(page, '#made-token [role=status]', 'Copied.');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token);
    await press(page, 'I have it');
    await sees(page, '#tokens [data-state=valid]', 'never used');
    expect(await page.content()).not.toContain(token);

    const headers = { authorization: `Bearer ${token}` };
    const { body } = await dashboard.call('/api/me', { headers });
    expect(body).toMatchObject({ name: 'token:<b>ci</b>', scopes: ['read', 'monitor:read'] });
    const days = (Date.parse(body.expires_at) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(30);
    await page.reload();
    await sees(page, '#tokens [data-state=valid]', 'last used');
    await press(page, 'Revoke: <b>ci</b>');
    await press(page, 'Revoke it');
    await sees(page, '#tokens [data-state=revoked]', 'revoked');
    expect((await dashboard.call('/api/me', { headers })).status).toBe(401);
  });

  it('of a time of its own says where there is none', async () => {
    const page = await asAdmin('tokens');
    await page.locator('#token-name').fill('none');
    await press(page, 'all of viewer');
    await page.locator('#token-ends').selectOption('own');
    await press(page, 'Make a token');
    await sees(page, '#new-token .field-error', 'Choose a time.');
    await page.locator('#token-moment').fill('2020-01-01T00:00');
    await press(page, 'Make a token');
    await sees(page, '#new-token .field-error', 'future');
    expect(
      (await dashboard.call('/api/tokens')).body.items.map((one: { name: string }) => one.name),
    ).not.toContain('none');
  });
});

/** Waits until so many rows of the list are shown. */
const rowsOf = (page: Page, count: number) =>
  page
    .locator(`#audit tbody:not(:has(tr:nth-child(${count + 1}))) tr:nth-child(${count})`)
    .waitFor({ state: 'attached' });

test('a link to the monitor is made, shown once, opens it, and is revoked', async () => {
  const page = await asAdmin('tokens');
  await page.locator('#link-name').fill('the hall');
  await press(page, 'Make a link');
  const address = await page.getByRole('textbox', { name: 'Link the hall' }).inputValue();
  await press(page, 'I have it');
  await sees(page, '[data-token="the hall"]', 'opens that, and nothing else');
  expect(await page.content()).not.toContain(address.split('#')[1]);
  const context = await browser.newContext();
  contexts.push(context);
  const screen = await context.newPage();
  await screen.goto(address);
  await screen.waitForURL(`${dashboard.url}/monitor.html`);
  await isLive(screen);
  await press(page, 'Revoke: the hall');
  await press(page, 'Revoke it');
  await page.locator('[data-token="the hall"][data-state=revoked]').waitFor();
  await screen.getByLabel('Username').waitFor();
});

describe('who did what', () => {
  it('is narrowed down by who, what, answer and time; a link and a reload show the same', async () => {
    await addUser('alex', 'viewer');
    const alex = await loggedIn('alex', PASSWORD);
    const refused = await alex.evaluate(
      `fetch('./api/projects', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"name":"x"}' }).then(({ status }) => status)`,
    );
    expect(refused).toBe(403);
    const page = await asAdmin('audit');
    const shown = async (count: number) => {
      await rowsOf(page, count);
      return page.locator('#audit tbody tr').allInnerTexts();
    };
    await sees(page, '#audit', 'Make a user');
    await page.locator('#audit-who').fill('alex');
    await page.locator('#audit-who').press('Enter');
    expect(await shown(2)).toEqual([
      expect.stringMatching(/alex[^]*Make a project[^]*POST \/api\/projects[^]*Refused[^]*403/),
      expect.stringMatching(/alex[^]*Log in[^]*Done/),
    ]);
    await page.locator('#audit-how').selectOption('refused');
    await shown(1);
    await page.reload();
    expect(await shown(1)).toEqual([expect.stringContaining('/api/projects')]);
    expect(await page.locator('#audit-who').inputValue()).toBe('alex');
    await page.locator('#audit-how').selectOption('');
    await shown(2);
    await page.locator('#audit-what').selectOption({ label: 'Log in; sets the session cookie' });
    expect(await shown(1)).toEqual([expect.stringContaining('/login')]);
    await page.locator('#audit-to').fill('2020-01-01T00:00');
    await page.locator('#audit-to').press('Enter');
    await sees(page, '.empty', 'Nothing here.');
    await press(page, 'Show all');
    await sees(page, '#audit', 'Make a user');
    expect(new URL(page.url()).search).toBe('');
  });

  it('is shown a page at a time', async () => {
    for (let at = 0; at < 55; at += 1)
      await dashboard.call('/api/projects', { body: { name: `project ${at}` } });
    const page = await asAdmin('audit');
    const rows = page.locator('#audit tbody tr');
    await rowsOf(page, 50);
    const first = await rows.first().getAttribute('data-request');
    await press(page, 'Older');
    await page.locator(`[data-request="${String(first)}"]`).waitFor({ state: 'detached' });
    await press(page, 'Newer');
    await page.locator(`[data-request="${String(first)}"]`).waitFor();
  });
});

describe('everybody', () => {
  it('changes the own password, which ends the other logins, also as a viewer', async () => {
    await addUser('robin', 'viewer');
    const other = await loggedIn('robin', PASSWORD);
    const page = await loggedIn('robin', PASSWORD);
    await page.locator('html[data-role=viewer]').waitFor();
    await page.locator('#own-current').fill('a wrong one');
    await page.locator('#own-next').fill(OTHER);
    await press(page, 'Change your password');
    await sees(page, '#own-password .field-error', 'not your password');
    await page.locator('#own-current').fill(PASSWORD);
    await press(page, 'Change your password');
    await sees(page, '#own-password .form-message', 'Your password is changed.');
    await page.locator('#own-logins li').first().waitFor();
    expect(await page.locator('#own-logins li').count()).toBe(1);
    await other.getByLabel('Username').waitFor();
  });

  it('sees the own logins and ends one, and all others', async () => {
    await addUser('robin', 'viewer');
    const others = [await loggedIn('robin', PASSWORD), await loggedIn('robin', PASSWORD)];
    const page = await loggedIn('robin', PASSWORD);
    await sees(page, '#own-logins [data-current=true]', 'This one');
    await sees(page, '#own-logins', 'Chrome on Linux');
    expect(await page.locator('#own-logins li').count()).toBe(3);
    await page.locator('#own-logins [data-current=false] button').first().click();
    await sees(page, '#own-message', 'You are logged out of Chrome on Linux at 127.0.0.1.');
    await press(page, 'Log out everywhere else');
    await press(page, 'Log out there');
    await sees(page, '#own-message', 'Logins that have ended: 1.');
    for (const other of others) {
      await other.getByLabel('Username').waitFor();
    }
    await page.reload();
    await sees(page, '#own-logins [data-current=true]', 'This one');
  });

  it('whose password is elsewhere is told where', async () => {
    await sees(await loggedIn(), '#own-password-elsewhere', 'ARCHITECT_PASSWORD');
  });
});
