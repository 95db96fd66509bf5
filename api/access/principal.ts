/** Who asks, and what they may do. */
import {
  MACHINE,
  ROLE_SCOPES,
  SCOPE_MEANINGS,
  SCOPES,
  roleFor,
  withIncluded,
  tokenActor,
  type Role,
  type Scope,
} from '../../workflows/contracts/access';
import { scopesOf, type TokenRow, type UserRow } from '../../store/access/rows';
import { HttpError } from '../http/errors';

export interface Principal {
  /** As the record names it. */
  readonly actor: string;
  /** `machine`: whoever can read the token in the data directory. */
  readonly kind: 'user' | 'token' | 'machine';
  /** Of a user. */
  readonly role: Role | null;
  readonly scopes: ReadonlySet<Scope>;
  /** Of a token: when it ends by itself. */
  readonly expiresAt: string | null;
  /** Of a user of the store. */
  readonly userId: number | null;
  /** Whether their password is kept here. */
  readonly hasPassword: boolean;
}

const ROLES_AS_SETS = new Map(
  Object.entries(ROLE_SCOPES).map(([role, scopes]) => [role as Role, new Set(scopes)]),
);

export const machinePrincipal: Principal = {
  ...{ actor: MACHINE, kind: 'machine', role: null, expiresAt: null, userId: null, hasPassword: false },
  scopes: new Set(SCOPES),
};

/** @param userId of the store; null: the user of the settings */
export function userPrincipal(name: string, role: Role, userId: number | null): Principal {
  const scopes = ROLES_AS_SETS.get(role) ?? new Set<Scope>();
  return { actor: name, kind: 'user', role, scopes, expiresAt: null, userId, hasPassword: false };
}

export const storedUser = ({ name, role, id, password_hash: hash }: UserRow): Principal => ({
  ...userPrincipal(name, role, id),
  hasPassword: hash !== null,
});

export function tokenPrincipal(row: TokenRow): Principal {
  const { name, expires_at: expiresAt } = row;
  const scopes = new Set(withIncluded(scopesOf(row)));
  return {
    actor: tokenActor(name),
    kind: 'token',
    role: null,
    scopes,
    expiresAt,
    userId: null,
    hasPassword: false,
  };
}

export function may({ scopes }: Pick<Principal, 'scopes'>, scope: Scope): boolean {
  return scopes.has(scope);
}

/** @throws HttpError 403, which says what is missing and who can give it */
export function requireScope(principal: Principal, scope: Scope): void {
  if (may(principal, scope)) return;
  const { kind, actor, role } = principal;
  const what = `This needs ${scope} (${SCOPE_MEANINGS[scope]})`;
  const why =
    kind === 'token'
      ? `${what}, which the token '${actor.replace(/^token:/, '')}' has not. Have an admin make one with that scope: architect tokens add NAME --scope ${scope}.`
      : `${what}, which the role ${roleFor(scope)} has and yours, ${role ?? 'none'}, has not. Ask an admin for it: architect users set ${actor} --role ${roleFor(scope)}.`;
  throw new HttpError(403, 'forbidden', why);
}
