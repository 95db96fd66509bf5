/** The spreadsheet on a server of its own: killed between request and answer, nothing is there twice. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { ACCOUNT, FakeGoogle, SPREADSHEET } from '../support/fake-google';

const WRITE = /values:batchUpdate/;
let google: FakeGoogle;
let dashboard: Dashboard;
let dir: string;
beforeAll(async () => {
  google = await new FakeGoogle().start();
  dir = mkdtempSync(join(tmpdir(), 'architect-sheets-'));
  writeFileSync(join(dir, 'key.json'), JSON.stringify(ACCOUNT), { mode: 0o600 });
  dashboard = await startDashboard({
    ...{ GOOGLE_SHEETS_ID: SPREADSHEET, GOOGLE_SERVICE_ACCOUNT_FILE: join(dir, 'key.json') },
    ...{ GOOGLE_SHEETS_BASE_URL: google.url, GOOGLE_TOKEN_URL: `${google.url}/token` },
  });
  await dashboard.call('/api/schedules/sheets-sync', { method: 'PATCH', body: { paused: true } });
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await google.stop();
  rmSync(dir, { recursive: true, force: true });
});

const runs = async (): Promise<any[]> => (await dashboard.call('/api/sheets')).body.items;

test('killed between request and answer, each row is there once', async () => {
  for (const name of ['a', 'b']) await dashboard.call('/api/projects', { body: { name } });
  let answer = (): void => {};
  google.troubles = [{ on: WRITE, late: new Promise<void>((resolve) => (answer = resolve)) }];
  expect(await dashboard.call('/api/sheets/run', { method: 'POST' })).toMatchObject({ status: 202 });
  await google.asked(WRITE);
  await dashboard.kill();
  answer();
  await dashboard.start();
  await until(runs, ([run]) => run?.status === 'completed', 'the run has ended', 90_000);
  expect(google.column('Projects', 'Name')).toEqual(['a', 'b']);
  // The engine notes the end of a run a moment after the record does.
  const shown = async () => (await dashboard.call('/api/schedules/sheets-sync')).body.runs[0];
  await until(shown, (run) => run.status !== 'running', 'the schedule shows the end of its run', 30_000);
  expect(await shown()).toMatchObject({ status: 'completed', result: { outcome: 'completed' } });
}, 180_000);

test('the key is in no log', () => {
  const logDir = join(dashboard.dir, 'logs');
  const logs = readdirSync(logDir).map((name) => readFileSync(join(logDir, name), 'utf8'));
  for (const secret of ['PRIVATE KEY', 'token-of-the-test', ACCOUNT.private_key.slice(60, 100)])
    expect(logs.filter((log) => log.includes(secret))).toEqual([]);
});
