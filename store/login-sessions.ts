/** The login sessions of browsers, kept in architect.db. */
import type { Db } from './db/open';
import type { Clock } from './db/time';
import { hashOfToken } from './db/token';

/**
 * Part of the time that a login may be idle. Every answer to a browser renews its login. Only renewals this far apart
 * are written, so that reading doesn't wait for the disk. A server that ends forgets the others.
 */
const WRITTEN_EVERY = 1 / 60;

/** One that has not ended. Its id is kept nowhere; `key` tells it from others. */
export interface KeptLogin {
  readonly key: string;
  readonly data: unknown;
  readonly expiresAtMs: number;
}

interface Login {
  /** JSON text. */
  data: string;
  expiresAtMs: number;
  /** What the database knows of `expiresAtMs`. */
  writtenMs: number;
}

export type LoginSessions = ReturnType<typeof loginSessionsRepository>;

/** @param onEnd is told of one that somebody ended; not of one that was idle for too long */
export function loginSessionsRepository(db: Db, clock: Clock, onEnd: (key: string) => void = () => {}) {
  const read = db.prepare<[string], { data: string; expires_at: number }>(
    'SELECT data, expires_at FROM web_sessions WHERE id_hash = ?',
  );
  const readAll = db.prepare<[], { key: string; data: string; expires_at: number }>(
    'SELECT id_hash AS key, data, expires_at FROM web_sessions',
  );
  const write = db.prepare(`
    INSERT INTO web_sessions (id_hash, data, expires_at) VALUES (@key, @data, @expiresAtMs)
    ON CONFLICT (id_hash) DO UPDATE SET data = @data, expires_at = @expiresAtMs`);
  const remove = db.prepare('DELETE FROM web_sessions WHERE id_hash = ?');
  const expire = db.prepare('DELETE FROM web_sessions WHERE expires_at <= ?');
  /** Those in use. */
  const logins = new Map<string, Login>();

  const find = (key: string): Login | undefined => {
    const known = logins.get(key);
    if (known) return known;
    const row = read.get(key);
    if (!row) return undefined;
    const login = { data: row.data, expiresAtMs: row.expires_at, writtenMs: row.expires_at };
    logins.set(key, login);
    return login;
  };
  const save = db.transaction((key: string, login: Login, nowMs: number): void => {
    for (const [one, { expiresAtMs }] of logins) if (expiresAtMs <= nowMs) logins.delete(one);
    // A login in use whose renewals aren't written yet has time left in the table: they are written before that ends.
    expire.run(nowMs);
    write.run({ key, data: login.data, expiresAtMs: login.expiresAtMs });
  });

  const end = (key: string): void => {
    logins.delete(key);
    remove.run(key);
    onEnd(key);
  };

  return {
    get(id: string): unknown {
      const login = find(hashOfToken(id));
      return login && login.expiresAtMs > clock().getTime() ? JSON.parse(login.data) : undefined;
    },
    /** @param changed false if only the time is another */
    set(id: string, data: unknown, maxAgeMs: number, changed: boolean): void {
      const key = hashOfToken(id);
      const nowMs = clock().getTime();
      const known = find(key);
      const expiresAtMs = nowMs + maxAgeMs;
      const login = { data: JSON.stringify(data), expiresAtMs, writtenMs: known?.writtenMs ?? 0 };
      if (changed || expiresAtMs - login.writtenMs >= maxAgeMs * WRITTEN_EVERY) {
        save(key, login, nowMs);
        login.writtenMs = expiresAtMs;
      }
      logins.set(key, login);
    },
    remove(id: string): void {
      end(hashOfToken(id));
    },
    list(): KeptLogin[] {
      const nowMs = clock().getTime();
      return readAll
        .all()
        .map(({ key, ...row }) => {
          const { data, expiresAtMs } = logins.get(key) ?? { data: row.data, expiresAtMs: row.expires_at };
          return { key, data: JSON.parse(data) as unknown, expiresAtMs };
        })
        .filter(({ expiresAtMs }) => expiresAtMs > nowMs);
    },
    /** Ends those with these keys. */
    end: (keys: readonly string[]): void => keys.forEach(end),
  };
}
