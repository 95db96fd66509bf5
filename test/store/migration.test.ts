/** Databases of the original system are taken over: nothing is lost, and nothing is done twice. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import { type Variant, writeOriginal } from './original';
import { temporaryDirectory } from './support';

let dir: string;
beforeEach(() => (dir = temporaryDirectory()));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function read<T>(file: string, use: (db: Db) => T): T {
  const db = openDatabase(join(dir, file));
  try {
    return use(db);
  } finally {
    db.close();
  }
}
const rows = (file: string, table: string): Record<string, unknown>[] =>
  read(file, (db) => db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY rowid`).all());
const open = (): void => openStore({ dataDir: dir }).close();
const VARIANTS: Variant[] = ['as documented', 'an early release'];
const ASSIGNER = 'assigner/assigner.db';

/** What was under way when the original was stopped is settled; everything else has to stay. */
const LIVE: Record<string, string[]> = {
  sessions: ['status', 'current_task_id'],
  prompts: ['status', 'error', 'completed_at'],
};

test.each(VARIANTS)('no row and no value of %s is lost', (variant) => {
  writeOriginal(dir, variant);
  const tables: [string, string][] = [
    ['architect.db', 'projects'],
    ['architect.db', 'features'],
    ['architect.db', 'secrets'],
    [ASSIGNER, 'prompts'],
    [ASSIGNER, 'sessions'],
  ];
  const before = tables.map(([file, table]) => rows(file, table));
  open();
  tables.forEach(([file, table], index) => {
    const kept = (before[index] ?? []).map((row) => {
      const underWay = ['assigned', 'in_progress', 'busy', 'idle'].includes(String(row['status']));
      const live = underWay ? (LIVE[table] ?? []) : [];
      return Object.fromEntries(Object.entries(row).filter(([column]) => !live.includes(column)));
    });
    expect(kept.length).toBeGreaterThan(0);
    expect(rows(file, table)).toMatchObject(kept);
  });
});

test.each(VARIANTS)(
  'what %s had in hand is for a person to decide, and is never typed again unasked',
  (variant) => {
    writeOriginal(dir, variant);
    open();
    const prompts = rows(ASSIGNER, 'prompts');
    expect(prompts.map(({ id, status, stage }) => ({ id, status, stage }))).toEqual([
      { id: 1, status: 'pending', stage: 'accepted' },
      { id: 2, status: 'failed', stage: 'indeterminate' },
      { id: 3, status: 'failed', stage: 'indeterminate' },
      { id: 4, status: 'completed', stage: 'completed' },
      { id: 5, status: 'failed', stage: 'failed' },
      { id: 6, status: 'cancelled', stage: 'cancelled' },
    ]);
    expect(prompts[1]?.['error']).toContain("can't be told");
    const lost = rows(ASSIGNER, 'lost_and_found').filter(
      ({ prompt_id }) => prompt_id === 2 || prompt_id === 3,
    );
    expect(lost).toMatchObject([
      { prompt_id: 2, session_name: 'architect', resolved_at: null },
      { prompt_id: 3, session_name: 'dev_worker1', resolved_at: null },
    ]);
    const store = openStore({ dataDir: dir });
    try {
      expect(store.prompts.unsettledIds(0)).toEqual([1]);
      expect(store.sessions.list().map(({ current_task_id }) => current_task_id)).toEqual([null, null, null]);
      expect(store.assign()).toEqual([]);
      expect(store.lifecycle.resolve(2, 'completed', 'it was done')).toBe(true);
    } finally {
      store.close();
    }
  },
);

test('a waiting prompt of the original is taken up with its defaults', () => {
  writeOriginal(dir, 'an early release');
  const store = openStore({ dataDir: dir });
  try {
    expect(store.lifecycle.enterQueue(1)?.state).toMatchObject({
      stage: 'queued',
      timeoutMs: 1_800_000,
      priority: 5,
    });
    expect(store.prompts.get(1)).toMatchObject({ max_retries: 3, retry_count: 0, archived: 0 });
  } finally {
    store.close();
  }
});

test.each([...VARIANTS, 'nothing' as const])(
  'opening %s a second and a third time changes nothing',
  (variant) => {
    if (variant !== 'nothing') writeOriginal(dir, variant);
    open();
    const dump = () =>
      ['architect.db', ASSIGNER, 'site_health.db'].map((file) =>
        read(file, (db) => {
          const schema = db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all() as {
            type: string;
            name: string;
          }[];
          const names = schema.filter(({ type }) => type === 'table').map(({ name }) => name);
          return { schema, contents: names.map((name) => db.prepare(`SELECT * FROM "${name}"`).all()) };
        }),
      );
    const first = dump();
    open();
    open();
    expect(dump()).toEqual(first);
  },
);

test('a migration that breaks off leaves nothing of itself', () => {
  writeOriginal(dir, 'as documented');
  // A table of the name that the second migration makes: its statements before that one must be undone.
  read(ASSIGNER, (db) => db.exec('CREATE TABLE leases (mine TEXT)'));
  expect(open).toThrow(/leases/);
  read(ASSIGNER, (db) => {
    expect(db.prepare('SELECT number FROM schema_migrations').pluck().all()).toEqual([1]);
    expect(db.prepare("SELECT name FROM pragma_table_info('prompts') WHERE name = 'stage'").all()).toEqual(
      [],
    );
    expect(
      db.prepare("SELECT count(*) FROM prompts WHERE status IN ('assigned', 'in_progress')").pluck().get(),
    ).toBe(2);
    db.exec('DROP TABLE leases');
  });
  open();
  expect(rows(ASSIGNER, 'prompts')[1]).toMatchObject({ stage: 'indeterminate' });
});

test('bugs of the original are taken over, whatever columns its release had', () => {
  writeOriginal(dir, 'as documented');
  read('architect.db', (db) =>
    db.exec(`CREATE TABLE bugs (id INTEGER PRIMARY KEY, title TEXT, feature_id INTEGER, severity TEXT, reporter TEXT);
      INSERT INTO bugs (id, title, feature_id, severity, reporter) VALUES (3, 'Crash', 1, 'major', 'kim'), (4, NULL, 9, NULL, NULL)`),
  );
  const store = openStore({ dataDir: dir });
  expect(store.bugs.get(3)).toMatchObject({
    ...{ title: 'Crash', feature_id: 1, severity: 'major', reporter: 'kim', status: 'open', priority: 0 },
  });
  expect(store.bugs.list({}).total).toBe(2);
  expect(store.bugs.list({ where: { severity: ['medium'] } }).items).toMatchObject([{ id: 4 }]);
  expect(store.bugs.update(3, { severity: 'high', status: 'resolved' }, 'kim')?.resolved_at).not.toBeNull();
  expect(store.features.remove(1, 'kim')).toBe(true);
  expect(store.bugs.get(3)?.feature_id).toBeNull();
  store.close();
});

test('what has no status is found by the one it is shown with', () => {
  writeOriginal(dir, 'as documented');
  read('architect.db', (db) => {
    db.exec("INSERT INTO projects (id, name, status) VALUES (9, 'p', NULL)");
    db.exec("INSERT INTO features (id, title, status) VALUES (9, 'f', NULL)");
    db.exec('CREATE TABLE bugs (id INTEGER PRIMARY KEY, title TEXT, status TEXT)');
    db.exec("INSERT INTO bugs (id, title) VALUES (9, 'b')");
  });
  const store = openStore({ dataDir: dir });
  const found = [
    store.projects.list({ where: { status: ['active'] } }),
    store.features.list({ where: { status: ['draft'] } }),
    store.bugs.list({ where: { status: ['open'] } }),
  ];
  for (const { items } of found) expect(items.map(({ id }) => id)).toEqual([9]);
  store.close();
});
