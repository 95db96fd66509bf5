/**
 * The session that something is meant for before it has a prompt. A name is a label that people change, so its number is
 * kept as well: what is queued later goes to the terminal that was meant, not to the one that has its name by then.
 */
import type { Db } from '../db/open';

export interface Targeted {
  readonly target_session: string | null;
  /** null: there was no session of that name. */
  readonly target_uid: number | null;
}

export type SessionTargets = ReturnType<typeof sessionTargets>;

/** @param db assigner.db */
export function sessionTargets(db: Db) {
  const byName = db.prepare<[string], number>('SELECT uid FROM sessions WHERE name = ?').pluck();
  const all = db
    .prepare<[], [uid: number, name: string]>('SELECT uid, name FROM sessions WHERE uid IS NOT NULL')
    .raw();

  return {
    uidOf: (name: string | null): number | null => (name === null ? null : (byName.get(name) ?? null)),
    /** The same rows, each with what its session is called now. One that is gone keeps the name that it had. */
    named<Row extends Targeted>(rows: readonly Row[]): Row[] {
      if (!rows.some(({ target_uid: uid }) => uid !== null)) return [...rows];
      const names = new Map(all.all());
      return rows.map((row) => {
        const name = row.target_uid === null ? undefined : names.get(row.target_uid);
        return name === undefined ? row : { ...row, target_session: name };
      });
    },
  };
}
