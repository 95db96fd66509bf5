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

const PREFIXES: Readonly<Record<TokenKind, string>> = { api: 'archt_', host: 'archt_', monitor: 'archm_' };
const HINT_LENGTH = PREFIXES.api.length + 4;
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

  const standing = (row: TokenRow | undefined): TokenRow | undefined =>
    row !== undefined && isGood(row) ? row : undefined;

  /** A full disk, or a database that another program holds, keeps nobody from reading. */
  const note = (id: number): void => {
    try {
      used.run(sqlTime(clock()), id);
    } catch {
      // The next use is noted again.
    }
  };

  const noted = (row: TokenRow | undefined): TokenRow | undefined => {
    const nowMs = clock().getTime();
    if (row && nowMs - (usedMs.get(row.id) ?? -Infinity) >= NOTED_EVERY_MS) {
      usedMs.set(row.id, nowMs);
      note(row.id);
    }
    return row;
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
      const { token, hash } = newToken(PREFIXES[kind]);
      const row = insert.get({
        ...{ name, kind, by, hash, hint: token.slice(0, HINT_LENGTH) },
        scopes: JSON.stringify([...new Set(scopes)]),
        expiresAt: expiresAt && sqlTime(expiresAt),
        now: sqlTime(clock()),
      });
      return row && { row, token };
    },

    /** The row of a program's token that is neither revoked nor expired. */
    authenticate(token: string): TokenRow | undefined {
      const row = standing(byHash.get(hashOfToken(token)));
      return row?.kind === 'monitor' ? undefined : noted(row);
    },

    /** The same of a link's token: it is exchanged once for what the browser keeps, and opens nothing by itself. */
    openLink(token: string): TokenRow | undefined {
      const row = standing(byHash.get(hashOfToken(token)));
      return row?.kind === 'monitor' ? noted(row) : undefined;
    },

    /** The row of the link that a browser was let in by, if it stands. */
    linkOf(id: number, hint: string): TokenRow | undefined {
      const row = standing(byId.get(id));
      return row?.kind === 'monitor' && row.token_hash.startsWith(hint) ? noted(row) : undefined;
    },

    /** False if there is none, or it is revoked already. */
    revoke: (id: number, by: string): boolean => revoke.run({ id, by, now: sqlTime(clock()) }).changes === 1,
  };
}
