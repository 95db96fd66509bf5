/** `architect status`: the life of the server and its counts, or why there is none. */
import { hold } from '../../store/db/hold';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { COOKIE, FakeApi, TOKEN } from './fake-api';
import { dataDirectory, run, runWith, server } from './helpers';

const counts = { pending: 3, in_progress: 2, completed_today: 15, failed_today: 1 };
const queue = { paused: false, reason: null, changed_by: null, changed_at: null };

const needs = { items: [], total: 3, limit: 1, offset: 0, counts: { approval: 2, asks_back: 1 } };

let api: FakeApi;
beforeEach(async () => {
  api = await new FakeApi({
    'GET /api/assigner/status': { body: counts },
    'GET /api/assigner/queue': { body: queue },
    'GET /api/server': { body: server() },
    'GET /api/needs': { body: needs },
  }).start();
});
afterEach(() => api.stop());

test('the life of the server stands before its counts', async () => {
  const { code, stdout } = await runWith(api, ['status']);
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'Running since 2025-02-07 at http://localhost:8080 (process 12, version 3.0.0)',
    'Pending          3',
    'In progress      2',
    'Completed today  15',
    'Failed today     1',
    'Needs you        3 (2 approval, 1 asks back): architect needs',
    '',
  ]);
});

test('the monitor is named where it has a port of its own', async () => {
  api.routes['GET /api/server'] = { body: server({ monitor: 'http://localhost:8081/monitor.html' }) };
  const { stdout } = await runWith(api, ['status']);
  expect(stdout).toContain('version 3.0.0)\nMonitor at http://localhost:8081/monitor.html\nPending');
});

test('a worker that does not work is named', async () => {
  const workers = [
    { kind: 'hub', process: '12@box', state: 'silent', last_seen: '2025-02-07T12:00:00.000Z' } as const,
    { kind: 'host', process: null, state: 'away', last_seen: null } as const,
  ];
  api.routes['GET /api/server'] = { body: server({ workers }) };
  const { stdout } = await runWith(api, ['status']);
  expect(stdout).toContain('Worker hub: silent, last seen 2025-02-07\nWorker host: away\n');
});

test('each process beside the server has a line', async () => {
  const [own] = server().processes;
  const since = '2025-02-07T12:00:00.000Z';
  const beside = {
    role: 'worker',
    pid: 13,
    version: '3.1.0',
    since,
    state: 'leaving',
    last_seen: since,
  } as const;
  api.routes['GET /api/server'] = { body: server({ processes: own ? [own, beside] : [] }) };
  const { stdout } = await runWith(api, ['status']);
  expect(stdout).toContain(
    '(process 12, version 3.0.0)\nWorker process 13 (version 3.1.0) since 2025-02-07: leaving\n',
  );
});

test('--json has the counts, the life, the processes and the workers, with three requests', async () => {
  const { pid, since, address, version, monitor, processes, workers } = server();
  const { code, stdout } = await runWith(api, ['status', '--json']);
  expect({ code, answer: JSON.parse(stdout) }).toEqual({
    code: 0,
    answer: {
      ...counts,
      ...{ running: true, pid, since, address, version, monitor, processes, workers },
      needs_you: { total: 3, counts: needs.counts },
    },
  });
  expect(api.requests.map(({ path }) => path).sort()).toEqual([
    ...['/api/assigner/status', '/api/needs?limit=1', '/api/server'],
  ]);
});

test('calls that are made side by side log in once', async () => {
  api.routes['POST /login'] = { body: { success: true }, headers: { 'Set-Cookie': COOKIE } };
  const data = dataDirectory();
  const port = Number(new URL(api.url).port);
  expect(await run(['status'], { config: { dataDir: data.dir, port } })).toMatchObject({ code: 0 });
  data.remove();
  expect(api.requests.filter(({ path }) => path === '/login')).toHaveLength(1);
});

test('where none runs that is said, with the exit code of init scripts', async () => {
  const data = dataDirectory({ 'api-token': TOKEN });
  const config = { dataDir: data.dir, logDir: data.dir, port: 9 };
  expect(await run(['status'], { config })).toEqual({ code: 3, stdout: 'Not running.\n', stderr: '' });
  const { code, stdout } = await run(['status', '--json'], { config });
  expect({ code, answer: JSON.parse(stdout) }).toEqual({
    code: 3,
    answer: { running: false, reason: 'Not running.' },
  });
  data.remove();
});

test('one that holds its data directory and does not answer is no server that is not running', async () => {
  const data = dataDirectory({ 'api-token': TOKEN });
  const release = hold(join(data.dir, 'server.lock'), 0);
  writeFileSync(
    join(data.dir, 'server.json'),
    JSON.stringify({ pid: process.pid, url: 'http://127.0.0.1:9' }),
  );
  const config = { dataDir: data.dir, logDir: data.dir };
  const { code, stdout } = await run(['status'], { config });
  expect(code).toBe(4);
  expect(stdout).toContain(`(process ${process.pid}) doesn't answer, but holds it`);
  release?.();
  data.remove();
});
