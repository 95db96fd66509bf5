/** What the figures for Prometheus are made of: counts of this moment, and what happened since the last question. */
import { statSync } from 'node:fs';
import { refusedWrites } from '../db/busy-timeout';
import { dataVersion, keptWhile } from '../db/data-version';
import { type Databases, DATABASE_NAMES } from '../db/databases';
import type { Db } from '../db/open';
import { timeMs } from '../db/time';
import { type CountQuery, COUNTS } from './counts';
import { endedStages, type Read } from './ended-stages';

export { COUNTS } from './counts';
export type { EndedStage, Read } from './ended-stages';

export interface CountRow {
  readonly labels: readonly string[];
  readonly count: number;
  /** When the oldest began, Unix milliseconds; null = the figure has no age. */
  readonly oldestMs: number | null;
}

/** A dialog that was answered or ended. */
export interface EndedDialog {
  readonly status: string;
  readonly verdict: string | null;
  readonly decidedBy: string | null;
}

/** A request to a language model. */
export interface EndedCall {
  readonly provider: string;
  readonly fault: string | null;
  readonly durationMs: number;
}

export interface DatabaseFigures {
  readonly database: string;
  readonly bytes: number;
  readonly walBytes: number;
  /** Writes that were refused since the start. */
  readonly refused: Readonly<Record<'busy' | 'full' | 'other', number>>;
}

export function telemetryReader(databases: Databases) {
  const counts = COUNTS.map((query) => ({ query, read: countReader(databases[query.database], query) }));
  const { architect } = databases;

  return {
    counts: () => counts.map(({ query, read }) => ({ query, rows: read() })),
    stages: endedStages(databases.assigner),
    dialogs: rowsAfter<EndedDialog>(
      architect,
      'claude_interactions',
      'status, verdict, decided_by AS decidedBy',
    ),
    modelCalls: rowsAfter<EndedCall>(
      architect,
      'model_calls',
      'provider, fault_code AS fault, duration_ms AS durationMs',
    ),
    databases: (): DatabaseFigures[] =>
      DATABASE_NAMES.map((database) => {
        const { name: file } = databases[database];
        const refused = refusedWrites(databases[database]);
        return { database, bytes: sizeOf(file), walBytes: sizeOf(`${file}-wal`), refused };
      }),
  };
}

/** Asks anew only after a write. */
function countReader(db: Db, { sql, labels, aged }: CountQuery): () => readonly CountRow[] {
  const statement = db.prepare<[], (string | number | null)[]>(sql).raw();
  const width = Object.keys(labels).length;
  return keptWhile(dataVersion(db), () =>
    statement.all().map((row): CountRow => {
      const oldest = aged === undefined ? null : row[width + 1];
      return {
        labels: row.slice(0, width).map(String),
        count: Number(row[width]),
        oldestMs: oldest == null ? null : timeMs(String(oldest)),
      };
    }),
  );
}

/** Rows of a table that only grows, after the one that was seen last. */
function rowsAfter<T>(db: Db, table: string, columns: string) {
  const newest = db.prepare<[], number>(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck();
  const rows = db.prepare<[number, number], T & { id: number }>(
    `SELECT id, ${columns} FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`,
  );
  return {
    newest: (): number => newest.get() ?? 0,
    after(after: number, limit: number): Read<T> {
      const events = rows.all(after, limit);
      return { events, last: events.at(-1)?.id ?? after };
    },
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
