/** What a web page in a browser of this machine can do with the engine: nothing. */
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { Browser, Page } from 'playwright-core';
import { EngineError, startEngine } from '../../engine';
import { startDevArguments } from '../../engine/flags';
import { freePort } from '../../engine/ports';
import { launch } from '../../engine/spawn';
import { isAlive } from '../../processes/stat';
import { launchBrowser } from '../web/browser';
import { ENGINE_BINARY, makeSite, type Site, until, withConnection } from './support';

/** A name that an attacker has, and that leads to this machine when it suits him. */
const EVIL = 'evil.example';
const WORKFLOW = '/api/v1/namespaces/default/workflows/victim';

let site: Site;
afterEach(() => site.cleanUp());

interface Listener {
  readonly address: string;
  readonly port: number;
}

/** Where a process listens, as the kernel has it. */
function listeners(pid: number): Listener[] {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).map((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(pid, fd))?.[1]),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => cells[3] === '0A' && sockets.has(cells[9]))
      .map(([, local = '']) => {
        const [address = '', port = ''] = local.split(':');
        return { address, port: parseInt(port, 16) };
      }),
  );
}

function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}

async function withVictim(address: string, use: (victim: WorkflowHandle) => Promise<void>): Promise<void> {
  await withConnection(address, async (connection) => {
    const { workflow } = new Client({ connection });
    await use(await workflow.start('anything', { workflowId: 'victim', taskQueue: 'nobody', args: [] }));
  });
}
const isRunning = async (victim: WorkflowHandle): Promise<boolean> =>
  (await victim.describe()).status.name === 'RUNNING';

describe('from a browser', () => {
  let browser: Browser;
  let attacker: Server;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser([`--host-resolver-rules=MAP ${EVIL} 127.0.0.1`]);
    attacker = createServer((_req, res) => res.setHeader('Content-Type', 'text/html').end('<p>hello</p>'));
    attacker.listen(0, '127.0.0.1');
    await once(attacker, 'listening');
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    attacker.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(() => page.close());

  /** What the page at hand gets for a change asked of `url`, the way pages may ask other sites without asking first. */
  const post = (url: string): Promise<string> =>
    page.evaluate(async (to) => {
      const options = { method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: '{}' };
      const own = to.startsWith('/');
      try {
        const answer = await fetch(to, own ? options : { ...options, mode: 'no-cors' });
        return own ? String(answer.status) : answer.type;
      } catch {
        return 'failed';
      }
    }, url);

  test('a foreign page reaches no port of it: not across sites, and not by a name that it made lead here', async () => {
    site = makeSite();
    const engine = await startEngine(site.options);
    const found = listeners(site.record().pid);
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.filter(({ address }) => address !== '0100007F')).toEqual([]);
    await withVictim(engine.address, async (victim) => {
      const { port } = attacker.address() as AddressInfo;
      await page.goto(`http://${EVIL}:${port}/`);
      for (const { port: theirs } of found) {
        for (const change of ['/terminate', '/cancel', '/signal/answer', '/update/decide'])
          await post(`http://127.0.0.1:${theirs}${WORKFLOW}${change}`);
      }
      expect(await isRunning(victim)).toBe(true);
      for (const { port: theirs } of found) {
        const read = await page.goto(`http://${EVIL}:${theirs}/api/v1/namespaces`).catch(() => null);
        expect([theirs, read === null || read.status() >= 400]).toEqual([theirs, true]);
        if (read) expect(await post(`${WORKFLOW}/terminate`)).toMatch(/^(403|404)$/);
      }
      expect(await isRunning(victim)).toBe(true);
    });
    await engine.stop();
  });

  test('what its HTTP API has beside the guard is off: Nexus', async () => {
    site = makeSite();
    const engine = await startEngine(site.options);
    const door = engine.httpDoor();
    const url = `http://127.0.0.1:${door?.httpPort}/namespaces/default/task-queues/nobody/nexus-services/s/o`;
    const response = await fetch(url, { method: 'POST', body: '{}' });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('disabled')]);
    await engine.stop();
  });
});

test('an engine that an older version left behind, open as it was, makes way for a closed one with its database', async () => {
  site = makeSite();
  const first = await startEngine(site.options);
  const { pid: _pid, started: _started, http: _http, clusterId, ...record } = site.record();
  await first.stop();
  const port = await freePort();
  const settings = { port, httpPort: await freePort(), httpHost: 'x', namespace: 'default' };
  const database = join(site.options.dataDir, 'engine/temporal.db');
  const args = startDevArguments({ ...settings, databaseFile: database }).filter(
    (arg, index, all) =>
      !/httpAllowedHosts/.test(`${arg} ${arg === '--dynamic-config-value' && all[index + 1]}`),
  );
  const old = await launch(ENGINE_BINARY, args, join(site.directory, 'old.log'));
  const address = `127.0.0.1:${port}`;
  const note = { ...record, pid: old.pid, address, clusterId, uiUrl: 'http://localhost:1' };
  writeFileSync(join(site.options.dataDir, 'engine/engine.json'), JSON.stringify(note));
  await withVictim(address, (victim) => isRunning(victim).then(() => undefined));

  const engine = await startEngine(site.options);
  expect(isAlive(old.pid)).toBe(false);
  expect(site.record()).toMatchObject({
    clusterId,
    http: { httpHost: expect.stringMatching(/^[0-9a-f]{48}\./) },
  });
  await withConnection(engine.address, async (connection) => {
    expect(await isRunning(new Client({ connection }).workflow.getHandle('victim'))).toBe(true);
  });
  await engine.stop();
});

test('a program that can not close its HTTP API is not used, and the message says what to do', async () => {
  site = makeSite();
  const script = join(site.directory, 'temporal');
  writeFileSync(
    script,
    `#!/bin/sh\nfor arg; do\n  shift\n  case $arg in frontend.httpAllowedHosts=*) arg=unknown.setting=1;; esac\n  set -- "$@" "$arg"\ndone\nexec ${ENGINE_BINARY} "$@"\n`,
    { mode: 0o755 },
  );
  const temporal = { ...site.options.temporal, cliPath: script };
  const failure = await startEngine({ ...site.options, temporal }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EngineError);
  expect(failure).toMatchObject({ kind: 'configuration' });
  expect((failure as Error).message).toMatch(/too old.*open to any web page.*TEMPORAL_CLI_PATH/);
});

test('the name is another for each process', async () => {
  site = makeSite();
  const engine = await startEngine(site.options);
  const { pid } = site.record();
  const before = engine.httpDoor();
  process.kill(pid, 'SIGKILL');
  await until(() => engine.httpDoor()?.httpHost !== before?.httpHost);
  expect(engine.httpDoor()?.httpHost).toMatch(/^[0-9a-f]{48}\.invalid$/);
  await engine.stop();
});
