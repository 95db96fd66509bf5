/** Imports the databases of an original installation: each in one transaction, and each row once. */
import { openDatabases, type Databases, DATABASE_NAMES } from '../db/databases';
import type { DatabaseName } from '../db/migrate';
import { type Clock, sqlTime } from '../db/time';
import { openVault } from '../vault';
import type { ImportReport, RowReport, TableReport } from './report';
import { noCounts } from './report';
import type { RuleContext } from './rule';
import { RULES } from './rules';
import { ImportError, openSource, placesOf, type Source } from './source';
import { copyTable, type TableResult } from './table';

export { ImportError } from './source';
export type { ImportReport, TableReport } from './report';

export interface ImportOptions {
  readonly dataDir: string;
  readonly secretKeys: readonly string[];
  /** Directory of the original installation, or its data directory. */
  readonly from: string;
  /** Tells installations apart whose rows have the same numbers. */
  readonly origin: string;
  /** Prompts that were waiting are queued here; else they come archived. */
  readonly queue: boolean;
  /** Changes nothing, reports what would become of each row. */
  readonly dryRun: boolean;
  readonly clock?: Clock;
}

/** @throws ImportError, StoreError or VaultError; the databases that were not reported are then as they were */
export function importOriginal(options: ImportOptions): ImportReport {
  const { from, origin, dryRun, clock = () => new Date() } = options;
  const sources = openSources(from);
  try {
    const databases = openDatabases(options.dataDir);
    try {
      const tables: TableReport[] = [];
      const rows: RowReport[] = [];
      for (const name of DATABASE_NAMES) {
        const done = importDatabase(sources.get(name), name, databases, options);
        tables.push(...done.map(({ report }) => report));
        for (const result of done) rows.push(...result.rows);
      }
      return { from, origin, dry_run: dryRun, at: clock().toISOString(), tables, rows };
    } finally {
      databases.close();
    }
  } finally {
    for (const source of sources.values()) source.close();
  }
}

function openSources(from: string): Map<DatabaseName, Source> {
  const sources = new Map<DatabaseName, Source>();
  for (const name of DATABASE_NAMES) {
    const source = openSource(from, name);
    if (source) sources.set(name, source);
  }
  if (sources.size > 0) return sources;
  const places = DATABASE_NAMES.map(placesOf).join(', ');
  throw new ImportError(
    'nothing_found',
    `${from} holds no database of an original installation. Looked for: ${places}.`,
  );
}

function importDatabase(
  source: Source | undefined,
  name: DatabaseName,
  databases: Databases,
  { secretKeys, dataDir, queue, dryRun, origin, clock = () => new Date() }: ImportOptions,
) {
  const rules = RULES.filter(({ database }) => database === name);
  if (!source) {
    const skipped = `the original has no ${name} database`;
    const empty = { counts: noCounts(), columns_left_out: [], skipped };
    return rules.map(({ table, database }) => ({ report: { table, database, ...empty }, rows: [] }));
  }
  const db = databases[name];
  const vault = openVault(databases.architect, clock, { dataDir, secretKeys });
  const context: RuleContext = { db, vault, queue, dryRun, now: sqlTime(clock()) };
  db.exec('BEGIN IMMEDIATE');
  try {
    const done = [
      ...rules.map((rule) => copyTable(source, rule, context, origin)),
      ...unknownTables(source, name),
    ];
    db.exec(dryRun ? 'ROLLBACK' : 'COMMIT');
    return done;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

/** Tables that no release of the original is known to have had: they are reported, not ignored. */
function unknownTables(source: Source, database: DatabaseName): TableResult[] {
  return source.tables
    .filter((table) => !RULES.some((rule) => rule.database === database && rule.table === table))
    .map((table) => {
      const count = [...source.rows(table)].length;
      const skipped = `no place here for this table (rows: ${count})`;
      return { report: { table, database, counts: noCounts(), columns_left_out: [], skipped }, rows: [] };
    });
}
