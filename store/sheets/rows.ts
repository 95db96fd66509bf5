/** The rows of the record as the spreadsheet has them: a key, and a text for each column. */
import { LONGEST_CELL, type SheetTab } from '../../workflows/contracts/sheets';
import type { Databases } from '../db/databases';
import { isoTime } from '../db/time';

export interface SheetRow {
  /** `project-7`: the same for good. */
  readonly key: string;
  readonly cells: readonly string[];
}

export interface SheetRows {
  readonly columns: readonly string[];
  /** The oldest first. */
  readonly rows: readonly SheetRow[];
}

interface Source {
  readonly database: 'architect' | 'assigner';
  readonly prefix: string;
  /** Titles of the columns, and where they come from. `time` is shown with its zone. */
  readonly columns: Readonly<Record<string, { readonly sql: string; readonly time?: true }>>;
  readonly from: string;
}

const TIMES = {
  Created: { sql: 't.created_at', time: true },
  Updated: { sql: 't.updated_at', time: true },
} as const;
const PROJECT = { sql: '(SELECT name FROM projects WHERE id = t.project_id)' };

const SOURCES: Readonly<Record<SheetTab, Source>> = {
  projects: {
    ...{ database: 'architect', prefix: 'project', from: 'projects' },
    columns: {
      Name: { sql: 't.name' },
      Description: { sql: 't.description' },
      Status: { sql: 't.status' },
      Priority: { sql: 't.priority' },
      ...TIMES,
    },
  },
  features: {
    ...{ database: 'architect', prefix: 'feature', from: 'features' },
    columns: {
      Title: { sql: 't.title' },
      Project: PROJECT,
      Description: { sql: 't.description' },
      Status: { sql: 't.status' },
      Priority: { sql: 't.priority' },
      'Assigned to': { sql: 't.assigned_to' },
      'Estimated hours': { sql: 't.estimated_hours' },
      'Actual hours': { sql: 't.actual_hours' },
      ...TIMES,
      Completed: { sql: 't.completed_at', time: true },
    },
  },
  bugs: {
    ...{ database: 'architect', prefix: 'bug', from: 'bugs' },
    columns: {
      Title: { sql: 't.title' },
      Project: PROJECT,
      Description: { sql: 't.description' },
      Severity: { sql: 't.severity' },
      Status: { sql: 't.status' },
      Priority: { sql: 't.priority' },
      'Assigned to': { sql: 't.assigned_to' },
      ...TIMES,
    },
  },
  prompts: {
    ...{ database: 'assigner', prefix: 'prompt', from: 'prompts' },
    columns: {
      Prompt: { sql: 't.content' },
      Status: { sql: 't.status' },
      Session: { sql: 't.assigned_session' },
      Source: { sql: 't.source' },
      Priority: { sql: 't.priority' },
      Answer: { sql: 't.response' },
      Error: { sql: 't.error' },
      'Cost in USD': { sql: 't.cost_usd' },
      Created: { sql: 't.created_at', time: true },
      Completed: { sql: 't.completed_at', time: true },
    },
  },
};

type Cell = string | null;

/** The newest `limit` of a tab. Of a text that no cell can hold only so much is read that it shows. */
export function sheetRowsReader(databases: Pick<Databases, 'architect' | 'assigner'>) {
  const readers = (Object.keys(SOURCES) as SheetTab[]).map((tab) => [tab, reader(databases, SOURCES[tab])]);
  const byTab = Object.fromEntries(readers) as Record<SheetTab, ReturnType<typeof reader>>;
  return (tab: SheetTab, limit: number): SheetRows => byTab[tab](limit);
}

function reader(databases: Pick<Databases, 'architect' | 'assigner'>, source: Source) {
  const columns = Object.values(source.columns);
  const select = databases[source.database]
    .prepare<[number], [number, ...Cell[]]>(
      `SELECT t.id, ${columns.map(({ sql }) => `substr(${sql}, 1, ${LONGEST_CELL + 1})`).join(', ')} FROM ${source.from} t ORDER BY t.id DESC LIMIT ?`,
    )
    .raw();
  const shown = (cell: Cell, index: number): string =>
    cell === null ? '' : columns[index]?.time ? isoTime(cell) : cell;
  return (limit: number): SheetRows => ({
    columns: Object.keys(source.columns),
    rows: select
      .all(limit)
      .reverse()
      .map(([id, ...cells]) => ({ key: `${source.prefix}-${id}`, cells: cells.map(shown) })),
  });
}
