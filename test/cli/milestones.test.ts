/** `architect milestones` and `architect github`: what is asked and what a person reads. */
import { FakeApi, problem, type Answer } from './fake-api';
import { runWith } from './helpers';

const milestone = {
  ...{ id: 1, project_name: 'auth', title: 'Milestone of auth', summary: '2 of 3 tasks open' },
  ...{
    total_tasks: 3,
    done_tasks: 1,
    open_tasks: 2,
    estimated_hours: 3,
    scanned_at: '2026-02-07T00:00:00.000Z',
  },
};
const task = {
  ...{
    id: '0f3a9c1be2d47a60',
    kind: 'comment',
    tag: 'FIXME',
    text: 'mend\u001b[31m it',
    path: 'a.ts',
    line: 3,
  },
  ...{ record_id: null, priority: 90, estimated_hours: 2, feature_id: null },
};
const phase = {
  ...{ phase: 'repair', title: 'Repair what is broken', open_tasks: 2, done_tasks: 1, estimated_hours: 3 },
  ...{ starts_on: '2026-02-09', ends_on: '2026-02-10' },
};
const scanned = (error: { message: string } | null = null): Answer => ({
  body: {
    state: 'completed',
    projects: [
      { project_id: 3, project_name: 'auth', milestone_id: 1, files: 9, open_tasks: 2, done_tasks: 1, error },
    ],
  },
});
const run = { state: 'completed', temporal_url: null };
const api = new FakeApi({
  'GET /api/milestones': { body: { items: [milestone], total: 1 } },
  'GET /api/milestones/1': {
    body: { ...milestone, phases: [phase], tasks: { items: [task], total: 2, offset: 0 } },
  },
  'GET /api/milestones/1/report': {
    body: '# Milestone of auth\n',
    headers: { 'Content-Type': 'text/markdown; charset=utf-8' },
  },
  'POST /api/milestones/1/features': { status: 201, body: { created: [{}, {}], existing: [{}] } },
  'POST /api/projects/3/github/import': { body: { ...run, created: 4, updated: 1 } },
  'POST /api/features/12/pull-request': {
    status: 201,
    body: { ...run, pull_request: { url: 'https://git.example/5', created: true } },
  },
});

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
  api.routes['POST /api/milestones/scan'] = scanned();
});

test('the list, a milestone and its report are shown', async () => {
  expect((await runWith(api, ['milestones'])).stdout).toMatch(/auth +2 +1 +3 /);
  const shown = (await runWith(api, ['milestones', 'show', '1'])).stdout;
  expect(shown).toMatch(/Repair what is broken +2 +1 +3 +2026-02-09 +2026-02-10/);
  expect(shown).toMatch(/0f3a9c1be2d47a60 +90 +FIXME +2 +- +a\.ts:3 +mend\[31m it/);
  expect(shown).toContain('1 of 2 open tasks; go on with --offset 1');
  expect((await runWith(api, ['milestones', 'report', '1'])).stdout).toBe('# Milestone of auth\n');
  expect(api.calls).toEqual([
    'GET /api/milestones',
    'GET /api/milestones/1?status=open',
    'GET /api/milestones/1/report',
  ]);
});

test('a scan that takes its time is waited for', async () => {
  api.routes['POST /api/milestones/scan'] = { status: 202, body: { state: 'running', projects: [] } };
  api.routes['GET /api/milestones/scan'] = scanned();
  const { code, stdout } = await runWith(api, [
    'milestones',
    'scan',
    '--project',
    '3',
    '--hours-per-day',
    '4',
  ]);
  expect([code, stdout]).toEqual([0, 'auth: 2 open, 1 done, in 9 files (milestone 1)\n']);
  expect(api.requests[0]?.body).toEqual({ project_id: 3, hours_per_day: 4 });
  expect(api.calls.at(-1)).toBe('GET /api/milestones/scan?project_id=3');
});

test('a project that was not scanned is an error, with what to do', async () => {
  api.routes['POST /api/milestones/scan'] = scanned({ message: 'there is no directory at its source_path.' });
  const { code, stdout } = await runWith(api, ['milestones', 'scan']);
  expect([code, stdout]).toEqual([1, 'auth: not scanned, there is no directory at its source_path.\n']);
});

test.each([
  [['milestones', 'features', '1'], {}, 'Made 2 features; 1 tasks had theirs.\n'],
  [
    ['milestones', 'features', '1', 'a', 'b'],
    { task_ids: ['a', 'b'] },
    'Made 2 features; 1 tasks had theirs.\n',
  ],
  [['github', 'import', '3'], { full: false }, 'Imported 4 issues; 1 were changed.\n'],
  [['github', 'import', '3', '--full'], { full: true }, 'Imported 4 issues; 1 were changed.\n'],
  [['github', 'pr', '12', '--branch', 'x/y'], { branch: 'x/y' }, 'Made https://git.example/5\n'],
])('%j sends %j', async (argv, body, said) => {
  expect(await runWith(api, argv)).toMatchObject({ code: 0, stdout: said });
  expect(api.last().body).toEqual(body);
});

test('what the API is in want of is said as it says it', async () => {
  const message = 'There is no secret GITHUB_TOKEN in the vault: put a GitHub token there.';
  api.routes['POST /api/projects/4/github/import'] = problem(409, 'github_no_token', message);
  const { code, stderr } = await runWith(api, ['github', 'import', '4']);
  expect([code, stderr]).toEqual([1, `architect: ${message}\n`]);
});

test.each([
  [['milestones', 'show', 'x'], 'Expected the number of a milestone.'],
  [['milestones', 'scna'], "unknown command 'scna'"],
  [['github', 'pr', 'x'], 'Expected a number above 0.'],
  [['github', 'set', '3'], 'Say what to change'],
])('%j is wrong usage', async (argv, message) => {
  const { code, stderr } = await runWith(api, argv);
  expect([code, stderr]).toEqual([64, expect.stringContaining(message)]);
});
