/** Who changed what: one row a change, written in the transaction of the change itself. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { type List, type ListQuery, lister } from './list';
import type { AuditRow } from './rows';

type Values = Readonly<Record<string, unknown>>;

export interface AuditEntry {
  /** The user, `api-token`, or what acted by itself, like `prompt 42`. */
  readonly actor: string;
  readonly action: string;
  readonly entity: string;
  readonly id: number | string;
  /** undefined: it wasn't there before, or isn't there afterwards. */
  readonly before?: Values | undefined;
  readonly after?: Values | undefined;
}

/** Fields that say nothing a person did. */
const BOOKKEEPING = new Set(['id', 'created_at', 'updated_at']);

export type Audit = ReturnType<typeof auditLog>;

export function auditLog(db: Db, clock: Clock) {
  const insert = db.prepare(`
    INSERT INTO audit (at, actor, action, entity, entity_id, changes)
    VALUES (@at, @actor, @action, @entity, @id, @changes)`);
  const list = lister<AuditRow>(db, { table: 'audit', text: ['changes'] });
  return {
    /** Call it inside the transaction that makes the change. Leave secrets out of `before` and `after`. */
    note({ actor, action, entity, id, before = {}, after = {} }: AuditEntry): void {
      const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
      const changed = fields
        .filter((field) => !BOOKKEEPING.has(field) && (before[field] ?? null) !== (after[field] ?? null))
        .map((field) => [field, [before[field] ?? null, after[field] ?? null]]);
      const changes = JSON.stringify(Object.fromEntries(changed));
      insert.run({ at: sqlTime(clock()), actor, action, entity, id: String(id), changes });
    },
    list: (query: ListQuery): List<AuditRow> => list(query),
  };
}
