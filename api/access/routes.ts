/** Users, tokens, and who asked for what. */
import type { UserRow } from '../../store/access/rows';
import { sqlTime } from '../../store/db/time';
import type { Condition } from '../../store/work-items/list';
import { ROLE_SCOPES, type Scope } from '../../workflows/contracts/access';
import { type Context, loginOf } from '../context';
import { conflict, HttpError, invalid, notFound, notLoggedIn } from '../http/errors';
import { listQuery } from '../http/pagination';
import { routes } from '../http/route';
import { triesLimiter } from '../middleware/limits';
import { accessOperations } from './operations';
import { hashPassword, isPassword } from './passwords';
import { peoplesLogins } from './own-logins';
import type { Principal } from './principal';
import { meView, requestView, settingsUser, summaryOf, tokenView, userView } from './views';

const NEWEST_FIRST = [{ column: 'id', descending: true }] as const;

export const accessRoutes = routes(accessOperations)((services) => {
  const { store, config, log } = services;
  const { users, tokens, requests } = store.access;
  const tries = triesLimiter({
    points: 5,
    seconds: 60,
    message: 'Too many wrong passwords from this address.',
  });
  const logins = peoplesLogins(services);
  const view = (row: UserRow) => userView(row, logins.counts().get(row.id) ?? 0);
  const requireUser = (id: number) => {
    const row = users.get(id);
    if (!row) throw notFound(`user ${id}`);
    return row;
  };

  return {
    me: ({ ctx }) => meView(principalOf(ctx)),

    async changePassword({ body: { current, password }, ctx }) {
      const { userId, actor } = principalOf(ctx);
      const row = userId === null ? undefined : users.get(userId);
      const hash = row?.password_hash ?? null;
      if (!row || hash === null)
        throw conflict(
          `${actor} has no password here: that of the user of the settings is ARCHITECT_PASSWORD, that of others is with their provider.`,
        );
      const isTheirs = await tries(ctx, row.name, async () => (await isPassword(current, hash)) || undefined);
      if (!isTheirs) throw invalid('current', 'this is not your password');
      const changed = users.change(row.id, { passwordHash: await hashPassword(password) });
      const login = loginOf(ctx);
      if (login && changed) login.proof = changed.login_key;
      return { success: true };
    },

    ownLogins: ({ ctx }) => ({ items: logins.list(principalOf(ctx), ctx) }),

    endOwnLogin({ params: { id }, ctx }) {
      if (!logins.endOne(principalOf(ctx), id)) throw notFound(`login ${id} of yours: it has ended`);
      return undefined;
    },

    endOtherLogins: ({ ctx }) => ({ ended: logins.endOthers(principalOf(ctx), ctx) }),

    users() {
      const counts = logins.counts();
      const own = settingsUser(config.user, counts.get(null) ?? 0);
      return { items: [own, ...users.list().map((row) => userView(row, counts.get(row.id) ?? 0))] };
    },

    async addUser({ body: { name, password, role }, actor, ctx }) {
      requireAll(principalOf(ctx), ROLE_SCOPES[role]);
      const taken = conflict(`There is a user '${name}' already: take another name, or change that one.`);
      // Before the hash, which takes its time, and after it.
      if (name.toLowerCase() === config.user.toLowerCase() || users.byName(name)) throw taken;
      const passwordHash = await hashPassword(password);
      const row = users.add({ name, role, source: 'password', passwordHash }, actor);
      if (!row) throw taken;
      log.info({ user: row.name, role, by: actor }, 'a user was made');
      return view(row);
    },

    async changeUser({ params: { id }, body: { role, password, disabled }, actor, ctx }) {
      const { source, name, role: former } = requireUser(id);
      // Who knows the password, or whose account is open again, can log in as that user.
      const letsIn = password !== undefined || disabled === false;
      requireAll(principalOf(ctx), [
        ...(role === undefined ? [] : ROLE_SCOPES[role]),
        ...(letsIn ? ROLE_SCOPES[former] : []),
      ]);
      if (password !== undefined && source !== 'password')
        throw conflict(`${name} logs in by ${source}: there is no password here to change.`);
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const row = users.change(id, { role, passwordHash, disabled });
      if (!row) throw notFound(`user ${id}`);
      log.info(
        { user: name, role: row.role, disabled: row.disabled_at !== null, by: actor },
        'a user was changed',
      );
      return view(row);
    },

    removeUser({ params: { id }, actor }) {
      const { name } = requireUser(id);
      users.remove(id);
      log.info({ user: name, by: actor }, 'a user was removed');
      return undefined;
    },

    signOutUser({ params: { id }, actor }) {
      const { name } = requireUser(id);
      const ended = logins.endAll(id);
      users.signOut(id);
      log.info({ user: name, ended, by: actor }, 'all logins of a user were ended');
      return { ended };
    },

    tokens: () => ({ items: tokens.list().map((row) => tokenView(row, tokens.isGood(row))) }),

    addToken({ body: { name, scopes, expires_at: expires }, actor, ctx }) {
      requireAll(principalOf(ctx), scopes);
      const made = tokens.create(
        { name, scopes, expiresAt: expires == null ? null : new Date(expires) },
        actor,
      );
      if (!made)
        throw conflict(
          `There is, or was, a token '${name}': take another name, so that the record stays clear.`,
        );
      log.info({ token: name, scopes, by: actor }, 'a token was made');
      return { ...tokenView(made.row, true), token: made.token };
    },

    revokeToken({ params: { id }, actor }) {
      const row = tokens.get(id);
      if (!row) throw notFound(`token ${id}`);
      if (!tokens.revoke(id, actor)) throw conflict(`The token '${row.name}' is revoked already.`);
      log.info({ token: row.name, by: actor }, 'a token was revoked');
      return undefined;
    },

    requests({ query: { since, until, refused, ...query } }) {
      const further: Condition[] = [
        ...(since === undefined ? [] : [['at >= ?', sqlTime(new Date(since))] as const]),
        ...(until === undefined ? [] : [['at < ?', sqlTime(new Date(until))] as const]),
        ...(refused === undefined ? [] : [[refused === 'true' ? 'status >= 400' : 'status < 400'] as const]),
      ];
      const { items, total } = requests.list({ ...listQuery({ ...query, sort: NEWEST_FIRST }), further });
      return { items: items.map(requestView), total, limit: query.limit, offset: query.offset };
    },

    requestKinds: () => ({
      items: requests.kinds().map((kind) => ({ ...kind, summary: summaryOf(kind) })),
    }),
  };
});

/** @throws HttpError 403 where they would give, or get, more than they have */
function requireAll({ scopes: own }: Principal, scopes: readonly Scope[]): void {
  const foreign = [...new Set(scopes)].filter((scope) => !own.has(scope));
  if (foreign.length > 0)
    throw new HttpError(403, 'forbidden', `You can't give what you have not: ${foreign.join(', ')}.`);
}

/** Nobody gets here without a login. */
function principalOf(ctx: Context): Principal {
  const { principal } = ctx.state;
  if (!principal) throw notLoggedIn();
  return principal;
}
