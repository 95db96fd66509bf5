/** `architect schedules`: what is asked and what a person reads. */
import { FakeApi } from './fake-api';
import { runWith } from './helpers';

const run = {
  ...{ workflow_id: 'maintenance-workflow-2026', temporal_url: null, status: 'failed', result: null },
  ...{ scheduled_at: '2026-02-07T03:00:00.000Z', started_at: '2026-02-07T03:00:00.100Z' },
  ...{ ended_at: '2026-02-07T03:00:01.000Z', error: 'the disk is full' },
};
const schedule = {
  ...{ id: 'maintenance', description: 'Backs up the record.', workflow: 'maintenance' },
  times: { interval_seconds: null, cron: '0 5 * * *', in_words: 'at 05:00' },
  own_times: { interval_seconds: null, cron: '0 3 * * *', in_words: 'at 03:00' },
  ...{ timezone: 'UTC', paused: false, note: '', running: false },
  ...{ changed: { by: 'me\u001b[31m', at: '2026-02-07T00:00:00.000Z' }, next: ['2026-02-08T05:00:00.000Z'] },
  ...{ runs: [run], runs_started: 3, runs_missed: 1, runs_overlapped: 0, fault: null },
};
const api = new FakeApi({
  'GET /api/schedules': { body: { items: [schedule], total: 1 } },
  'GET /api/schedules/maintenance': { body: schedule },
  'PATCH /api/schedules/maintenance': { body: schedule },
  'POST /api/schedules/maintenance/trigger': { status: 202, body: { run: { ...run, status: 'running' } } },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

test('the list has the times in words and how the last run ended', async () => {
  const { stdout } = await runWith(api, ['schedules']);
  expect(stdout).toMatch(/^maintenance +waits +at 05:00 .* failed/m);
});

test('one is shown with what was changed and its runs', async () => {
  const { stdout } = await runWith(api, ['schedules', 'show', 'maintenance']);
  expect(stdout).toContain('Times:   at 05:00 (0 5 * * *), UTC\nDefault: at 03:00\n');
  expect(stdout).toMatch(/by me\[31m\n/);
  expect(stdout).toContain('3 started, 1 missed, 0 left out');
  expect(stdout).toMatch(/failed +maintenance-workflow-2026 +the disk is full/);
});

test.each([
  [['pause'], { paused: true }],
  [['resume'], { paused: false }],
  [['set', '--every', '300'], { interval: 300 }],
  [['set', '--every', '5m'], { interval: '5m' }],
  [['set', '--cron', '0 5 * * *'], { cron: '0 5 * * *' }],
  [['set', '--default'], { cron: null }],
])('%j sends %j', async ([name = '', ...options], body) => {
  const { code, stdout } = await runWith(api, ['schedules', name, 'maintenance', ...options]);
  expect(api.requests).toMatchObject([{ method: 'PATCH', body }]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^maintenance: at 05:00, next at 2026-02-08 /)]);
});

test('a run is started', async () => {
  const { stdout } = await runWith(api, ['schedules', 'run', 'maintenance']);
  expect(stdout).toBe('Started maintenance-workflow-2026: running\n');
});

test.each([
  [['set', 'maintenance']],
  [['set', 'maintenance', '--every', '5m', '--default']],
  [['stop', 'x']],
])('%j is wrong usage', async (argv) => {
  const { code, stderr } = await runWith(api, ['schedules', ...argv]);
  expect(code).toBe(64);
  expect(stderr).toMatch(/Give one of|cannot be used with|unknown command/);
  expect(api.requests).toEqual([]);
});
