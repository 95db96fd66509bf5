/** Makes values of the original fit the columns that are here. */
import type { Db } from '../db/open';
import { sqlTime } from '../db/time';
import { quoted, type Value } from './source';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

export interface TargetTable {
  readonly columns: ReadonlyMap<string, Column>;
  /** Column -> table that its ids are of. */
  readonly references: ReadonlyMap<string, string>;
  /** The column that names a row. */
  readonly key: string;
}

/** Columns that hold ids by their name, whether or not the table says so. */
const IDS: Readonly<Record<string, string>> = {
  project_id: 'projects',
  feature_id: 'features',
  bug_id: 'bugs',
  milestone_id: 'milestone_summaries',
  prompt_id: 'prompts',
  current_task_id: 'prompts',
  task_id: 'task_queue',
};
const TIME = /_at$|^last_(activity|accessed)$|^timestamp$/;

export function targetTable(db: Db, table: string): TargetTable | undefined {
  const rows = db.prepare<[string], Column>('SELECT * FROM pragma_table_info(?)').all(table);
  if (rows.length === 0) return undefined;
  const declared = db
    .prepare<[string], { from: string; table: string }>(
      'SELECT "from", "table" FROM pragma_foreign_key_list(?)',
    )
    .all(table);
  const columns = new Map(rows.map((column) => [column.name, column]));
  const references = new Map(Object.entries(IDS).filter(([name]) => columns.has(name)));
  for (const { from, table: to } of declared) references.set(from, to);
  return { columns, references, key: rows.find(({ pk }) => pk > 0)?.name ?? 'rowid' };
}

/** The value as the column takes it; undefined = leave it to the column's default. Notes say what was lost. */
export function fitting(column: Column, value: Value, notes: string[]): Value | undefined {
  if (value === null) return column.notnull === 1 && column.dflt_value !== null ? undefined : null;
  if (TIME.test(column.name)) {
    const time = normalTime(value);
    if (time === undefined) notes.push(`${column.name}: ${JSON.stringify(value)} is no time`);
    return time;
  }
  if (!/INT|REAL|FLOA|DOUB|NUM/i.test(column.type)) return String(value);
  const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
  // A fraction in a column of whole numbers stays, as it did in the original.
  if (Number.isFinite(number)) return number;
  notes.push(`${column.name}: ${JSON.stringify(value)} is no number`);
  return undefined;
}

/** As times are written here; undefined if it is none. */
function normalTime(value: string | number): string | undefined {
  if (typeof value === 'number') {
    // Python's time.time(): seconds.
    const date = new Date(value * 1_000);
    return Number.isNaN(date.getTime()) ? undefined : sqlTime(date);
  }
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/.test(value) && !Number.isNaN(Date.parse(`${value}Z`)))
    return value;
  const zoned = /^\d{4}-\d\d-\d\d$|[zZ]$|:\d\d[+-]\d\d:?\d\d$/.test(value);
  const date = new Date(zoned ? value : `${value.replace(' ', 'T')}Z`);
  return /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(date.getTime()) ? sqlTime(date) : undefined;
}

export const insertSql = (table: string, columns: readonly string[], key: string): string =>
  columns.length === 0
    ? `INSERT INTO ${quoted(table)} DEFAULT VALUES RETURNING ${quoted(key)}`
    : `INSERT INTO ${quoted(table)} (${columns.map(quoted).join(', ')})
       VALUES (${columns.map(() => '?').join(', ')}) RETURNING ${quoted(key)}`;
