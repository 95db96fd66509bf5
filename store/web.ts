/** The logins of the web side, kept in architect.db. */
import { createHash } from 'node:crypto';
import type { Db } from './open';
import type { Clock } from './time';

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
