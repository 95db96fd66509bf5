/** The record has every column of the original, with its type and default, and what ours needs beside them. */
import { join } from 'node:path';
import { openStore } from '../../store';
import { openDatabase } from '../../store/open';
import { rmSync } from 'node:fs';
import { ORIGINAL_TABLES } from './original';
import { temporaryDirectory } from './support';

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

test('the documented way to register a session by hand works', () => {
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
