/** One table of the record of work: list, read, insert, change, remove, each change with its line in the audit. */
import type { Db } from '../db/open';
import { newId } from '../db/ids';
import type { Transition } from '../outbox/transition';
import { type Clock, sqlTime } from '../db/time';
import type { Audit } from './audit';
import { WorkItemError, withoutDuplicates } from './errors';
import { type List, type ListQuery, type Listed, lister } from './list';

export interface RecordTable<Row> extends Listed {
  readonly table: 'projects' | 'features' | 'bugs';
  /** What one row is called, in messages and in the audit. */
  readonly noun: string;
  /** Column -> table whose id it holds, with the word for one of its rows. */
  readonly references?: Readonly<Record<string, { readonly table: string; readonly noun: string }>>;
  /** What follows from a change: times, defaults of other columns. `before` undefined: the row is new. */
  readonly derive?: (changes: Partial<Row>, before: Row | undefined, now: string) => Partial<Row>;
}

/** May throw to keep a change from being made; `current` is the row inside the transaction. */
export type Check<Row> = (current: Row) => void;

interface Stamped {
  readonly id: number;
}

export type RecordRepository<Row extends Stamped> = ReturnType<typeof recordRepository<Row>>;

export interface RecordDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly transition: Transition;
}

export function recordRepository<Row extends Stamped>(
  { db, clock, audit, transition }: RecordDeps,
  { table, text, ranked, noun, references = {}, derive = (changes) => changes }: RecordTable<Row>,
) {
  const get = db.prepare<[number], Row>(`SELECT * FROM ${table} WHERE id = ?`);
  const remove = db.prepare(`DELETE FROM ${table} WHERE id = ?`);
  const list = lister<Row>(db, { table, text, ...(ranked && { ranked }) });
  const missing = Object.entries(references).map(([column, target]) => {
    const find = db.prepare<[unknown], number>(`SELECT 1 FROM ${target.table} WHERE id = ?`).pluck();
    return (values: Partial<Row>): void => {
      const id = values[column as keyof Row] as number | null | undefined;
      if (id == null || find.get(id) !== undefined) return;
      throw new WorkItemError('reference', column, `there is no ${target.noun} ${id}`);
    };
  });
  const note = (actor: string, action: string, id: number, before?: Row, after?: Row): void =>
    audit.note({
      ...{ actor, action, entity: noun, id },
      before: before as Record<string, unknown> | undefined,
      after: after as Record<string, unknown> | undefined,
    });

  return {
    noun,
    get: (id: number): Row | undefined => get.get(id),
    list: (query: ListQuery): List<Row> => list(query),

    /** @throws WorkItemError where the name is taken or a reference leads nowhere */
    insert: transition((values: Partial<Row>, actor: string): Row => {
      const now = sqlTime(clock());
      const row = { ...values, ...derive(values, undefined, now), created_at: now, updated_at: now };
      for (const check of missing) check(row);
      const columns = Object.keys(row);
      const insert = db.prepare<[object], Row>(
        `INSERT INTO ${table} (id, ${columns.join()}) VALUES (${newId(table)}, ${columns.map((one) => `@${one}`).join()})
         RETURNING *`,
      );
      const made = withoutDuplicates(noun, () => insert.get(row)) as Row;
      note(actor, 'create', made.id, undefined, made);
      return made;
    }),

    /**
     * Changes the columns named in `values`; a value that is there already changes nothing. undefined: no such row.
     * @throws WorkItemError as `insert`; whatever `check` throws
     */
    update: transition(
      (id: number, values: Partial<Row>, actor: string, check?: Check<Row>): Row | undefined => {
        const before = get.get(id);
        if (!before) return undefined;
        check?.(before);
        const now = sqlTime(clock());
        const wanted = Object.entries({ ...values, ...derive(values, before, now) });
        const changed = wanted.filter(([column, value]) => before[column as keyof Row] !== value);
        if (changed.length === 0) return before;
        const changes = Object.fromEntries(changed);
        for (const refuse of missing) refuse(changes as Partial<Row>);
        const sets = changed.map(([column]) => `${column} = @${column}`).join(', ');
        const update = db.prepare(`UPDATE ${table} SET ${sets}, updated_at = @now WHERE id = @id`);
        withoutDuplicates(noun, () => update.run({ ...changes, now, id }));
        const after = get.get(id);
        note(actor, 'update', id, before, after);
        return after;
      },
    ),

    /** False: no such row. @throws whatever `check` throws */
    remove: transition((id: number, actor: string, check?: Check<Row>): boolean => {
      const before = get.get(id);
      if (!before) return false;
      check?.(before);
      remove.run(id);
      note(actor, 'delete', id, before);
      return true;
    }),
  };
}
