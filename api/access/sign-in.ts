/** Who somebody is here whom a trusted proxy, or an OpenID provider, has signed in: a user of their own kind, made the first time. */
import { type SignInConfig, roleOf } from '../../config/sign-in-settings';
import type { UserRow } from '../../store/access/rows';
import type { AppDeps } from '../context';
import { HttpError } from '../http/errors';
import { isReserved, USER_NAME } from './names';

export interface SignedIn {
  readonly name: string;
  readonly groups: readonly string[];
  readonly source: 'proxy' | 'oidc';
  /** At the OpenID provider: the name may change, this doesn't. */
  readonly subject?: string;
}

/** @throws HttpError 403 with the reason, where they may not come in */
export function signIn(
  { store, config, log }: Pick<AppDeps, 'store' | 'config' | 'log'>,
  { name, groups, source, subject }: SignedIn,
): UserRow {
  const { users } = store.access;
  const role = roleOf(groups, config.signIn satisfies SignInConfig);
  const known = subject === undefined ? users.byName(name) : users.bySubject(subject);
  if (known && known.source === source) {
    if (known.disabled_at !== null) throw refused(`The account ${known.name} is closed here.`);
    // A role that an admin set doesn't hang on groups.
    if (role === null && known.role_is_set === 0) throw noGroup(known.name);
    if (role !== null && role !== known.role) users.followRole(known.id, role);
    return users.get(known.id) ?? known;
  }
  if (!USER_NAME.test(name) || isReserved(name))
    throw refused(`'${name.slice(0, 64)}' can't be the name of a user here.`);
  // Whoever the name belongs to here has another way to prove it.
  if (known || users.byName(name) || name.toLowerCase() === config.user.toLowerCase())
    throw refused(`There is another user called ${name} here, who logs in in another way.`);
  if (role === null) throw noGroup(name);
  const made = users.add({ name, role, source, subject: subject ?? null }, source);
  if (!made) throw refused(`There is another user called ${name} here.`);
  log.info({ user: name, role, source }, 'a user was made at the first sign-in');
  return made;
}

const noGroup = (name: string): HttpError =>
  refused(`${name} is in no group that may come in (ARCHITECT_ROLE_GROUPS).`);

const refused = (why: string): HttpError =>
  new HttpError(403, 'sign_in_refused', `${why} Ask an admin of the dashboard.`);

export const wordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
