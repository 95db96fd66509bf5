/** The monitor, and the links that open it. */
import type { Config } from '../../config';
import { may } from '../access/principal';
import type { Context } from '../context';
import { cookieName } from '../middleware/login';
import { triesLimiter } from '../middleware/limits';
import { requireThisMachine } from '../middleware/this-machine';
import { conflict, HttpError } from '../http/errors';
import { ANSWERED, routes } from '../http/route';
import { addressOf, type Way } from '../http/way';
import { tokenView } from '../access/views';
import { healthOf } from '../system/health';
import { monitorFeed } from './feed';
import { monitorLinkOperations, monitorOperations } from './operations';
import { visitors } from './visitors';

export const monitorRoutes = routes(monitorOperations)((services) => {
  const feed = monitorFeed({ ...services, healthStatus: async () => (await healthOf(services)).status });

  return {
    board: async ({ ctx }) => ({ ...(await feed.board()), alone: isAlone(ctx, services.config) }),

    async events({ ctx }) {
      const first = await feed.board();
      ctx.respond = false;
      // Koa's 404 stands on the response until something is answered.
      ctx.status = 200;
      await feed.open(first, ctx.req, ctx.res, ctx.state.loginStands);
      return ANSWERED;
    },
  };
});

export const monitorLinkRoutes = routes(monitorLinkOperations)((services) => {
  const { store, config, log, monitor } = services;
  const { tokens } = store.access;
  const { letIn } = visitors(services, cookieName(services.apiToken));
  const tries = triesLimiter({
    ...{ points: 20, seconds: 60, message: 'Too many links that open nothing, from this address.' },
  });

  return {
    make({ body: { name, expires_at: expires }, actor, ctx }) {
      const made = tokens.create(
        {
          ...{ name, kind: 'monitor', scopes: ['monitor:read'] },
          expiresAt: expires == null ? null : new Date(expires),
        },
        actor,
      );
      if (!made)
        throw conflict(
          `There is, or was, a token or link '${name}': take another name, so that the record stays clear.`,
        );
      log.info({ token: name, by: actor }, 'a link to the monitor was made');
      const places = placesOf(ctx.state.way, monitor.address());
      return {
        ...{ ...tokenView(made.row, true), token: made.token },
        addresses: places.map((place) => `${place}/login#${made.token}`),
      };
    },

    async open({ body: { token }, ctx }) {
      const row = await tries(ctx, 'link', async () => {
        const found = tokens.openLink(token);
        if (found) requireThisMachine(ctx, config);
        return found;
      });
      if (!row)
        throw new HttpError(
          401,
          'link_refused',
          'This link to the monitor is unknown here, was revoked or has expired: ask an admin for another one (architect tokens add NAME --monitor).',
        );
      letIn(ctx, row);
      return undefined;
    },
  };
});

const isAlone = (
  { state, req }: Context,
  { port, monitorPort }: Pick<Config, 'port' | 'monitorPort'>,
): boolean =>
  !may(state.principal ?? NOBODY, 'read') || (monitorPort !== port && req.socket.localPort === monitorPort);
const NOBODY = { scopes: new Set<never>() };

/** Where browsers find the monitor: its own port first, which nobody knows of who came through a proxy. */
function placesOf(way: Way, ownPort: string | null): string[] {
  const here = addressOf(way);
  if (way.isProxied || ownPort === null) return [here];
  const { port } = new URL(ownPort);
  const beside = new URL(here);
  beside.port = port;
  return [`${beside.origin}${way.prefix}`, here];
}
