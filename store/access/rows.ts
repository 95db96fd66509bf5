/** Rows of users, tokens and requests. */
import type { Role, Scope, UserSource } from '../../workflows/contracts/access';

export interface UserRow {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly source: UserSource;
  readonly password_hash: string | null;
  readonly subject: string | null;
  readonly role_is_set: 0 | 1;
  readonly login_key: string;
  readonly disabled_at: string | null;
  readonly last_login_at: string | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly updated_at: string;
}

/** `host`: of the host side of another machine, made by `architect host`; `monitor`: of a link that opens the monitor. */
export type TokenKind = 'api' | 'host' | 'monitor';

export interface TokenRow {
  readonly id: number;
  readonly name: string;
  readonly kind: TokenKind;
  readonly token_hash: string;
  readonly hint: string;
  /** JSON list of `Scope`. */
  readonly scopes: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly revoked_by: string | null;
  readonly last_used_at: string | null;
  readonly created_at: string;
  readonly created_by: string;
}

export const scopesOf = ({ scopes }: Pick<TokenRow, 'scopes'>): readonly Scope[] =>
  JSON.parse(scopes) as Scope[];

export interface RequestRow {
  readonly id: number;
  readonly at: string;
  readonly actor: string | null;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly status: number;
  readonly address: string | null;
  readonly request_id: string;
}
