/** Notifications in the browsers of whoever asks. Nobody sees or changes those of others. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { faultOfAddress } from '../../store/push/public-address';
import { isoTime } from '../../store/db/time';
import { MOST_BROWSERS } from '../../store/push/browsers';
import type { PersonId, PushBrowserRow } from '../../store/push/rows';
import type { QuietHours } from '../../workflows/contracts/quiet-hours';
import { alertTester } from '../alerts/try-out';
import { type Context, loginOf } from '../context';
import { conflict, invalid, notFound, notLoggedIn } from '../http/errors';
import { routes } from '../http/route';
import { loginKey, loginProof } from '../middleware/login';
import { limiter } from '../middleware/limits';
import { pushOperations } from './operations';
import type { ownNotifications, pushBrowser } from './responses';

const BROWSER_CHARS = 300;

export const pushRoutes = routes(pushOperations)((services) => {
  const { store, config, log, pushKey } = services;
  const { push, alerts } = store;
  const { browsers } = push;
  const proof = loginProof(services);
  // The password of the settings changes with a start: what was subscribed with another one has ended.
  browsers.keepOnly(proof);
  const keyOf = loginKey(services);
  const tryOut = alertTester(services);
  const subscriptions = limiter({ points: 30, seconds: 60, message: 'Too many browsers from this address.' });
  const tests = limiter({ points: 10, seconds: 60, message: 'Too many tests from this address.' });

  const own = (ctx: Context, id: number): PushBrowserRow => {
    const row = browsers.get(id);
    if (!row || row.user_id !== personOf(ctx)) throw notFound(`browser ${id} of yours`);
    return row;
  };
  /** Whom a proxy signs in with each request has none that could end. */
  const ownLogin = (ctx: Context, userId: PersonId): string | null => {
    const login = loginOf(ctx);
    const isOwn = login?.user !== undefined && (login.userId ?? null) === userId;
    return isOwn ? (keyOf(ctx) ?? null) : null;
  };
  const view = (row: PushBrowserRow): z.output<typeof pushBrowser> => {
    const last = alerts.lastTo(row.id);
    return {
      ...{ id: row.id, browser: row.browser, service: new URL(row.endpoint).host },
      mark: createHash('sha256').update(row.endpoint).digest('hex'),
      subscribed_at: isoTime(row.created_at),
      waiting: alerts.messages.waitingFor({ channel: 'push', browser_id: row.id }),
      last: last
        ? {
            status: last.status,
            reason: last.reason,
            at: isoTime(last.ended_at ?? last.tried_at ?? last.created_at),
          }
        : null,
    };
  };
  const whole = (userId: PersonId): z.output<typeof ownNotifications> => ({
    public_key: pushKey(),
    quiet_hours: quietView(push.quietHours(userId)),
    quiet_until: push.quietUntil(userId)?.toISOString() ?? null,
    browsers: browsers.of(userId).map(view),
  });

  return {
    own: ({ ctx }) => whole(personOf(ctx)),

    async subscribe({ body: { endpoint, keys }, actor, ctx }) {
      const userId = personOf(ctx);
      const fault = faultOfAddress(endpoint, config.alerts.pushHosts);
      if (fault !== null) throw invalid('endpoint', fault);
      await subscriptions.take(ctx);
      const user = userId === null ? undefined : store.access.users.get(userId);
      const row = browsers.subscribe({
        ...{ userId, endpoint, ...keys, login: ownLogin(ctx, userId) },
        proof: user?.login_key ?? proof,
        browser: ctx.get('User-Agent').slice(0, BROWSER_CHARS) || null,
      });
      if (!row)
        throw conflict(
          `You have ${MOST_BROWSERS} browsers with notifications: remove one of them in Settings.`,
        );
      log.info({ browser: row.id, by: actor }, 'a browser gets notifications');
      return view(row);
    },

    unsubscribe({ params: { id }, actor, ctx }) {
      browsers.remove(own(ctx, id).id);
      log.info({ browser: id, by: actor }, 'a browser gets no more notifications');
      return undefined;
    },

    async test({ params: { id }, actor, ctx }) {
      const row = own(ctx, id);
      await tests.take(ctx);
      return tryOut({ channel: 'push', browser_id: row.id }, actor);
    },

    setQuietHours({ body, ctx }) {
      const userId = personOf(ctx);
      push.setQuietHours(userId, body);
      return whole(userId);
    },
  };
});

const quietView = (hours: QuietHours | null): z.output<typeof ownNotifications>['quiet_hours'] =>
  hours && {
    zone: hours.zone,
    spans: hours.spans.map((span) => ({ ...span, days: [...span.days] })),
    passes: [...hours.passes],
  };

/** Whose browsers they are. @throws HttpError where a program asks */
function personOf({ state: { principal } }: Context): PersonId {
  if (!principal) throw notLoggedIn();
  if (principal.kind !== 'user')
    throw conflict(`${principal.actor} is no person: log in with a browser that is to get notifications.`);
  return principal.userId;
}
