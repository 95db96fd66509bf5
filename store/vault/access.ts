/** The access log of the vault: who did what with which secret, and when. */
import type { Db } from '../open';
import { type Clock, sqlTime } from '../time';

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

export type AccessLog = ReturnType<typeof accessLog>;

export function accessLog(db: Db, clock: Clock) {
  const insert = db.prepare(
    'INSERT INTO secret_access (secret_id, name, action, who, at) VALUES (?, ?, ?, ?, ?)',
  );
  const count = db.prepare(
    'UPDATE secrets SET access_count = coalesce(access_count, 0) + 1, last_accessed = ? WHERE id = ?',
  );
  const list = db.prepare<[number, number, number], AccessRow>(
    'SELECT * FROM secret_access WHERE secret_id = ? ORDER BY id DESC LIMIT ? OFFSET ?',
  );
  const total = db
    .prepare<[number], number>('SELECT count(*) FROM secret_access WHERE secret_id = ?')
    .pluck();
  const note = ({ id, name }: { id: number; name: string }, action: AccessAction, who: string): void =>
    void insert.run(id, name, action, who, sqlTime(clock()));
  return {
    note,
    /** The value left the vault: also counted with the secret. */
    noteUse(secret: { id: number; name: string }, action: 'viewed' | 'used', who: string): void {
      note(secret, action, who);
      count.run(sqlTime(clock()), secret.id);
    },
    /** Newest first. */
    list: (secretId: number, limit: number, offset: number) => ({
      items: list.all(secretId, limit, offset),
      total: total.get(secretId) ?? 0,
      limit,
      offset,
    }),
  };
}
