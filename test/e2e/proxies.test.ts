/** The examples of docs/proxies.md, run: a person in a browser behind nginx, and behind Caddy, under a path. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { findProgram, PROJECT_ROOT } from '../../config';
import { LINK_SECRET } from '../../server/hosts/engine-door';
import { ENGINE_PATH } from '../../server/upgrade-paths';
import { type Dashboard, freePorts, startDashboard, until } from '../support/dashboard';
import { launchBrowser, sees } from '../web/browser';
import { HOST_HEADERS, HOST_PROTOCOL } from '../../workflows/contracts/hosts';

jest.setTimeout(120_000);
const PASSWORD = 'of my own';
const PATH = '/architect';
/** Also where they are for root only. */
const SEARCHED = `${env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

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

interface Proxy {
  /** Of the host, without the path. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The example of that language, with the ports of the test. */
function example(language: string, port: number): string {
  const text = readFileSync(join(PROJECT_ROOT, 'docs/proxies.md'), 'utf8');
  const [, block = ''] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text) ?? [];
  return block
    .replaceAll('127.0.0.1:8080', new URL(dashboard.url).host)
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('http://dash.example', `http://127.0.0.1:${port}`)
    .replace('server_name dash.example;', 'server_name 127.0.0.1;');
}

const FILES: Record<string, (block: string, dir: string) => string> = {
  nginx: (block, dir) => `daemon off; pid ${dir}/pid; error_log stderr;
events {}
http {
  include /etc/nginx/mime.types; access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${dir}/${one};`).join(' ')}
  ${block}
}`,
  caddy: (block) => `{\n  admin off\n  auto_https off\n}\n${block}`,
};
const ARGUMENTS: Record<string, (file: string, dir: string) => string[]> = {
  nginx: (file, dir) => ['-p', dir, '-c', file, '-e', 'stderr'],
  caddy: (file) => ['run', '--config', file, '--adapter', 'caddyfile'],
};

async function startProxy(name: string, program: string): Promise<Proxy> {
  const dir = mkdtempSync(join(tmpdir(), `architect-${name}-`));
  const [port] = (await freePorts(1)) as [number];
  const file = join(dir, 'config');
  writeFileSync(file, FILES[name]?.(example(name, port), dir) ?? '');
  const child: ChildProcess = spawn(program, ARGUMENTS[name]?.(file, dir) ?? [], {
    env: { ...env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr?.on('data', (data: Buffer) => (printed += String(data)));
  const url = `http://127.0.0.1:${port}`;
  const answers = async (): Promise<number> => {
    if (child.exitCode !== null) throw new Error(`${name} ended:\n${printed}`);
    return fetch(`${url}${PATH}/health`).then(
      ({ status }) => status,
      () => 0,
    );
  };
  await until(answers, (status) => status === 200, `${name} answers`, 20_000);
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

describe.each(['nginx', 'caddy'])('behind %s', (name) => {
  const program = findProgram(name, SEARCHED);
  // A person who doesn't have it can't run these; the machine that checks every commit has.
  const test = program === undefined ? it.skip : it;
  const title = program === undefined ? ` (skipped: ${name} is not installed here)` : '';

  let proxy: Proxy;
  let context: BrowserContext;
  let page: Page;
  let failures: string[];
  beforeAll(async () => {
    if (program !== undefined) proxy = await startProxy(name, program);
  });
  afterAll(async () => {
    if (program !== undefined) await proxy.stop();
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

  test(`another machine joins, and reaches the engine${title}`, async () => {
    await engineWay(proxy.url, `behind-${name}`);
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
