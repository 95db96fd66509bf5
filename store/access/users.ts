/** Users beside the one of the settings. Passwords come hashed: nothing here ever has one. */
import { randomBytes } from 'node:crypto';
import type { Role, UserSource } from '../../workflows/contracts/access';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { UserRow } from './rows';

export interface NewUser {
  readonly name: string;
  readonly role: Role;
  readonly source: UserSource;
  readonly passwordHash?: string | null;
  readonly subject?: string | null;
}

export interface UserChanges {
  readonly role?: Role | undefined;
  readonly passwordHash?: string | undefined;
  readonly disabled?: boolean | undefined;
}

const KEY_BYTES = 16;
const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

export type Users = ReturnType<typeof usersRepository>;

export function usersRepository(db: Db, clock: Clock) {
  const now = (): string => sqlTime(clock());
  const all = db.prepare<[], UserRow>('SELECT * FROM access_users ORDER BY name');
  const byId = db.prepare<[number], UserRow>('SELECT * FROM access_users WHERE id = ?');
  const byName = db.prepare<[string], UserRow>('SELECT * FROM access_users WHERE name = ?');
  const bySubject = db.prepare<[string], UserRow>('SELECT * FROM access_users WHERE subject = ?');
  const insert = db.prepare<[Record<string, unknown>], UserRow>(
    `INSERT INTO access_users (name, role, source, password_hash, subject, login_key, created_at, created_by, updated_at)
       VALUES (@name, @role, @source, @passwordHash, @subject, @key, @now, @by, @now)
       ON CONFLICT DO NOTHING RETURNING *`,
  );
  const update = db.prepare(`
    UPDATE access_users SET role = @role, role_is_set = @roleIsSet, password_hash = @passwordHash, login_key = @key,
      disabled_at = @disabledAt, updated_at = @now WHERE id = @id`);
  const follow = db.prepare(
    'UPDATE access_users SET role = @role, updated_at = @now WHERE id = @id AND role_is_set = 0 AND role <> @role',
  );
  const signOut = db.prepare('UPDATE access_users SET login_key = @key, updated_at = @now WHERE id = @id');
  const came = db.prepare('UPDATE access_users SET last_login_at = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM access_users WHERE id = ?');

  const change = db.transaction((id: number, changes: UserChanges): UserRow | undefined => {
    const row = byId.get(id);
    if (!row) return undefined;
    const { role, passwordHash, disabled } = changes;
    // What was opened with the old password, or before it was closed, is closed with it.
    const isOver = passwordHash !== undefined || disabled === true;
    update.run({
      id,
      role: role ?? row.role,
      roleIsSet: role === undefined ? row.role_is_set : 1,
      passwordHash: passwordHash ?? row.password_hash,
      key: isOver ? newKey() : row.login_key,
      disabledAt: disabled === undefined ? row.disabled_at : disabled ? (row.disabled_at ?? now()) : null,
      now: now(),
    });
    return byId.get(id);
  });

  return {
    list: () => all.all(),
    get: (id: number) => byId.get(id),
    byName: (name: string) => byName.get(name),
    bySubject: (subject: string) => bySubject.get(subject),
    /** undefined: the name, or the subject, is taken. */
    add: ({ passwordHash = null, subject = null, ...user }: NewUser, by: string): UserRow | undefined =>
      insert.get({ ...user, passwordHash, subject, key: newKey(), by, now: now() }),
    change,
    /** The role that the groups of somebody mean now; one that a person set stays. */
    followRole: (id: number, role: Role): void => void follow.run({ id, role, now: now() }),
    /** Ends all logins of that user, also those that are under way. */
    signOut: (id: number): boolean => signOut.run({ id, key: newKey(), now: now() }).changes === 1,
    noteLogin: (id: number): void => void came.run(now(), id),
    remove: (id: number): boolean => remove.run(id).changes === 1,
  };
}
