/**
 * Numbers of the tables that came from the original, which give the number of the last row again when that is deleted:
 * prompts, issues, milestones, tasks and the audit may still name it (migration 0015_numbers_used).
 */
import type { Db } from './open';

const TABLES = ['projects', 'features', 'bugs', 'milestone_summaries'] as const;
type Numbered = (typeof TABLES)[number];

/** SQL of the number of a new row of `table`: one that no row ever had. */
export const newId = (table: Numbered): string =>
  `(SELECT 1 + max(coalesce((SELECT max(id) FROM ${table}), 0), coalesce((${lastDeleted(table)}), 0)))`;

const lastDeleted = (table: Numbered): string => `SELECT id FROM numbers_used WHERE table_name = '${table}'`;

/** For rows that may bring a number of their own; undefined for a table whose numbers SQLite looks after. */
export function numbersOf(db: Db, table: string) {
  const numbered = TABLES.find((one) => one === table);
  if (numbered === undefined) return undefined;
  const deleted = db.prepare<[], number>(lastDeleted(numbered)).pluck();
  const next = db.prepare<[], number>(`SELECT ${newId(numbered)}`).pluck();
  return {
    /** A deleted row may have had it. */
    mayBeUsed: (id: number): boolean => id <= (deleted.get() ?? 0),
    next: (): number => next.get() as number,
  };
}
