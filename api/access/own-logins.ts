/** The logins of people in browsers: whose they are, and how they end before their time. */
import type { z } from 'zod';
import type { KeptLogin } from '../../store/login-sessions';
import type { AppDeps, Context, Login } from '../context';
import { loginKey, loginProof, principalOf } from '../middleware/login';
import type { Principal } from './principal';
import type { ownLogin } from './responses';

type Deps = Pick<AppDeps, 'config' | 'store' | 'cookieKey' | 'apiToken'>;
/** Of the store; null: the user of the settings. */
type UserId = number | null;

const ID_CHARS = 16;
/** It has nothing of the id of the cookie, and not enough of the key that the record has. */
const idOf = (key: string): string => key.slice(0, ID_CHARS);

export function peoplesLogins(deps: Deps) {
  const { loginSessions } = deps.store;
  const proof = loginProof(deps);

  /** Those that stand, each with whose it is. */
  const standing = (): (KeptLogin & { readonly login: Login; readonly userId: UserId })[] =>
    loginSessions.list().flatMap((kept) => {
      const login = kept.data as Login;
      const principal = principalOf(login, deps, proof);
      return principal ? [{ ...kept, login, userId: principal.userId }] : [];
    });
  const of = (userId: UserId) => standing().filter((one) => one.userId === userId);
  const ofPerson = ({ kind, userId }: Principal) => (kind === 'user' ? of(userId) : []);
  const ownKey = loginKey(deps);
  const end = (keys: readonly string[]): number => {
    loginSessions.end(keys);
    return keys.length;
  };

  return {
    /** How many each has. */
    counts(): ReadonlyMap<UserId, number> {
      const counts = new Map<UserId, number>();
      for (const { userId } of standing()) counts.set(userId, (counts.get(userId) ?? 0) + 1);
      return counts;
    },
    list(principal: Principal, ctx: Context): z.output<typeof ownLogin>[] {
      const own = ownKey(ctx);
      const all = ofPerson(principal).sort((a, b) => b.expiresAtMs - a.expiresAtMs);
      return all.map((one) => view(one, one.key === own));
    },
    /** False where they have none like that. */
    endOne(principal: Principal, id: string): boolean {
      const keys = ofPerson(principal).flatMap(({ key }) => (idOf(key) === id ? [key] : []));
      return end(keys) > 0;
    },
    endOthers(principal: Principal, ctx: Context): number {
      const own = ownKey(ctx);
      return end(ofPerson(principal).flatMap(({ key }) => (key === own ? [] : [key])));
    },
    endAll: (userId: number): number => end(of(userId).map(({ key }) => key)),
  };
}

function view(
  { key, login, expiresAtMs }: KeptLogin & { readonly login: Login },
  current: boolean,
): z.output<typeof ownLogin> {
  const { since = null, address = null, browser = null, _maxAge: idleMs } = login;
  return {
    ...{ id: idOf(key), since, address, browser: browser === '' ? null : browser, current },
    ends_at: new Date(expiresAtMs).toISOString(),
    last_used_at: idleMs === undefined ? null : new Date(expiresAtMs - idleMs).toISOString(),
  };
}
