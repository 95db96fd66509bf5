/** Temporal's Web UI below the dashboard's address, under the path of a proxy: in a browser, with a real engine. */
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, startDashboard } from '../../support/dashboard';
import { type Proxy, startProxy } from '../../support/proxies';
import { launchBrowser, type OpenPage, openPage, sees } from '../../web/browser';
import { cookieOf, expectError, JSON_BODY, PAGE, request } from '../http';

const PASSWORD = 'a password of my own';
const PREFIX = '/architect';
const UI = '/temporal-ui';
/** The pages are large, and their program starts first. */
const SLOW_MS = 60_000;
jest.setTimeout(120_000);

let dashboard: Dashboard;
let proxy: Proxy;
let browser: Browser;
beforeAll(async () => {
  [dashboard, browser] = await Promise.all([
    startDashboard({
      ARCHITECT_PASSWORD: PASSWORD,
      ARCHITECT_BASE_PATH: PREFIX,
      ARCHITECT_TRUSTED_PROXIES: '127.0.0.1',
    }),
    launchBrowser(),
  ]);
  // It needs nothing installed; test/e2e/proxies.test.ts has the others.
  proxy = await startProxy('tailscale', dashboard.url, PREFIX);
  for (const [name, role] of [
    ['vi', 'viewer'],
    ['kim', 'operator'],
  ]) {
    const { status } = await dashboard.call('/api/users', { body: { name, role, password: PASSWORD } });
    expect(status).toBe(201);
  }
});
afterAll(async () => {
  await browser.close();
  await proxy.stop();
  await dashboard.close();
});

const api = (path: string): string => `${UI}/api/v1/namespaces/default${path}`;
const waiting = (): Promise<number> => dashboard.send({ content: 'echo x', target_provider: 'codex' });
const cookieFor = async (username: string): Promise<string> =>
  cookieOf(
    await request(dashboard.url, '/login', {
      body: JSON.stringify({ username, password: PASSWORD }),
      headers: JSON_BODY,
    }),
  );

async function opens(user: string, path: string): Promise<OpenPage> {
  const opened = await openPage(browser, proxy.url + PREFIX + path, { locale: 'en-GB' });
  const { page } = opened;
  page.setDefaultTimeout(SLOW_MS);
  await page.getByLabel('Username').fill(user);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  return opened;
}
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

describe('a person behind a proxy', () => {
  test('comes from the dashboard by its links to a workflow and the list', async () => {
    const id = await waiting();
    const { page, faults } = await opens('architect', `/#/prompt/${id}`);
    const link = page.locator('#temporal-link');
    await link.waitFor();
    expect(await link.evaluate((one) => String(one))).toBe(`${proxy.url}${PREFIX}${UI}/`);
    const [ui] = await Promise.all([
      page.context().waitForEvent('page'),
      page.locator('.facts a.mono').click(),
    ]);
    const seen = watched(ui);
    ui.setDefaultTimeout(SLOW_MS);
    await sees(ui, 'h1', `prompt-${id}`);
    await sees(ui, 'body', 'promptAssignment');
    expect(new URL(ui.url()).pathname).toContain(`${PREFIX}${UI}/namespaces/default/workflows/prompt-${id}`);
    await ui.goto(`${proxy.url}${PREFIX}${UI}`);
    await sees(ui, 'a', `prompt-${id}`);
    expect([...faults, ...seen]).toEqual([]);
  });

  test('without a login is led to the login, and back to the page', async () => {
    const id = await waiting();
    const { page, faults } = await opens('kim', `${UI}/namespaces/default/workflows/prompt-${id}`);
    const seen = watched(page);
    await sees(page, 'h1', `prompt-${id}`);
    expect([...faults, ...seen]).toEqual([]);
  });

  test('reads there what ending a workflow would do', async () => {
    const id = await waiting();
    const { page, faults } = await opens('kim', `${UI}/namespaces/default/workflows/prompt-${id}`);
    const seen = watched(page);
    await sees(page, 'h1', `prompt-${id}`);
    const { runId } = (await dashboard.call(api(`/workflows/prompt-${id}`))).body.workflowExecutionInfo
      .execution;
    await page.goto(
      `${proxy.url}${PREFIX}${UI}/namespaces/default/workflows/prompt-${id}/${runId}/user-metadata`,
    );
    const details = page.locator('iframe[src*=terminated]').contentFrame();
    await details.locator('strong', { hasText: 'Cancelled or terminated here:' }).waitFor();
    expect([...faults, ...seen]).toEqual([]);
  });

  test('ends a workflow there if they may, and isn’t offered to if not', async () => {
    const id = await waiting();
    const path = `${UI}/namespaces/default/workflows/prompt-${id}`;
    const { page: viewers } = await opens('vi', path);
    await sees(viewers, 'h1', `prompt-${id}`);
    const cancel = 'button:visible:has-text("Request Cancellation")';
    await viewers.locator(`${cancel}:disabled`).waitFor();
    const { page } = await opens('kim', path);
    await page.locator(`${cancel}:enabled`).click();
    await page.locator('[data-testid=confirm-modal-button]:visible').click();
    const { reason } = await dashboard.promptWhere(id, ({ status }) => status === 'cancelled');
    expect(reason).toBe('cancelled in the workflow engine');
  });
});

/** What of it is refused by the policy, or not found. */
function watched(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return faults;
}

test('a viewer looks and changes nothing; a stranger gets nothing', async () => {
  const id = await waiting();
  const Cookie = await cookieFor('vi');
  const path = api(`/workflows/prompt-${id}/terminate`);
  const headers = { ...JSON_BODY, Origin: dashboard.url, Cookie };
  expect((await request(dashboard.url, api('/workflows'), { headers: { Cookie } })).status).toBe(200);
  expectError(await request(dashboard.url, path, { body: '{}', headers }), 403, 'forbidden');
  expectError(await request(dashboard.url, path, { body: '{}', headers: JSON_BODY }), 401, 'login_required');
  for (const there of [UI, `${UI}/`, `${UI}/_app/version.json`, api('/workflows')])
    expectError(await request(dashboard.url, there), 401, 'login_required');
  const led = await request(dashboard.url, `${UI}/x`, { headers: PAGE });
  expect([led.status, led.headers.location]).toEqual([302, '/login?next=%2Ftemporal-ui%2Fx']);
  const evil = { ...headers, Cookie: await cookieFor('kim'), Origin: 'http://evil.example' };
  expectError(await request(dashboard.url, path, { body: '{}', headers: evil }), 403, 'forbidden_origin');
  const { status } = (await request(dashboard.url, api(`/workflows/prompt-${id}`), { headers: { Cookie } }))
    .body.workflowExecutionInfo;
  expect(status).toBe('WORKFLOW_EXECUTION_STATUS_RUNNING');
});

test('a change stands in the list of who asked for what, with its whole path', async () => {
  const id = await waiting();
  const path = api(`/workflows/prompt-${id}/terminate`);
  const headers = { ...JSON_BODY, Origin: dashboard.url, Cookie: await cookieFor('kim') };
  expect((await request(dashboard.url, path, { body: '{"reason":"x"}', headers })).status).toBe(200);
  const { items } = (await dashboard.call(`/api/audit/requests?q=prompt-${id}`)).body;
  expect(items).toMatchObject([{ actor: 'kim', method: 'POST', path, status: 200 }]);
  await dashboard.promptWhere(id, ({ status }) => status === 'cancelled');
});

test('neither the login nor the dashboard’s policy is any looser for it', async () => {
  const Cookie = await cookieFor('kim');
  const ask = (path: string) => request(dashboard.url, path, { headers: { Cookie } });
  const ui = await ask(UI);
  expect([ui.status, ui.headers['set-cookie']]).toEqual([200, undefined]);
  const policy = String(ui.headers['content-security-policy']);
  expect(policy).toContain(`connect-src ${dashboard.url}${UI}/;`);
  expect(policy).toMatch(/script-src 'strict-dynamic' 'sha256-[^' ]+';/);
  expect(ui.text).not.toContain('http-equiv="content-security-policy"');
  expect(String((await ask('/')).headers['content-security-policy'])).toContain("script-src 'self';");
  const file = await ask(`${UI}${/\/_app\/immutable\/entry\/start[^"]+/.exec(ui.text)?.[0]}`);
  expect([file.status, file.headers['cache-control']]).toEqual([200, expect.stringContaining('immutable')]);
  expect((await ask(`${UI}/%2e%2e/api/stats`)).status).toBe(404);
});
