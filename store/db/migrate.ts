/**
 * Numbered migrations. Each runs once, in one transaction with the row that records it, those of a new database all in
 * one; a database that holds a newer number than this program knows is refused.
 *
 * A migration is SQL. The line `-- ensure-column TABLE NAME DEFINITION` adds a column if the table lacks it:
 * databases made by releases of the original system differ in columns, and SQLite has no ADD COLUMN IF NOT EXISTS.
 * The line `-- set-aside TABLE NEWNAME` renames a table if there is one: the original's, with columns of its own.
 * The line `-- drop-empty TABLE` drops a table that holds no rows.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { type Db, StoreError } from './open';

export type DatabaseName = 'architect' | 'assigner' | 'health';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

const DIRECTIVE =
  /^-- (?:ensure-column (?<table>\w+) (?<column>\w+) (?<definition>.+)|set-aside (?<old>\w+) (?<aside>\w+)|drop-empty (?<empty>\w+))$/gm;

/** Brings `db` up to date. Returns the numbers that were applied. */
export function migrate(db: Db, database: DatabaseName, file: string): number[] {
  const migrations = readMigrations(database);
  const isNew = db.prepare('SELECT 1 FROM sqlite_master').get() === undefined;
  db.exec(`CREATE TABLE IF NOT EXISTS schema_migrations (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)`);
  const done = new Set(db.prepare<[], number>('SELECT number FROM schema_migrations').pluck().all());
  const newest = newestMigration(database);
  const unknown = [...done].filter((number) => number > newest);
  if (unknown.length > 0) {
    throw new StoreError(
      'newer_release',
      `${file} was written by a newer release (schema ${Math.max(...unknown)}, this one knows ${newest}): update Architect Dashboard, or put back the backup made before the update.`,
    );
  }
  const due = migrations.filter(({ number }) => !done.has(number));
  const applyAll = (): void => {
    for (const migration of due) apply(db, migration);
  };
  // A new database is made at once: a commit for each would wait for the disk as often.
  if (isNew) db.transaction(applyAll).immediate();
  else applyAll();
  return due.map(({ number }) => number);
}

/** Those of this release. */
export const numbersOf = (database: DatabaseName): number[] =>
  readMigrations(database).map(({ number }) => number);

/** The newest schema of this release. */
export function newestMigration(database: DatabaseName): number {
  return numbersOf(database).at(-1) ?? 0;
}

function apply(db: Db, migration: Migration): void {
  db.transaction(() => {
    // Another process may have been faster; the lock that this transaction holds makes the answer final.
    if (db.prepare('SELECT 1 FROM schema_migrations WHERE number = ?').get(migration.number)) return;
    // Statements and directives in the order in which they are written.
    let from = 0;
    for (const match of migration.sql.matchAll(DIRECTIVE)) {
      db.exec(migration.sql.slice(from, match.index));
      const { old, aside, empty } = match.groups ?? {};
      if (old && aside) setAside(db, old, aside);
      else if (empty) dropEmpty(db, empty);
      else ensureColumn(db, match.groups as unknown as ColumnSpec);
      from = match.index;
    }
    db.exec(migration.sql.slice(from));
    db.prepare('INSERT INTO schema_migrations (number, name) VALUES (?, ?)').run(
      migration.number,
      migration.name,
    );
  }).immediate();
}

interface ColumnSpec {
  readonly table: string;
  readonly column: string;
  readonly definition: string;
}

function ensureColumn(db: Db, { table, column, definition }: ColumnSpec): void {
  const columns = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  if (!columns.includes(column)) db.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
}

function setAside(db: Db, table: string, name: string): void {
  const there = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table);
  if (!there) return;
  // Its indexes keep their names, which a new table may want.
  const indexes = db
    .prepare<[string], string>(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
    )
    .pluck()
    .all(table);
  for (const index of indexes) db.exec(`DROP INDEX "${index}"`);
  db.exec(`ALTER TABLE ${table} RENAME TO ${name}`);
}

function dropEmpty(db: Db, table: string): void {
  if (db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined) db.exec(`DROP TABLE ${table}`);
}

function readMigrations(database: DatabaseName): Migration[] {
  const dir = join(PROJECT_ROOT, 'store', 'migrations', database);
  return readdirSync(dir)
    .filter((name) => /^\d{4}_.*\.sql$/.test(name))
    .sort()
    .map((name) => ({ number: Number(name.slice(0, 4)), name, sql: readFileSync(join(dir, name), 'utf8') }));
}
