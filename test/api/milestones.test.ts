/** Milestones and GitHub over HTTP, on the whole product. */
import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Answer, type Dashboard, startDashboard } from '../support/dashboard';
import { FakeGithub } from '../activities/github/fake-github';
import { expectError, expectFieldError } from './http';

let dashboard: Dashboard;
let github: FakeGithub;
let root: string;
let project: number;
let broken: number;
beforeAll(async () => {
  github = await new FakeGithub().start();
  dashboard = await startDashboard({ GITHUB_API_URL: github.url });
  root = join(dashboard.dir, 'app');
  mkdirSync(root);
  writeFileSync(join(root, 'a.ts'), '// FIXME: mend the door\n// TODO: paint it (3h)\n');
  writeFileSync(join(root, 'ROADMAP.md'), '# Soon\n\n- [x] walk\n- [ ] fly\n');
  const db = new Database(join(dashboard.dir, 'data', 'architect.db'));
  const insert = db.prepare('INSERT INTO projects (name, source_path) VALUES (?, ?) RETURNING id').pluck();
  project = insert.get('app', root) as number;
  broken = insert.get('broken', '/nowhere/at/all') as number;
  db.close();
}, 90_000);
afterAll(async () => {
  await dashboard.close();
  await github.stop();
});

const call = (path: string, body?: unknown, method?: string): Promise<Answer> =>
  dashboard.call(path, { ...(body !== undefined && { body }), ...(method !== undefined && { method }) });
const scan = (body: unknown = {}): Promise<Answer> => call('/api/milestones/scan', body);
const milestone = async (): Promise<any> =>
  (await call(`/api/milestones?project_id=${project}`)).body.items[0];

it('scans a project on demand and shows what is left to do', async () => {
  const { status, body } = await scan({ project_id: project, hours_per_day: 4 });
  expect([status, body]).toEqual([
    200,
    {
      state: 'completed',
      workflow_id: `milestone-scan-${project}`,
      temporal_url: expect.stringContaining(`milestone-scan-${project}`),
      projects: [
        {
          ...{ project_id: project, project_name: 'app', milestone_id: expect.any(Number), files: 2 },
          ...{ open_tasks: 3, done_tasks: 1, error: null },
        },
      ],
    },
  ]);
  const id = body.projects[0].milestone_id;
  const detail = (await call(`/api/milestones/${id}`)).body;
  const today = new Date().toISOString().slice(0, 10);
  expect(detail).toMatchObject({
    ...{ id, project_id: project, project_name: 'app', title: 'Milestone of app' },
    ...{ total_tasks: 4, done_tasks: 1, open_tasks: 3, estimated_hours: 9 },
    ...{ json_path: `app-${today}.json`, markdown_path: `app-${today}.md` },
    phases: [
      { phase: 'repair', title: 'Repair what is broken', open_tasks: 1, starts_on: expect.any(String) },
      { phase: 'finish', open_tasks: 1, estimated_hours: 3 },
      { phase: 'plan_ahead', open_tasks: 1, done_tasks: 1 },
    ],
    scan: { read: 2, unread: [] },
    tasks: { total: 4, limit: 50, offset: 0 },
  });
  expect(detail.tasks.items[0]).toEqual({
    ...{ id: expect.stringMatching(/^[0-9a-f]{16}$/), kind: 'comment', tag: 'FIXME', text: 'mend the door' },
    ...{ path: 'a.ts', line: 1, section: null, record_id: null, phase: 'repair', priority: 90 },
    ...{ estimated_hours: 2, status: 'open', done_reason: null, feature_id: null, done_at: null },
    ...{ first_seen_at: expect.stringMatching(/Z$/), last_seen_at: expect.stringMatching(/Z$/) },
  });
  const open = (await call(`/api/milestones/${id}?status=open&phase=finish&limit=1`)).body.tasks;
  expect(open).toMatchObject({ total: 1, limit: 1, items: [{ text: 'paint it (3h)' }] });
});

it('gives the report as Markdown and as JSON, which are the files in the data directory', async () => {
  const { id, markdown_path: file } = await milestone();
  const report = (format: string) =>
    fetch(`${dashboard.url}/api/milestones/${id}/report${format}`, {
      headers: { authorization: `Bearer ${dashboard.token()}` },
    });
  const markdown = await report('');
  expect(markdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  const text = await markdown.text();
  expect(text).toBe(readFileSync(join(dashboard.dir, 'data', 'milestones', file), 'utf8'));
  expect(text).toContain('- [ ] **FIXME** mend the door `a.ts:1` (2 h)');
  const json = await report('?format=json');
  expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await json.json()).toMatchObject({ project: { id: project, name: 'app' }, hours_per_day: 4 });
  expectFieldError(await call(`/api/milestones/${id}/report?format=pdf`), 'format');
});

it('scans all projects, and says of one that is gone what to do', async () => {
  const { body } = await scan();
  expect(body.projects).toMatchObject([
    { project_id: project, error: null },
    {
      project_id: broken,
      milestone_id: null,
      error: {
        code: 'source_path_missing',
        message: expect.stringContaining('put it back or change the path'),
      },
    },
  ]);
  const last = await call('/api/milestones/scan');
  expect([last.status, last.body]).toEqual([200, body]);
  expectError(await call('/api/milestones/scan/cancel', {}), 409, 'conflict');
  expectError(await call('/api/milestones/scan?project_id=999'), 404, 'not_found');
});

it('makes features of chosen tasks and of all, each once', async () => {
  const { id } = await milestone();
  const tasks = (await call(`/api/milestones/${id}?status=open`)).body.tasks.items;
  const one = await call(`/api/milestones/${id}/features`, { task_ids: [tasks[0].id, tasks[0].id] });
  expect(one.status).toBe(201);
  expect(one.body.created).toEqual([{ task_id: tasks[0].id, feature_id: expect.any(Number) }]);
  const rest = await call(`/api/milestones/${id}/features`, {});
  expect([rest.body.created.length, rest.body.existing.length]).toEqual([2, 1]);
  const again = await call(`/api/milestones/${id}/features`, {});
  expect([again.status, again.body.created]).toEqual([200, []]);
  const audit = (await call('/api/audit?entity=feature')).body.items;
  expect(audit.filter(({ actor }: { actor: string }) => actor === `milestone ${id}`)).toHaveLength(3);
  await scan({ project_id: project });
  expect((await call(`/api/milestones/${id}`)).body.total_tasks).toBe(4);
});

it('names what is wrong with a request', async () => {
  const { id } = await milestone();
  expectFieldError(await scan({ project_id: 'app' }), 'project_id');
  expectFieldError(await scan({ hours_per_day: 0 }), 'hours_per_day');
  expectFieldError(await scan({ hours_per_day: 25 }), 'hours_per_day');
  expectFieldError(await scan({ all: true }), 'all');
  expectError(await scan({ project_id: 999 }), 404, 'not_found');
  expectFieldError(await call('/api/milestones?project_id=x'), 'project_id');
  expectFieldError(await call(`/api/milestones/${id}?phase=later`), 'phase');
  expectFieldError(await call(`/api/milestones/${id}/features`, { task_ids: [] }), 'task_ids');
  expectFieldError(await call(`/api/milestones/${id}/features`, { task_ids: ['../x'] }), 'task_ids.0');
  for (const path of ['999', '999/report'])
    expectError(await call(`/api/milestones/${path}`), 404, 'not_found');
  for (const path of ['x', '1e3', '..%2f..']) expectFieldError(await call(`/api/milestones/${path}`), 'id');
});

it('gives no file of elsewhere as a report, whatever a row says', async () => {
  const db = new Database(join(dashboard.dir, 'data', 'architect.db'));
  const id = db
    .prepare(
      "INSERT INTO milestone_summaries (title, markdown_path) VALUES ('old', '../api-token') RETURNING id",
    )
    .pluck()
    .get() as number;
  db.close();
  const message = expectError(await call(`/api/milestones/${id}/report`), 404, 'not_found');
  expect(message).toContain('scan its project again');
  expect((await call(`/api/milestones/${id}`)).body).toMatchObject({ phases: [], tasks: { total: 0 } });
});

it('scans every day by a schedule that Temporal shows', async () => {
  const { Connection, Client } = await import('@temporalio/client');
  const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
  try {
    const { schedule } = new Client({ connection });
    const { spec, policies, action } = await schedule.getHandle('milestone-scan').describe();
    expect(spec.calendars?.[0]).toMatchObject({ hour: [{ start: 4 }], minute: [{ start: 0 }] });
    expect(policies.overlap).toBe('SKIP');
    expect(action).toMatchObject({ workflowType: 'milestoneScan' });
  } finally {
    await connection.close();
  }
});

describe('GitHub', () => {
  it('says what to do without a token, and all else goes on', async () => {
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['-C', root, 'remote', 'add', 'origin', 'git@127.0.0.1:acme/app.git']);
    const message = expectError(
      await call(`/api/projects/${project}/github/import`, {}),
      409,
      'github_no_token',
    );
    expect(message).toContain("There is no secret named 'GITHUB_TOKEN'");
    const { body } = await call(`/api/projects/${project}/github`);
    expect(body).toMatchObject({
      ...{ project_id: project, secret: 'GITHUB_TOKEN', remote: 'origin', repository: null },
      import: { state: 'failed', error: message },
      links: { items: [], total: 0 },
      pull_requests: [],
    });
    expect(github.calls).toEqual([]);
    expect((await scan({ project_id: project })).status).toBe(200);
  });

  it('keeps the secret and the remote that a project names', async () => {
    const path = `/api/projects/${project}/github`;
    expect((await call(path, { secret: 'ACME', remote: 'up' }, 'PUT')).body).toMatchObject({
      secret: 'ACME',
      remote: 'up',
    });
    expect(expectError(await call(`${path}/import`, {}), 409, 'github_no_remote')).toContain("'up'");
    expect((await call(path, {}, 'PUT')).body).toMatchObject({ secret: 'GITHUB_TOKEN', remote: 'origin' });
    expectFieldError(await call(path, { remote: '--upload-pack=x' }, 'PUT'), 'remote');
  });

  it('names what is wrong with a request', async () => {
    const db = new Database(join(dashboard.dir, 'data', 'architect.db'));
    const feature = db.prepare('SELECT min(id) FROM features').pluck().get() as number;
    db.close();
    const pull = (body: unknown) => call(`/api/features/${feature}/pull-request`, body);
    for (const branch of ['-x', 'a b', 'a..b', '/a', 'a:b', ''])
      expectFieldError(await pull({ branch }), 'branch');
    expectError(await pull({ branch: 'feature/x' }), 409, 'github_no_token');
    expectError(await call('/api/features/999/pull-request', {}), 404, 'not_found');
    expectError(await call('/api/projects/999/github'), 404, 'not_found');
    expectError(await call('/api/projects/x/github/import', {}), 400, 'invalid_request');
    expectFieldError(await call(`/api/projects/${project}/github/import`, { full: 1 }), 'full');
  });
});

it('a milestone is removed with its reports; features made of it stay, and a new scan begins anew', async () => {
  await scan({ project_id: project });
  const { id } = await milestone();
  await call(`/api/milestones/${id}/features`, {});
  const features = async () => (await call(`/api/features?project_id=${project}`)).body;
  const before = await features();
  expect(before.map((one: any) => one.milestone_id)).toContain(id);
  const reports = () => readdirSync(join(dashboard.dir, 'data/milestones'));
  const count = reports().length;
  expect((await call(`/api/milestones/${id}`, undefined, 'DELETE')).status).toBe(204);
  expect(reports()).toHaveLength(count - 2);
  expectError(await call(`/api/milestones/${id}`), 404, 'not_found');
  expectError(await call(`/api/milestones/${id}`, undefined, 'DELETE'), 404, 'not_found');
  const after = await features();
  expect(after).toHaveLength(before.length);
  expect(after.map((one: any) => one.milestone_id)).not.toContain(id);
  await scan({ project_id: project });
  const anew = await milestone();
  expect(anew.id).toBeGreaterThan(id);
  expect(anew.open_tasks).toBeGreaterThan(0);
});

it('outlives the deletion of the directory: what is known stays', async () => {
  const { total_tasks } = await milestone();
  expect(total_tasks).toBeGreaterThan(3);
  rmSync(root, { recursive: true });
  const { body } = await scan({ project_id: project });
  expect(body.projects[0].error.code).toBe('source_path_missing');
  expect(await milestone()).toMatchObject({ total_tasks });
});
