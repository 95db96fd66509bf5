/** Temporal's Web UI on a port of its own: for who is logged in, as usable as it was. */
import { mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Dashboard, freePorts, startDashboard, temporalBinary, until } from '../../support/dashboard';
import { launchBrowser, sees } from '../../web/browser';
import { JSON_BODY, PAGE, cookieOf, expectError, logIn, request } from '../http';

const EVIL = 'evil.example';
/** The pages are large, and their program starts first. */
const SLOW_MS = 60_000;

let dashboard: Dashboard;
/** Has the engine's program, so that a test can take it away. */
let dir: string;
let program: string;
let url: string;
let cookie: string;
let browser: Browser;
beforeAll(async () => {
  const [uiPort] = (await freePorts(1)) as [number];
  dir = mkdtempSync(join(tmpdir(), 'architect-engine-ui-'));
  program = join(dir, 'temporal');
  symlinkSync(temporalBinary(), program);
  dashboard = await startDashboard({ TEMPORAL_UI_PORT: String(uiPort), TEMPORAL_CLI_PATH: program });
  url = `http://127.0.0.1:${uiPort}`;
  cookie = cookieOf(await logIn(dashboard.url, 'peace5'));
  browser = await launchBrowser([`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`]);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await dashboard.close();
  rmSync(dir, { recursive: true });
});

const engine = (path: string): string => `/api/v1/namespaces/default${path}`;
const statusOf = async (id: number): Promise<string> => {
  const headers = { Cookie: cookie };
  const reply = await request(url, engine(`/workflows/prompt-${id}`), { headers });
  return reply.body.workflowExecutionInfo.status;
};
/** A prompt that waits, for there is no such agent here. */
const waiting = (): Promise<number> => dashboard.send({ content: 'echo x', target_provider: 'codex' });

describe('without a login', () => {
  it('a browser is led to the dashboard’s, a program is refused', async () => {
    const page = await request(url, '/', { headers: PAGE });
    expect([page.status, page.headers.location]).toEqual([
      302,
      `http://127.0.0.1:${new URL(dashboard.url).port}/login`,
    ]);
    for (const path of ['/', engine('/workflows'), '/api/v1/settings', '/_app/version.json', '/assets/../x'])
      expectError(await request(url, path), 401, 'login_required');
  });

  it('nothing is changed', async () => {
    const id = await waiting();
    const path = engine(`/workflows/prompt-${id}/terminate`);
    expectError(await request(url, path, { body: '{}' }), 401, 'login_required');
    expect(await statusOf(id)).toBe('WORKFLOW_EXECUTION_STATUS_RUNNING');
  });
});

describe('with a login', () => {
  it.each([EVIL, `${EVIL}:80`, '203.0.113.7'])('a foreign name gets nothing: %s', async (host) => {
    const headers = { Host: host, Cookie: cookie };
    expectError(await request(url, '/', { headers }), 403, 'forbidden_host');
    expectError(await request(url, engine('/workflows'), { headers }), 403, 'forbidden_host');
  });

  it('a change for another site is not made, be it plain text', async () => {
    const id = await waiting();
    const path = engine(`/workflows/prompt-${id}/terminate`);
    for (const origin of [`http://${EVIL}`, dashboard.url, 'null']) {
      const headers = { 'Content-Type': 'text/plain', Origin: origin, Cookie: cookie };
      expectError(await request(url, path, { body: '{}', headers }), 403, 'forbidden_origin');
    }
    expect(await statusOf(id)).toBe('WORKFLOW_EXECUTION_STATUS_RUNNING');
  });

  it('a change of its own pages is made, with values as they are kept', async () => {
    const id = await waiting();
    const headers = { ...JSON_BODY, Origin: url, Cookie: cookie };
    const shown = await request(url, engine(`/workflows/prompt-${id}/history`), { headers });
    const [started] = shown.body.history.events;
    const [input] = started.workflowExecutionStartedEventAttributes.input.payloads;
    expect(Buffer.from(input.metadata.encoding, 'base64').toString()).toBe('json/plain');
    expect(JSON.parse(Buffer.from(input.data, 'base64').toString())).toMatchObject({ promptId: id });
    const path = engine(`/workflows/prompt-${id}/signal/unknown`);
    const body = JSON.stringify({ input: { payloads: [input] } });
    expect((await request(url, path, { body, headers })).status).toBe(200);
    // It stands in the history once the task of the workflow that was under way is over.
    const signal: any = await until(
      async () => {
        const after = await request(url, engine(`/workflows/prompt-${id}/history`), { headers });
        return after.body.history.events.find((event: any) => event.workflowExecutionSignaledEventAttributes);
      },
      Boolean,
      'the signal is in the history',
    );
    expect(signal.workflowExecutionSignaledEventAttributes.input.payloads).toEqual([input]);
  });

  it('a change, and one that was refused, stand in the list of who asked for what', async () => {
    const id = await waiting();
    const { body } = await dashboard.call('/api/tokens', { body: { name: 'reader', scopes: ['read'] } });
    const path = engine(`/workflows/prompt-${id}/terminate`);
    const asReader = { ...JSON_BODY, Authorization: `Bearer ${body.token}` };
    expectError(await request(url, path, { body: '{}', headers: asReader }), 403, 'forbidden');
    const headers = { ...JSON_BODY, Origin: url, Cookie: cookie };
    expect((await request(url, path, { body: '{}', headers })).status).toBe(200);
    expect((await request(url, engine('/workflows'), { headers })).status).toBe(200);
    const { items } = (await dashboard.call(`/api/audit/requests?q=prompt-${id}`)).body;
    expect(items).toMatchObject([
      { actor: 'architect', method: 'POST', path, status: 200, address: '127.0.0.1' },
      { actor: 'token:reader', method: 'POST', path, status: 403 },
    ]);
  });

  it('a history is there for download, whole', async () => {
    const id = await waiting();
    const headers = { Cookie: cookie };
    const { body } = await request(url, engine(`/workflows/prompt-${id}`), { headers });
    const { runId } = body.workflowExecutionInfo.execution;
    const path = engine(`/workflows/prompt-${id}/run/${runId}/history.json`);
    const events = (await request(url, path, { headers })).body;
    expect(events[0]).toMatchObject({ eventId: '1', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' });
    const gone = engine(`/workflows/nothing/run/${runId}/history.json`);
    expectError(await request(url, gone, { headers }), 404, 'not_found');
  });

  it('neither cookies nor the token are passed on, and no cookie comes back', async () => {
    const headers = { Cookie: cookie, Authorization: `Bearer ${dashboard.token()}` };
    for (const path of ['/', '/api/v1/settings', engine('/workflows')]) {
      const reply = await request(url, path, { headers });
      expect([path, reply.status, reply.headers['set-cookie']]).toEqual([path, 200, undefined]);
      expect(reply.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });
});

it('what a workflow says of itself is a page for a frame of the others', async () => {
  const reply = await request(url, '/render?content=**x**&theme=dark', { headers: { Cookie: cookie } });
  expect([reply.status, reply.headers['x-frame-options']]).toEqual([200, 'SAMEORIGIN']);
  expect(reply.headers['content-security-policy']).toContain('; sandbox allow-same-origin allow-popups');
  expect(reply.text).toContain('<strong>x</strong>');
  expectError(await request(url, '/render?content=x'), 401, 'login_required');
});

describe('a person', () => {
  let page: Page;
  beforeEach(async () => {
    page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(SLOW_MS);
  });
  afterEach(() => page.context().close());

  async function logInThere(): Promise<void> {
    await page.goto(url);
    await page.getByLabel('Username').fill('architect');
    await page.getByLabel('Password').fill('peace5');
    await page.getByRole('button', { name: /log in/i }).click();
    await page.locator('#temporal-link').waitFor();
  }

  it('comes from the dashboard’s login to a history and the list', async () => {
    const id = await waiting();
    await logInThere();
    await page.goto(`${url}/namespaces/default/workflows/prompt-${id}`);
    await sees(page, 'h1', `prompt-${id}`);
    await sees(page, 'body', 'promptAssignment');
    await sees(page, 'body', '"promptId"');
    await page.goto(`${url}/namespaces/default/workflows`);
    await sees(page, 'a', `prompt-${id}`);
  }, 120_000);

  it('is not used by a page that rebinds its name, and whose browser is logged in', async () => {
    const id = await waiting();
    await logInThere();
    const answer = await page.goto(url.replace('127.0.0.1', EVIL));
    expect(answer?.status()).toBe(403);
    const changed = await page.evaluate(
      async (path) => {
        const options = { method: 'POST', body: '{}', headers: { 'Content-Type': 'application/json' } };
        return (await fetch(path, options)).status;
      },
      engine(`/workflows/prompt-${id}/terminate`),
    );
    expect(changed).toBe(403);
    expect(await statusOf(id)).toBe('WORKFLOW_EXECUTION_STATUS_RUNNING');
  });
});

// Last: nothing works after it.
it('while the engine is away that is said; when it is back the pages go on', async () => {
  renameSync(program, `${program}-away`);
  process.kill(dashboard.enginePid(), 'SIGKILL');
  const ask = () => request(url, engine('/workflows'), { headers: { Cookie: cookie } });
  expectError(await until(ask, ({ status }) => status !== 200, 'it is away'), 503, 'engine_unavailable');
  renameSync(`${program}-away`, program);
  await until(ask, ({ status }) => status === 200, 'it is back');
});
