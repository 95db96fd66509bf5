/** Logging in: whose name and password these are, and the session that comes of it. */
import type { AppDeps, Context } from '../context';
import { loginOf } from '../context';
import { loginProof, sameText } from '../middleware/login';
import type { UserRow } from '../../store/access/rows';
import { isPassword } from './passwords';
import { type Principal, storedUser, userPrincipal } from './principal';

const BROWSER_CHARS = 300;

export interface NewLogin {
  readonly principal: Principal;
  /** Of the password; the login ends where it is another one. */
  readonly proof: string;
}

type LoginDeps = Pick<AppDeps, 'config' | 'store' | 'cookieKey'>;

/** Whose they are; undefined: nobody's, or of somebody who may not log in. */
export function passwordCheck(
  deps: LoginDeps,
): (name: string, password: string) => Promise<NewLogin | undefined> {
  const { config, store } = deps;
  const { users } = store.access;
  const proof = loginProof(deps);
  return async (name, password) => {
    // Both are compared always, so that the time tells nothing.
    const own = [
      sameText(name.toLowerCase(), config.user.toLowerCase()),
      sameText(password, config.password),
    ];
    if (own.every(Boolean)) return { principal: userPrincipal(config.user, 'admin', null), proof };
    // Nor how long it takes: a wrong one costs as much for the user of the settings as for others.
    const row = own[0] ? undefined : users.byName(name);
    const isRight = await isPassword(password, row?.password_hash ?? null);
    if (!row || !isRight || row.disabled_at !== null) return undefined;
    return storedLogin(row);
  };
}

export const storedLogin = (row: UserRow): NewLogin => ({
  principal: storedUser(row),
  proof: row.login_key,
});

/** A new id, so that one planted before the login opens nothing. */
export async function beginLogin(
  ctx: Context,
  { store }: Pick<AppDeps, 'store'>,
  { principal, proof }: NewLogin,
): Promise<void> {
  await loginOf(ctx)?.regenerate();
  const { actor: user, userId } = principal;
  const renewed = loginOf(ctx);
  // What was kept for whoever it was before stays with the new id, so all of it is set.
  const from = {
    since: new Date().toISOString(),
    address: ctx.ip,
    browser: ctx.get('User-Agent').slice(0, BROWSER_CHARS),
  };
  if (renewed) Object.assign(renewed, { user, proof, userId: userId ?? undefined, oidc: undefined, ...from });
  if (userId !== null) store.access.users.noteLogin(userId);
  ctx.state.principal = principal;
}
