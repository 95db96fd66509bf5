/** Tokens for programs. A token is shown once, when it is made; what is kept tells only whether one is it. */
import type { Scope } from '../../workflows/contracts/access';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { hashOfToken, newToken } from '../db/token';
import type { TokenKind, TokenRow } from './rows';

export interface NewToken {
  readonly name: string;
  readonly kind?: TokenKind;
  readonly scopes: readonly Scope[];
  /** null: it lasts until it is revoked. */
  readonly expiresAt: Date | null;
}

const PREFIX = 'archt_';
const HINT_LENGTH = PREFIX.length + 4;
/** How exactly it is kept when a token was last used: each use would be a write. */
const NOTED_EVERY_MS = 60_000;

export type Tokens = ReturnType<typeof tokensRepository>;

export function tokensRepository(db: Db, clock: Clock) {
  const all = db.prepare<[], TokenRow>('SELECT * FROM access_tokens ORDER BY id');
  const byId = db.prepare<[number], TokenRow>('SELECT * FROM access_tokens WHERE id = ?');
  const byHash = db.prepare<[string], TokenRow>('SELECT * FROM access_tokens WHERE token_hash = ?');
  const insert = db.prepare<[Record<string, unknown>], TokenRow>(
    `INSERT INTO access_tokens (name, kind, token_hash, hint, scopes, expires_at, created_at, created_by)
     VALUES (@name, @kind, @hash, @hint, @scopes, @expiresAt, @now, @by) ON CONFLICT (name) DO NOTHING RETURNING *`,
  );
  const revoke = db.prepare(
    'UPDATE access_tokens SET revoked_at = @now, revoked_by = @by WHERE id = @id AND revoked_at IS NULL',
  );
  const used = db.prepare('UPDATE access_tokens SET last_used_at = ? WHERE id = ?');
  const usedMs = new Map<number, number>();

  const isGood = ({ revoked_at: revoked, expires_at: expires }: TokenRow): boolean =>
    revoked === null && (expires === null || expires > sqlTime(clock()));

  /** A full disk, or a database that another program holds, keeps nobody from reading. */
  const note = (id: number): void => {
    try {
      used.run(sqlTime(clock()), id);
    } catch {
      // The next use is noted again.
    }
  };

  return {
    list: () => all.all(),
    get: (id: number) => byId.get(id),
    isGood,

    /** The token itself is in this answer only. undefined: the name is taken. */
    create(
      { name, kind = 'api', scopes, expiresAt }: NewToken,
      by: string,
    ): { readonly row: TokenRow; readonly token: string } | undefined {
      const { token, hash } = newToken(PREFIX);
      const row = insert.get({
        ...{ name, kind, by, hash, hint: token.slice(0, HINT_LENGTH) },
        scopes: JSON.stringify([...new Set(scopes)]),
        expiresAt: expiresAt && sqlTime(expiresAt),
        now: sqlTime(clock()),
      });
      return row && { row, token };
    },

    /** The row of a token that is neither revoked nor expired. */
    authenticate(token: string): TokenRow | undefined {
      const row = byHash.get(hashOfToken(token));
      if (!row || !isGood(row)) return undefined;
      const nowMs = clock().getTime();
      if (nowMs - (usedMs.get(row.id) ?? -Infinity) >= NOTED_EVERY_MS) {
        usedMs.set(row.id, nowMs);
        note(row.id);
      }
      return row;
    },

    /** False if there is none, or it is revoked already. */
    revoke: (id: number, by: string): boolean => revoke.run({ id, by, now: sqlTime(clock()) }).changes === 1,
  };
}
