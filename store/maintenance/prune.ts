/** Lets old rows go, a few at a time, so that nobody else waits long for the database. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { Keep } from '../../workflows/contracts/maintenance';
import type { Databases } from '../db/databases';
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { type PruneRule, pruneRules } from './rules';

/** Rows in one transaction: about a millisecond's work. */
const BATCH = 500;

/** Rows that went, or would go, by table; tables of which there are none are left out. */
export async function prune(
  databases: Databases,
  clock: Clock,
  { keep, dryRun }: { keep: Keep; dryRun: boolean },
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const count = (table: string, rows: number): void => {
    if (rows > 0) counts[table] = (counts[table] ?? 0) + rows;
  };
  for (const rule of pruneRules(keep, clock())) {
    const db = databases[rule.database];
    if (!hasTable(db, rule.table)) continue;
    if (dryRun) countOld(db, rule, count);
    else await removeOld(db, rule, count);
  }
  return counts;
}

type Count = (table: string, rows: number) => void;

function countOld(db: Db, { table, where, parameter, with: others = [] }: PruneRule, count: Count): void {
  const old = `SELECT t.rowid FROM ${table} t WHERE ${where}`;
  const total = (sql: string): number => db.prepare<[number], number>(sql).pluck().get(parameter) ?? 0;
  count(table, total(`SELECT count(*) FROM (${old})`));
  for (const [other, column] of others)
    count(other, total(`SELECT count(*) FROM ${other} WHERE ${column} IN (${old})`));
}

async function removeOld(db: Db, rule: PruneRule, count: Count): Promise<void> {
  const { table, where, parameter, with: others = [] } = rule;
  const old = db
    .prepare<[number], number>(
      `SELECT t.rowid FROM ${table} t WHERE ${where} ORDER BY t.rowid LIMIT ${BATCH}`,
    )
    .pluck();
  const remove = [...others, [table, 'rowid'] as const].map(([name, column]) => ({
    name,
    rows: db.prepare<[string]>(`DELETE FROM ${name} WHERE ${column} IN (SELECT value FROM json_each(?))`),
  }));
  const batch = db.transaction((): number => {
    const ids = old.all(parameter);
    for (const { name, rows } of ids.length > 0 ? remove : [])
      count(name, rows.run(JSON.stringify(ids)).changes);
    return ids.length;
  }).immediate;
  while (batch() === BATCH) await breathe();
}

function hasTable(db: Db, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}
