/** The program with the pages of the engine's Web UI: there while somebody reads them, and never longer than we are. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnginePages, enginePages } from '../../engine';
import { isAlive } from '../../processes/stat';
import { silentLog } from '../../telemetry/log';
import { until as untilAnswer } from '../support/dashboard';
import { ENGINE_BINARY, until } from './support';

let dir: string;
let pages: EnginePages;
/** Notes the pid of each start. */
let binary: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-pages-'));
  binary = join(dir, 'temporal');
  writeFileSync(binary, `#!/bin/sh\necho $$ >> ${dir}/pids\nexec ${ENGINE_BINARY} "$@"\n`, { mode: 0o755 });
});
afterEach(async () => {
  await pages.stop();
  rmSync(dir, { recursive: true, force: true });
});
const open = (idleMs?: number): EnginePages =>
  (pages = enginePages({ binary, logFile: join(dir, 'log'), log: silentLog, ...(idleMs && { idleMs }) }));
const pids = (): number[] => readFileSync(join(dir, 'pids'), 'utf8').trim().split('\n').map(Number);

test('one runs for all who ask, with an engine that has nothing of ours, and ends with its stop', async () => {
  open();
  const urls = await Promise.all([pages.url(), pages.url(), pages.url()]);
  expect(new Set(urls).size).toBe(1);
  expect(pids()).toHaveLength(1);
  expect(await (await fetch(urls[0])).text()).toContain('sveltekit');
  const list = async () => (await fetch(`${urls[0]}/api/v1/namespaces/default/workflows`)).json();
  // Its engine comes up behind the pages.
  await untilAnswer(list, (answer) => !('code' in (answer as object)), 'its engine answers');
  expect(await list()).toEqual({});
  await pages.stop();
  expect(pids().map(isAlive)).toEqual([false]);
  await expect(pages.url()).rejects.toThrow('stopping');
});

test('it ends when nobody reads any more, and comes back for the next one', async () => {
  open(50);
  await pages.url();
  await until(() => !isAlive(pids()[0] as number));
  expect((await fetch(await pages.url())).status).toBe(200);
  expect(pids()).toHaveLength(2);
});

test('one that was killed is started again', async () => {
  open();
  await pages.url();
  process.kill(pids()[0] as number, 'SIGKILL');
  await until(() => !isAlive(pids()[0] as number));
  expect((await fetch(await pages.url())).status).toBe(200);
});

test('where it does not start, the message says so', async () => {
  writeFileSync(binary, '#!/bin/sh\nexit 3\n', { mode: 0o755 });
  open();
  await expect(pages.url()).rejects.toThrow(/did not start: it ended with exit code 3.*temporal-ui\.log/);
});

test('it ends with the process that started it, however that ends', async () => {
  open();
  const parent = fork(join(__dirname, 'pages-parent.cjs'), {
    env: { PAGES_OPTIONS: JSON.stringify({ binary, logFile: join(dir, 'log') }) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [message] = await once(parent, 'message');
  expect(message).toMatch(/^http:/);
  parent.kill('SIGKILL');
  await until(() => !isAlive(pids()[0] as number));
});
