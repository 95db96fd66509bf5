/** Importing an original installation: every row is kept, changed or refused for a reason, and only once. */
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportError } from '../../store/import';
import { CANARY, fates, ImportSite } from './import-site';
import { xored } from './vault-site';

let site: ImportSite;
beforeEach(() => (site = new ImportSite()));
afterEach(() => site.remove());

const ASSIGNER = 'assigner/assigner.db';

test('projects and features come with their values and belong together as before', () => {
  const report = site.import();
  expect(fates(report, 'projects')).toEqual({
    7: 'kept',
    8: expect.stringMatching(/^changed: status: "on fire" is none here.*priority: "high" is no number$/),
    9: expect.stringMatching(
      /^changed: name: was no UTF-8, read as Latin-1; created_at: "yesterday" is no time$/,
    ),
  });
  expect(site.rows('architect.db', 'SELECT * FROM projects ORDER BY id')).toMatchObject([
    {
      id: 7,
      name: 'architect',
      description: 'Dashboard project',
      source_path: '/srv/architect',
      status: 'paused',
      priority: 2,
      created_at: '2025-12-01 10:00:00',
    },
    { id: 8, name: 'shop', status: 'active', priority: 0, created_at: '2025-12-01 10:00:00.500' },
    { id: 9, name: 'café', status: 'active', created_at: expect.stringMatching(/^\d{4}-/) },
  ]);
  expect(fates(report, 'features')).toMatchObject({
    3: 'kept',
    4: 'changed: project_id: projects has no row 99, so it belongs to none',
    5: expect.stringContaining('"cooking" is none here'),
  });
  expect(site.rows('architect.db', 'SELECT * FROM features ORDER BY id')).toMatchObject([
    {
      id: 3,
      project_id: 7,
      title: 'Login',
      spec: 'JWT',
      status: 'in_progress',
      estimated_hours: 8.5,
      tmux_session: 'architect',
    },
    { id: 4, project_id: null, status: 'draft' },
    { id: 5, project_id: 8, status: 'draft' },
  ]);
});

test('secrets are opened and sealed; their values stand in no file here, nor in the report', () => {
  const report = site.import();
  expect(fates(report, 'secrets')).toEqual({
    1: 'kept',
    2: 'changed: category: "nuclear" is none here, it is general now',
    3: 'refused: it has no value',
  });
  site.withStore(({ vault }) => {
    expect(vault.valuesFor(['GITHUB_TOKEN', 'STAR'], 'test')).toEqual({ GITHUB_TOKEN: CANARY, STAR: 'a*b' });
    expect(vault.find('GITHUB_TOKEN')).toMatchObject({
      service: 'github',
      category: 'token',
      access_count: 4,
    });
  });
  const texts = readdirSync(site.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  for (const text of [...texts, JSON.stringify(report)]) {
    expect(text.includes(CANARY)).toBe(false);
    expect(text.includes(xored(CANARY))).toBe(false);
  }
});

test('ended prompts stay as they ended, and nothing is typed that nobody asks for', () => {
  const report = site.import();
  expect(fates(report, 'prompts')).toMatchObject({
    1: expect.stringMatching(/^changed: .*--queue was not given: it comes as cancelled and archived$/),
    2: expect.stringMatching(/^changed: status: assigned; whether it was done is not known/),
    ...{ 3: 'kept', 4: 'kept', 5: 'kept' },
    6: expect.stringContaining('its status "melted" is none here'),
  });
  expect(site.rows(ASSIGNER, 'SELECT id, status, stage, archived FROM prompts ORDER BY id')).toEqual([
    { id: 1, status: 'cancelled', stage: 'cancelled', archived: 1 },
    { id: 2, status: 'failed', stage: 'indeterminate', archived: 0 },
    { id: 3, status: 'completed', stage: 'completed', archived: 0 },
    { id: 4, status: 'failed', stage: 'failed', archived: 0 },
    { id: 5, status: 'cancelled', stage: 'cancelled', archived: 0 },
    { id: 6, status: 'cancelled', stage: 'cancelled', archived: 1 },
    { id: 7, status: 'cancelled', stage: 'cancelled', archived: 1 },
  ]);
  expect(
    site.rows(ASSIGNER, 'SELECT prompt_id, session_name, resolved_at FROM lost_and_found ORDER BY prompt_id'),
  ).toEqual([
    { prompt_id: 2, session_name: 'architect', resolved_at: null },
    { prompt_id: 4, session_name: 'gone', resolved_at: '2026-02-01 09:00:00' },
  ]);
  expect(
    site.rows(
      ASSIGNER,
      'SELECT prompt_id, session_name, action, details FROM assignment_history ORDER BY id',
    ),
  ).toEqual([
    { prompt_id: 3, session_name: 'architect', action: 'completed', details: '{"s":12}' },
    { prompt_id: 3, session_name: '', action: 'assigned', details: null },
  ]);
  expect(fates(report, 'assignment_history')['3']).toBe('refused: prompt_id: prompts has no row 77');
  expect(fates(report, 'sessions')).toMatchObject({
    architect: expect.any(String),
    2: 'refused: it has no name',
  });
  site.withStore(({ prompts, sessions }) => {
    expect(prompts.unsettledIds(0)).toEqual([]);
    expect(sessions.get('architect')).toMatchObject({
      status: 'unknown',
      current_task_id: null,
      present: 0,
      total_tasks_completed: 19,
    });
  });
});

test('waiting prompts are queued where that is asked for, but for those that would act on a terminal', () => {
  site.import({ queue: true });
  site.withStore(({ prompts, lifecycle }) => {
    expect(prompts.unsettledIds(0)).toEqual([1]);
    expect(lifecycle.enterQueue(1)?.state).toMatchObject({ stage: 'queued', priority: 5 });
    expect(prompts.get(1)).toMatchObject({ project: 'auth', max_retries: 3, timeout_minutes: 30 });
    expect(prompts.get(7)).toMatchObject({ status: 'cancelled', archived: 1 });
  });
});

test('every table of the original is in the report, with each of its rows once', () => {
  const { tables, rows } = site.import();
  const inOriginal = {
    ...{
      projects: 3,
      features: 3,
      secrets: 3,
      bugs: 2,
      task_queue: 2,
      claude_interactions: 1,
      claude_patterns: 1,
    },
    ...{
      milestone_summaries: 1,
      prompts: 7,
      sessions: 2,
      assignment_history: 3,
      lost_and_found: 1,
      health_checks: 2,
      outages: 1,
    },
  };
  const counted = tables.map(({ table, counts, skipped }) => {
    if (skipped !== null) expect(skipped).toMatch(/^there is no table/);
    const { kept, changed, refused, unchanged } = counts;
    expect(rows.filter((row) => row.table === table).length).toBe(kept + changed + refused + unchanged);
    return [
      table,
      skipped === null ? kept + changed + refused : inOriginal[table as keyof typeof inOriginal],
    ];
  });
  expect(Object.fromEntries(counted)).toEqual(inOriginal);
  const health = tables.find(({ table }) => table === 'health_checks');
  expect(health).toMatchObject({ counts: { kept: 2 }, columns_left_out: ['cpu_percent'] });
  expect(site.rows('site_health.db', 'SELECT component, started_at, ended_at FROM outages')).toEqual([
    { component: 'db', started_at: '2026-01-05 03:00:00', ended_at: null },
  ]);
});

/** Everything in the databases, but for what SQLite keeps for itself. */
function contents(): unknown {
  return ['architect.db', ASSIGNER, 'site_health.db'].map((file) => {
    const names = site.rows(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    return names.map(({ name }) => [name, site.rows(file, `SELECT * FROM "${String(name)}"`)]);
  });
}

test('a second run changes nothing and says so', () => {
  const first = site.import({ queue: true });
  const before = contents();
  const second = site.import({ queue: true });
  expect(contents()).toEqual(before);
  const outcomes = new Set(second.rows.map(({ outcome }) => outcome));
  expect([...outcomes].sort()).toEqual(['refused', 'unchanged']);
  const refused = ({ rows }: typeof first) =>
    rows.filter(({ outcome }) => outcome === 'refused').map(({ table, id }) => `${table} ${id}`);
  expect(refused(second)).toEqual(refused(first));
});

test('a dry run tells the same and leaves the record as it was', () => {
  site.withStore(() => undefined);
  const before = contents();
  const dry = site.import({ dryRun: true });
  expect(contents()).toEqual(before);
  expect(readdirSync(site.dataDir)).not.toContain('vault-key');
  expect(site.import().rows).toEqual(dry.rows);
});

test('what is here already is not written over', () => {
  site.withStore(({ vault, sessions }) => {
    const plain = {
      service: null,
      category: 'token',
      description: null,
      expires_at: null,
      rotate_after_days: null,
    };
    vault.create({ ...plain, name: 'GITHUB_TOKEN', value: 'mine' }, 'me');
    vault.create({ ...plain, name: 'STAR', value: 'a*b' }, 'me');
    sessions.register({ name: 'architect', provider: 'codex', specialty: 'mine', workingDir: null });
  });
  site.rows(
    'architect.db',
    "INSERT INTO projects (id, name, status) VALUES (3, 'architect', 'archived') RETURNING id",
  );
  const report = site.import();
  expect(fates(report, 'projects')['7']).toContain('a project of that name is here');
  expect(site.rows('architect.db', 'SELECT project_id FROM features WHERE id = 3')).toEqual([
    { project_id: 3 },
  ]);
  site.withStore(({ vault, sessions }) => {
    const names = ['GITHUB_TOKEN', 'GITHUB_TOKEN_2', 'STAR'];
    expect(vault.list().map(({ name }) => name)).toEqual(names);
    expect(vault.valuesFor(names, 'test')).toEqual({
      GITHUB_TOKEN: 'mine',
      GITHUB_TOKEN_2: CANARY,
      STAR: 'a*b',
    });
    expect(sessions.get('architect')).toMatchObject({ provider: 'codex', specialty: 'mine' });
  });
});

test('a row that changed in the original later stays here as it was imported; a second installation has a name', () => {
  site.import();
  site.write('data/architect.db', "UPDATE projects SET description = 'other' WHERE id = 7");
  expect(fates(site.import(), 'projects')['7']).toMatch(/^refused: it has changed in the original/);
  const second = site.import({ origin: 'second' });
  expect(fates(second, 'features')['3']).toBe('kept');
  expect(site.rows('architect.db', 'SELECT id, project_id FROM features ORDER BY id')).toHaveLength(6);
});

test('an early release with fewer columns, in the places that it used, is read as well', () => {
  rmSync(join(site.from, 'data'), { recursive: true });
  site.write(
    'assigner.db',
    `CREATE TABLE prompts (id INTEGER PRIMARY KEY, content TEXT, status TEXT, created_at TIMESTAMP);
     INSERT INTO prompts VALUES (5, 'done', 'completed', '2026-01-01 00:00:00'), (6, NULL, 'failed', NULL)`,
  );
  const report = site.import();
  expect(fates(report, 'prompts')).toEqual({ 5: 'kept', 6: 'refused: content: is missing' });
  expect(report.tables.find(({ table }) => table === 'projects')?.skipped).toBe(
    'the original has no architect database',
  );
});

test('the original is only read', () => {
  const file = join(site.from, 'data/architect.db');
  const before = readFileSync(file);
  const { mtimeMs } = statSync(file);
  site.import();
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
});

test('what can not be imported as a whole is said, and nothing of it comes', () => {
  const refused = (code: ImportError['code'], message: RegExp) =>
    expect.objectContaining({ name: 'ImportError', code, message: expect.stringMatching(message) });
  expect(() => site.import({ from: site.dataDir + '/nowhere' })).toThrow(
    refused('nothing_found', /holds no database.*Looked for: data\/architect.db/),
  );
  site.withStore(() => undefined);
  expect(() => site.import({ from: site.dataDir })).toThrow(refused('of_this_release', /architect restore/));
  writeFileSync(
    join(site.from, 'data/assigner/assigner.db'),
    'no database at all, but long enough to be looked at as one',
  );
  expect(() => site.import()).toThrow(refused('unreadable', /assigner.db can't be read as a database/));
  expect(site.rows('architect.db', 'SELECT * FROM projects')).toEqual([]);
});
