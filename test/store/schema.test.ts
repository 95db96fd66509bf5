/** The record has every column of the original, with its type and default, and what ours needs beside them. */
import { join } from 'node:path';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import { rmSync } from 'node:fs';
import { ORIGINAL_TABLES } from './original';
import { pairs, queued, sees, temporaryDirectory, there, type TestStore, testStore, typing } from './support';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

const FILES = { architect: 'architect.db', assigner: 'assigner/assigner.db' } as const;
const CASES = Object.entries(ORIGINAL_TABLES).flatMap(([database, tables]) =>
  Object.entries(tables).map(([table, sql]) => ({ database: database as keyof typeof FILES, table, sql })),
);

const dir = temporaryDirectory();
beforeAll(() => openStore({ dataDir: dir }).close());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function columnsOf(file: string, table: string): Column[] {
  const db = openDatabase(file);
  try {
    return db.pragma(`table_info(${table})`) as Column[];
  } finally {
    db.close();
  }
}

function columnsOfSql(sql: string, table: string): Column[] {
  const db = openDatabase(join(dir, `original-${table}.db`));
  try {
    db.exec(sql);
    return db.pragma(`table_info(${table})`) as Column[];
  } finally {
    db.close();
  }
}

test.each(CASES)('$table of $database.db has the columns of the original', ({ database, table, sql }) => {
  const shape = ({ name, type, notnull, dflt_value, pk }: Column) => ({
    name,
    type,
    notnull,
    dflt_value,
    pk,
  });
  const wanted = columnsOfSql(sql, table).map(shape);
  const found = columnsOf(join(dir, FILES[database]), table).map(shape);
  expect(wanted.length).toBeGreaterThan(7);
  // In the original's order and before ours: a script that inserts without naming columns fails loudly, not wrongly.
  expect(found.slice(0, wanted.length)).toEqual(wanted);
});

describe('the documented way to register a session by hand', () => {
  const BY_HAND =
    "INSERT INTO sessions (name, provider, specialty, is_claude) VALUES ('found', 'claude', 'coding', 1)";
  let record: TestStore;
  beforeEach(() => {
    record = testStore();
    sees(record.store, 'found', { provider: 'shell', status: 'busy' });
  });
  afterEach(() => record.close());
  const found = () => there(record.store.sessions.get('found'));

  test.each([BY_HAND, BY_HAND.replace('INSERT', 'INSERT OR REPLACE'), BY_HAND.replace('INSERT', 'REPLACE')])(
    'also works where the session was found before: %s',
    (sql) => {
      const id = typing(record.store, 'leased');
      const { pane_id, status } = found();
      record.assigner().exec(sql);
      record.assigner().exec(sql.replace("'found'", "'leased'"));
      expect(found()).toMatchObject({
        ...{
          provider: 'claude',
          specialty: 'coding',
          is_claude: 1,
          detected: 0,
          present: 1,
          pane_id,
          status,
        },
      });
      expect(record.store.leases.get(id)).toMatchObject({ session_name: 'leased' });
    },
  );

  test('is honoured by what is looked for there, and by who gets which prompt', () => {
    const id = queued(record.store, { specialty: 'coding' });
    sees(record.store, 'found');
    expect(record.store.assign()).toEqual([]);
    record.assigner().exec(BY_HAND);
    expect(pairs(record.store.assign())).toEqual([`${id} -> found`]);
    sees(record.store, 'found', { provider: 'codex' });
    expect(found()).toMatchObject({ provider: 'claude', specialty: 'coding' });
  });

  test('leaves what it does not name', () => {
    record.store.sessions.describe('found', { specialty: 'review' });
    record.assigner().exec("INSERT INTO sessions (name, is_claude) VALUES ('found', 0)");
    expect(found()).toMatchObject({ provider: 'shell', specialty: 'review' });
  });

  test('is told to the pages', () => {
    const before = record.store.changes.last();
    record.assigner().exec(BY_HAND);
    expect(record.store.changes.since(before)).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'session', key: 'found' })]),
    );
  });
});

test('the documented way to register a session by hand works before it is there', () => {
  const db = openDatabase(join(dir, FILES.assigner));
  db.exec(
    "INSERT INTO sessions (name, provider, specialty, is_claude) VALUES ('dev_worker3', 'claude', 'coding', 1)",
  );
  db.close();
  const store = openStore({ dataDir: dir });
  expect(store.sessions.get('dev_worker3')).toMatchObject({ provider: 'claude', detected: 0, present: 0 });
  store.close();
});

test.each([
  [
    'architect.db',
    [
      'projects',
      'features',
      'bugs',
      'secrets',
      'web_sessions',
      'error_groups',
      'audit',
      'milestone_summaries',
    ],
  ],
  [
    'assigner/assigner.db',
    ['prompts', 'sessions', 'assignment_history', 'lost_and_found', 'leases', 'work_links', 'unwatched'],
  ],
  ['site_health.db', ['health_checks', 'outages']],
])('%s has its tables', (file, tables) => {
  const db = openDatabase(join(dir, file));
  const found = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  db.close();
  expect(found).toEqual(expect.arrayContaining([...tables, 'schema_migrations']));
});
