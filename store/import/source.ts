/** The databases of an original installation, opened for reading only. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { quickCheck } from '../db/integrity';
import type { DatabaseName } from '../db/migrate';
import { type Db, openDatabase } from '../db/open';
import { decodeText } from './text';

/** An installation that can't be imported at all. The message says what to do. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  /** `nothing_found`: no database of an original; `of_this_release`: it is one of ours; `unreadable`: it is no database. */
  constructor(
    readonly code: 'nothing_found' | 'of_this_release' | 'unreadable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Where each release of the original kept them, from the directory that is named. */
const PLACES: Readonly<Record<DatabaseName, readonly string[]>> = {
  architect: ['data/architect.db', 'architect.db'],
  assigner: ['data/assigner/assigner.db', 'assigner/assigner.db', 'data/assigner.db', 'assigner.db'],
  health: ['data/site_health.db', 'site_health.db'],
};

export type Value = string | number | null;
export interface SourceRow {
  /** Its `id`, else its `name`, else the number SQLite gives it. */
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
  /** What had to be done to its texts. */
  readonly notes: readonly string[];
}

export interface Source {
  readonly file: string;
  readonly tables: readonly string[];
  columns(table: string): string[];
  rows(table: string): Generator<SourceRow>;
  close(): void;
}

/** @throws ImportError if it can't be read or is no database of the original */
export function openSource(dir: string, name: DatabaseName): Source | undefined {
  const file = PLACES[name].map((place) => join(dir, place)).find((place) => existsSync(place));
  return file === undefined ? undefined : readSource(file);
}

export function placesOf(name: DatabaseName): string {
  return PLACES[name].join(', ');
}

function readSource(file: string): Source {
  const db = opened(file);
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  if (tables.includes('schema_migrations')) {
    db.close();
    throw new ImportError(
      'of_this_release',
      `${file} is a database of this release, not of the original: \`architect restore\` puts back a backup.`,
    );
  }
  const columns = (table: string): string[] =>
    db.prepare<[string], string>('SELECT name FROM pragma_table_info(?) ORDER BY cid').pluck().all(table);

  return {
    file,
    tables,
    columns,
    *rows(table) {
      const names = columns(table);
      // Bytes, not text: what isn't UTF-8 would lose characters.
      const parts = names.map((name) => {
        const column = quoted(name);
        return `typeof(${column}), CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`;
      });
      const key = ['id', 'name'].find((one) => names.includes(one));
      const rows = db
        .prepare<[], unknown[]>(`SELECT rowid, ${parts.join(', ')} FROM ${quoted(table)} ORDER BY rowid`)
        .raw();
      for (const row of rows.iterate()) yield readRow(row, names, key);
    },
    close: () => db.close(),
  };
}

function opened(file: string): Db {
  try {
    const db = openDatabase(file, { readonly: true });
    const fault = quickCheck(db);
    if (fault === undefined) return db;
    db.close();
    throw new Error(fault);
  } catch (error) {
    const { cause, message } = error as Error;
    throw new ImportError(
      'unreadable',
      `${file} can't be read as a database (${(cause as Error | undefined)?.message ?? message}): stop the original, and if the file is damaged, save what can be saved with sqlite3's .recover.`,
      { cause: error },
    );
  }
}

function readRow(raw: unknown[], names: readonly string[], key: string | undefined): SourceRow {
  const values: Record<string, Value> = {};
  const notes: string[] = [];
  for (const [index, name] of names.entries()) {
    const [type, value] = raw.slice(1 + index * 2, 3 + index * 2);
    if (!Buffer.isBuffer(value)) {
      values[name] = value as Value;
      continue;
    }
    const { text, note } = decodeText(value);
    values[name] = text;
    if (note !== undefined) notes.push(`${name}: ${note}`);
    else if (type === 'blob') notes.push(`${name}: bytes, taken as text`);
  }
  const id = key === undefined ? raw[0] : (values[key] ?? raw[0]);
  return { id: String(id), values, notes };
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
