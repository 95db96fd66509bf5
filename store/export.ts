/** The databases as JSON, for other programs: the tables that people fill, row by row, no sealed values. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE_FILES } from './db/databases';
import type { DatabaseName } from './db/migrate';
import { openDatabase } from './db/open';

/** What is left out holds logins, tokens, locks and bookkeeping of this program. */
const TABLES: Readonly<Record<DatabaseName, readonly string[]>> = {
  architect: [
    ...['projects', 'milestone_summaries', 'milestone_tasks', 'features', 'bugs', 'task_queue'],
    ...['github_projects', 'github_links', 'github_pull_requests', 'secrets', 'secret_access'],
    ...['claude_patterns', 'claude_interactions', 'trusted_directories', 'error_groups'],
    ...['error_reports', 'audit'],
    // What an import or a database that was taken over brought along.
    ...['claude_patterns_original', 'claude_interactions_original', 'task_queue_original'],
  ],
  assigner: [
    'prompts',
    'prompt_upstreams',
    'prompt_templates',
    'recurring_prompts',
    'recurring_firings',
    'sessions',
    'assignment_history',
    'lost_and_found',
    'confirmations',
    'work_links',
    'confirm_settings',
  ],
  health: ['health_checks', 'outages'],
};
const HIDDEN_COLUMNS = ['hook_key', 'encrypted_value', 'idempotency_key', 'idempotency_hash'];

export interface ExportedRow {
  readonly table: string;
  /** Undefined for the first sight of a table: it may have no rows. */
  readonly row?: Readonly<Record<string, unknown>>;
}

/** Each table once without a row, then its rows. @throws StoreError */
export function* exportRows(dataDir: string): Generator<ExportedRow> {
  for (const [name, tables] of Object.entries(TABLES)) {
    const file = join(dataDir, DATABASE_FILES[name as DatabaseName]);
    if (!existsSync(file)) continue;
    const db = openDatabase(file, { readonly: true });
    try {
      // One moment for all tables of the database.
      db.exec('BEGIN');
      const present = db
        .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'")
        .pluck()
        .all();
      for (const table of tables.filter((one) => present.includes(one))) {
        yield { table };
        for (const row of db
          .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1`)
          .iterate())
          yield { table, row: shown(row) };
      }
    } finally {
      db.close();
    }
  }
}

function shown(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !HIDDEN_COLUMNS.includes(name))
      .map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString('base64') : value]),
  );
}
