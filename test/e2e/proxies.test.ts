/** The examples of docs/proxies.md, run: a person in a browser behind each of the proxies, under a path. */
import { once } from 'node:events';
import { request } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { LINK_SECRET } from '../../server/hosts/engine-door';
import { ENGINE_PATH } from '../../server/upgrade-paths';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { missing, type Proxy, type ProxyName, startProxy } from '../support/proxies';
import { shows, takesOver } from '../support/terminal-on-page';
import { statusOfUpgrade } from '../support/terminal-socket';
import { launchBrowser, sees } from '../web/browser';
import { HOST_HEADERS, HOST_PROTOCOL } from '../../workflows/contracts/hosts';

jest.setTimeout(120_000);
const PASSWORD = 'of my own';
const PATH = '/architect';
const PROXIES: readonly ProxyName[] = ['nginx', 'caddy', 'tailscale'];

let dashboard: Dashboard;
let browser: Browser;
beforeAll(async () => {
  dashboard = await startDashboard({
    ARCHITECT_PASSWORD: PASSWORD,
    ARCHITECT_BASE_PATH: PATH,
    ARCHITECT_TRUSTED_PROXIES: '127.0.0.1',
    HOST: '127.0.0.1',
  });
  await dashboard.shell('one');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await dashboard.close();
});

describe.each(PROXIES)('behind %s', (name) => {
  // Who doesn't have it can't run these, and the report names it.
  const why = missing(name);
  const test = why === undefined ? it : it.skip;
  const title = why === undefined ? '' : ` (skipped: ${why})`;

  let proxy: Proxy;
  let context: BrowserContext;
  let page: Page;
  let failures: string[];
  beforeAll(async () => {
    if (why === undefined) proxy = await startProxy(name, dashboard.url, PATH);
  });
  afterAll(async () => {
    if (why === undefined) await proxy.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    failures = [];
    page.on('response', (response) => {
      if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => failures.push(error.message));
  });
  afterEach(() => context.close());

  const logIn = async (path: string): Promise<void> => {
    await page.goto(`${proxy.url}${PATH}${path}`);
    await page.getByLabel('Username').fill('architect');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log in' }).click();
  };

  test(`a person logs in, sends a prompt, and sees its answer come by the event stream${title}`, async () => {
    await logIn('/');
    await page.waitForURL(`${proxy.url}${PATH}/`);
    await page.locator('#content').focus();
    await page.keyboard.type('echo "through the proxy"');
    await page.keyboard.press('Tab');
    await page.keyboard.type('one');
    await page.keyboard.press('Control+Enter');
    await sees(page, '#prompt-form .form-message', 'Queued as #');
    await sees(page, '[data-counter=completed_today]', /[1-9]/);
    await page.locator('html[data-role=admin]').waitFor();
    // Another dashboard of this host has its own.
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([`architect.me ${PATH}/`]);
    expect(failures).toEqual([]);
  });

  test(`each page is whole, and its links stay under the path${title}`, async () => {
    await logIn('/work.html#/bugs');
    await page.waitForURL(`${proxy.url}${PATH}/work.html#/bugs`);
    const links = await page.locator('nav.pages a').evaluateAll((all) => all.map(String));
    expect(links.length).toBeGreaterThan(8);
    for (const link of links) {
      expect(link).toContain(`${proxy.url}${PATH}/`);
      await page.goto(link);
      await page.locator('header.top h1').waitFor();
    }
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL(`${proxy.url}${PATH}/login`);
    expect(failures).toEqual([]);
  });

  test(`the path without the slash at its end is a page as well${title}`, async () => {
    await logIn('');
    await page.waitForURL(`${proxy.url}${PATH}/`);
    await page.goto(`${proxy.url}${PATH}`);
    await page.locator('html[data-role=admin]').waitFor();
    expect([page.url(), failures]).toEqual([`${proxy.url}${PATH}/`, []]);
  });

  test(`a person takes over a terminal in its page, and types${title}`, async () => {
    await logIn('/session.html?name=one');
    await page.locator('#terminal .xterm-rows').waitFor();
    await takesOver(page);
    await page.keyboard.type(`echo "typed behind ${name}: $((6 * 7))"\n`);
    await shows(page, new RegExp(`^typed behind ${name}: 42$`, 'm'));
    await page.locator('#give-back').click();
    await dashboard.sessionWhere('one', ({ writer }) => writer === null);
    expect(failures).toEqual([]);
  });

  test(`Temporal’s Web UI is below the path as well${title}`, async () => {
    const id = await dashboard.send({ content: 'echo x', target_provider: 'codex' });
    await logIn(`/temporal-ui/namespaces/default/workflows/prompt-${id}`);
    await sees(page, 'h1', `prompt-${id}`);
    expect(failures).toEqual([]);
  });

  test(`terminals of other machines, with a slash in their names, are reached${title}`, async () => {
    const at = (session: string): Promise<number | undefined> =>
      statusOfUpgrade({ ...dashboard, url: proxy.url + PATH }, session, {
        authorization: `Bearer ${dashboard.token()}`,
      });
    // Who is let in there is told of the session by the connection itself.
    expect([await at('one'), await at('build-1/reviewer')]).toEqual([101, 101]);
  });

  test(`another machine joins, and reaches the engine${title}`, async () => {
    await engineWay(proxy.url, `behind-${name}`);
  });

  test(`a plan as large as the dashboard takes is passed on${title}`, async () => {
    const answer = await fetch(`${proxy.url}${PATH}/api/plans/validate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${dashboard.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'large', notes: 'x'.repeat(7_000_000) }),
    });
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'invalid_request',
    ]);
  });

  test(`who the client is, the proxy says, not the client${title}`, async () => {
    const { status, cookie } = await logInFrom('127.0.0.2', proxy.url);
    expect([status, cookie]).toEqual([200, expect.stringContaining(`path=${PATH};`)]);
    const { items } = (await dashboard.call('/api/audit/requests?route=/login&limit=1')).body;
    expect(items).toMatchObject([{ status: 200, address: '127.0.0.2' }]);
  });
});

/** The way of a host that has joined to the engine, opened and closed again. */
async function engineWay(url: string, name: string): Promise<void> {
  const { token } = (await dashboard.call('/api/hosts', { body: { name } })).body as { token: string };
  const headers = {
    ...{ authorization: `Bearer ${token}`, [HOST_HEADERS.run]: 'a-run-of-the-test' },
    [HOST_HEADERS.protocol]: String(HOST_PROTOCOL),
  };
  const { status } = await fetch(`${url}${PATH}/api/host/join`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name, run_id: 'a-run-of-the-test', version: '0' }),
  });
  expect(status).toBe(200);
  const link = new WebSocket(`${url.replace('http', 'ws')}${PATH}${ENGINE_PATH}`, {
    headers: { ...headers, [LINK_SECRET]: 'a secret of the test' },
  });
  await once(link, 'open');
  link.terminate();
}

/** From another address than the proxy's, with a header that a client may make up. */
function logInFrom(localAddress: string, url: string): Promise<{ status: number; cookie: string }> {
  const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': '8.8.8.8' };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${PATH}/login`, { method: 'POST', localAddress, headers }, (response) => {
      response.resume();
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, cookie: String(response.headers['set-cookie']) }),
      );
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ username: 'architect', password: PASSWORD }));
  });
}
