/** Copies one table, row by row; a row that doesn't fit is refused with the reason, and the others go on. */
import { createHash } from 'node:crypto';
import { numbersOf } from '../db/ids';
import type { Db } from '../db/open';
import { ensureAside } from './aside';
import { fitting, insertSql, type TargetTable, targetTable } from './columns';
import { noCounts, type Outcome, type RowReport, type TableReport } from './report';
import type { Prepared, RuleContext, TableRule, Values } from './rule';
import { quoted, type Source, type SourceRow, type Value } from './source';

export interface TableResult {
  readonly report: TableReport;
  readonly rows: readonly RowReport[];
}

interface Known {
  readonly content_hash: string;
  readonly target_id: string | null;
}

export function copyTable(
  source: Source,
  rule: TableRule,
  context: RuleContext,
  origin: string,
): TableResult {
  const { table, database, into = table, renamed = [], prepare = plain } = rule;
  const { db, now } = context;
  const inSource = source.tables.includes(table);
  if (inSource && rule.into !== undefined) ensureAside(db, rule.into, source.columns(table));
  const target = inSource ? targetTable(db, into) : undefined;
  if (!target) {
    const skipped = inSource
      ? `there is no table ${table} in this release's ${database} database`
      : 'the original has no such table';
    return { report: { table, database, counts: noCounts(), columns_left_out: [], skipped }, rows: [] };
  }
  const find = db.prepare<[string, string, string], Known>(
    'SELECT * FROM imported_rows WHERE origin = ? AND table_name = ? AND source_id = ?',
  );
  const insert = inserter(db, into, target);
  const remember = db.prepare('INSERT INTO imported_rows VALUES (?, ?, ?, ?, ?, ?)');
  const counts = noCounts();
  const rows: RowReport[] = [];
  const leftOut = new Set<string>();

  for (const row of source.rows(table)) {
    const hash = contentHash(row.values);
    const known = find.get(origin, table, row.id);
    const result = known ? again(known, hash) : fresh(row);
    if (!known && result.target_id !== null) remember.run(origin, table, row.id, hash, result.target_id, now);
    counts[result.outcome] += 1;
    rows.push({ table, id: row.id, ...result });
  }
  return { report: { table, database, counts, columns_left_out: [...leftOut], skipped: null }, rows };

  function fresh(row: SourceRow): Result {
    for (const [name, value] of Object.entries(row.values))
      if (value !== null && !target?.columns.has(name) && !renamed.includes(name)) leftOut.add(name);
    const prepared = prepare({ ...row.values }, context);
    const notes = [...row.notes, ...prepared.notes];
    if (prepared.refuse !== undefined) return refused(prepared.refuse);
    if (prepared.existing !== undefined)
      return { outcome: 'changed', target_id: prepared.existing, reason: notes.join('; ') };
    try {
      return insertRow(target as TargetTable, { insert, origin, prepared, notes, find });
    } catch (error) {
      const reason = constraint(error as Error & { code?: string });
      if (reason === undefined) throw error;
      return refused(reason);
    }
  }
}

type Result = Pick<RowReport, 'outcome' | 'target_id' | 'reason'>;

interface Insertion {
  readonly insert: Insert;
  readonly origin: string;
  readonly prepared: Prepared;
  readonly notes: string[];
  readonly find: { get(origin: string, table: string, id: string): Known | undefined };
}

function insertRow(target: TargetTable, { insert, origin, prepared, notes, find }: Insertion): Result {
  const values = new Map<string, Value>();
  for (const [name, column] of target.columns) {
    if (!(name in prepared.values)) continue;
    const fits = fitting(column, prepared.values[name] ?? null, notes);
    if (fits !== undefined) values.set(name, fits);
  }
  for (const [name, to] of target.references) {
    const id = values.get(name);
    if (id === undefined || id === null) continue;
    const here = find.get(origin, to, String(id))?.target_id;
    if (here == null) {
      if (target.columns.get(name)?.notnull === 1) return refused(`${name}: ${to} has no row ${id}`);
      notes.push(`${name}: ${to} has no row ${id}, so it belongs to none`);
    }
    values.set(name, here == null ? null : Number(here));
  }
  if ([...values.keys()].every((name) => name === target.key))
    return refused('none of its columns has a place here');
  const id = insert(values, prepared.after);
  const outcome: Outcome = notes.length > 0 ? 'changed' : 'kept';
  return { outcome, target_id: String(id), reason: notes.join('; ') || null };
}

type Id = string | number;
type Insert = (values: Map<string, Value>, after: Prepared['after']) => Id;

/** Inserts rows of one table, each with what follows it or not at all. */
function inserter(db: Db, table: string, { key }: TargetTable): Insert {
  const statements = new Map<string, { get(...values: Value[]): Id | undefined }>();
  const statement = (columns: readonly string[]) => {
    const name = columns.join();
    const known = statements.get(name) ?? db.prepare<Value[], Id>(insertSql(table, columns, key)).pluck();
    statements.set(name, known);
    return known;
  };
  const isTaken = db.prepare<[Value]>(`SELECT 1 FROM ${quoted(table)} WHERE ${quoted(key)} = ?`);
  const numbers = numbersOf(db, table);
  const isFree = (own: Value | undefined): boolean =>
    typeof own === 'number' && !isTaken.get(own) && !numbers?.mayBeUsed(own);
  return db.transaction((values: Map<string, Value>, after: Prepared['after']): Id => {
    // Its own number, as people know it, if that is free.
    if (key === 'id' && !isFree(values.get(key))) {
      if (numbers) values.set(key, numbers.next());
      else values.delete(key);
    }
    const id = statement([...values.keys()]).get(...values.values()) as Id;
    after?.(id);
    return id;
  });
}

function again(known: Known, hash: string): Result {
  if (known.content_hash === hash) return { outcome: 'unchanged', target_id: known.target_id, reason: null };
  return refused(
    'it has changed in the original since it was imported, or is of another installation (--as NAME): what is here stays',
  );
}

const plain = (values: Values): Prepared => ({ values, notes: [] });
const refused = (reason: string): Result => ({ outcome: 'refused', target_id: null, reason });

function contentHash(values: Readonly<Record<string, Value>>): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/** What a constraint of the table says, for a person; undefined for faults that are no row's. */
function constraint({ code = '', message }: Error & { code?: string }): string | undefined {
  const column = /(?:\w+\.)(\w+)/.exec(message)?.[1] ?? 'a value';
  switch (code) {
    case 'SQLITE_CONSTRAINT_NOTNULL':
      return `${column}: is missing`;
    case 'SQLITE_CONSTRAINT_UNIQUE':
    case 'SQLITE_CONSTRAINT_PRIMARYKEY':
      return `${column}: there is one here already`;
    case 'SQLITE_CONSTRAINT_CHECK':
      return `a value isn't allowed here (${message})`;
    default:
      return code.startsWith('SQLITE_CONSTRAINT') ? message : undefined;
  }
}
