/** What the web side keeps in architect.db: logins and reported errors. */
import { createHash } from 'node:crypto';
import type { Db } from './open';
import { type Clock, sqlTime } from './time';

const hashed = (id: string): string => createHash('sha256').update(id).digest('hex');

export function webSessionsRepository(db: Db, clock: Clock) {
  const get = db
    .prepare<[string, number], string>('SELECT data FROM web_sessions WHERE id_hash = ? AND expires_at > ?')
    .pluck();
  const set = db.prepare(`
    INSERT INTO web_sessions (id_hash, data, expires_at) VALUES (@id, @data, @expiresAt)
    ON CONFLICT (id_hash) DO UPDATE SET data = @data, expires_at = @expiresAt`);
  const remove = db.prepare('DELETE FROM web_sessions WHERE id_hash = ?');
  const expire = db.prepare('DELETE FROM web_sessions WHERE expires_at <= ?');
  return {
    get: (id: string): unknown => {
      const data = get.get(hashed(id), clock().getTime());
      return data === undefined ? undefined : JSON.parse(data);
    },
    set(id: string, data: unknown, maxAgeMs: number): void {
      const now = clock().getTime();
      expire.run(now);
      set.run({ id: hashed(id), data: JSON.stringify(data), expiresAt: now + maxAgeMs });
    },
    remove: (id: string) => void remove.run(hashed(id)),
  };
}

export interface ErrorReport {
  readonly message: string;
  readonly source: string | null;
  readonly stack: string | null;
  readonly url: string | null;
  readonly level: string;
}

export function errorReportsRepository(db: Db, clock: Clock) {
  const insert = db
    .prepare<[ErrorReport & { created_at: string }], number>(
      `INSERT INTO error_reports (message, source, stack, url, level, created_at)
       VALUES (@message, @source, @stack, @url, @level, @created_at) RETURNING id`,
    )
    .pluck();
  const list = db.prepare<[number, number], ErrorReport & { id: number; created_at: string }>(
    'SELECT * FROM error_reports ORDER BY id DESC LIMIT ? OFFSET ?',
  );
  const total = db.prepare<[], number>('SELECT count(*) FROM error_reports').pluck();
  return {
    insert: (report: ErrorReport) => insert.get({ ...report, created_at: sqlTime(clock()) }) as number,
    list: (limit: number, offset: number) => ({
      items: list.all(limit, offset),
      total: total.get() ?? 0,
      limit,
      offset,
    }),
  };
}
