/** Rows of users, tokens and requests as the API shows them. */
import type { z } from 'zod';
import type { Scope } from '../../workflows/contracts/access';
import { scopesOf, type RequestRow, type TokenRow, type UserRow } from '../../store/access/rows';
import { isoTime } from '../../store/db/time';
import { allOperations } from '../document/operations';
import type { Principal } from './principal';
import type { auditedRequest, me, token, user } from './responses';

export function meView({
  actor,
  kind,
  role,
  scopes,
  expiresAt,
  hasPassword,
}: Principal): z.output<typeof me> {
  return {
    ...{ name: actor, kind, role, scopes: [...scopes], expires_at: isoTime(expiresAt) },
    can_change_password: hasPassword,
  };
}

export function userView(row: UserRow, logins: number): z.output<typeof user> {
  const { id, name, role, source } = row;
  return {
    ...{ id, name, role, source, logins, disabled: row.disabled_at !== null, created_by: row.created_by },
    last_login_at: isoTime(row.last_login_at),
    created_at: isoTime(row.created_at),
  };
}

/** The one that the settings name. */
export function settingsUser(name: string, logins: number): z.output<typeof user> {
  return {
    ...{ id: null, name, role: 'admin', source: 'settings', disabled: false, logins },
    ...{ last_login_at: null, created_at: null, created_by: null },
  };
}

export function tokenView(row: TokenRow, isGood: boolean): z.output<typeof token> {
  const { id, name, kind, hint } = row;
  return {
    ...{ id, name, kind, hint, scopes: [...scopesOf(row)] as Scope[] },
    state: row.revoked_at !== null ? 'revoked' : isGood ? 'valid' : 'expired',
    expires_at: isoTime(row.expires_at),
    revoked_at: isoTime(row.revoked_at),
    revoked_by: row.revoked_by,
    last_used_at: isoTime(row.last_used_at),
    created_at: isoTime(row.created_at),
    created_by: row.created_by,
  };
}

export function requestView(row: RequestRow): z.output<typeof auditedRequest> {
  return { ...row, at: isoTime(row.at), summary: summaryOf(row) };
}

/** What an operation does, in words; null: it is none of this release, or no operation. */
export const summaryOf = ({ method, route }: Pick<RequestRow, 'method' | 'route'>): string | null =>
  SUMMARIES.get(`${method} ${route}`) ?? null;

const SUMMARIES: ReadonlyMap<string, string> = new Map(
  allOperations().map(({ method, path, summary }) => [`${method} ${path}`, summary] as const),
);
