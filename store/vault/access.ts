/** The access log of the vault: who did what with which secret, and when. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

export type AccessAction =
  'created' | 'viewed' | 'changed' | 'value_set' | 'deleted' | 'leased' | 'used' | 'imported';

export interface AccessRow {
  readonly id: number;
  readonly secret_id: number | null;
  readonly name: string;
  readonly action: AccessAction;
  readonly who: string;
  readonly at: string;
}

interface Wanted {
  readonly id: number | null;
  readonly name: string | null;
}
const WANTED = 'WHERE (@id IS NULL OR secret_id = @id) AND (@name IS NULL OR name = @name)';

export type AccessLog = ReturnType<typeof accessLog>;

export function accessLog(db: Db, clock: Clock) {
  const insert = db.prepare(
    'INSERT INTO secret_access (secret_id, name, action, who, at) VALUES (?, ?, ?, ?, ?)',
  );
  const count = db.prepare(
    'UPDATE secrets SET access_count = coalesce(access_count, 0) + 1, last_accessed = ? WHERE id = ?',
  );
  const list = db.prepare<[Wanted & { limit: number; offset: number }], AccessRow>(
    `SELECT * FROM secret_access ${WANTED} ORDER BY id DESC LIMIT @limit OFFSET @offset`,
  );
  const total = db.prepare<[Wanted], number>(`SELECT count(*) FROM secret_access ${WANTED}`).pluck();
  const note = ({ id, name }: { id: number; name: string }, action: AccessAction, who: string): void =>
    void insert.run(id, name, action, who, sqlTime(clock()));
  return {
    note,
    /** The value left the vault: also counted with the secret. */
    noteUse(secret: { id: number; name: string }, action: 'viewed' | 'used', who: string): void {
      note(secret, action, who);
      count.run(sqlTime(clock()), secret.id);
    },
    /** Newest first, of one secret or all. Deleted ones are found by their name only. */
    list(of: Partial<Wanted>, limit: number, offset: number) {
      const wanted = { id: null, name: null, ...of };
      return {
        items: list.all({ ...wanted, limit, offset }),
        total: total.get(wanted) ?? 0,
        limit,
        offset,
      };
    },
  };
}
