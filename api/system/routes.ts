/** Health, what this installation is, its figures, and the stream of what happens. */
import { ownSettings } from '../../config';
import { tagged } from '../http/etag';
import { ANSWERED, routes } from '../http/route';
import { systemView } from './facts';
import { healthOf } from './health';
import { systemOperations } from './operations';

export const systemRoutes = routes(systemOperations)((services) => {
  const { store, orchestrator, health, events, monitor } = services;

  return {
    health: () => healthOf(services),

    system: () => systemView(services),

    async server() {
      const { config, server, version } = services;
      const { role, ...process } = server;
      return {
        ...process,
        version,
        data_dir: config.dataDir,
        monitor: monitor.address(),
        processes: [
          {
            ...{ role, pid: process.pid, version, since: process.since },
            ...{ state: 'running' as const, last_seen: new Date().toISOString() },
          },
          ...health().processes.map(({ pid, version, since, state, seenMs }) => ({
            ...{ role: 'worker' as const, pid, version, since, state },
            last_seen: new Date(seenMs).toISOString(),
          })),
        ],
        workers: await orchestrator.workerFacts(Date.now()),
      };
    },

    // They are the same until the next start: a browser that has them gets 304.
    settings: ({ ctx }) => tagged(ctx, { items: ownSettings() }, {}),

    stats: () => ({ ...store.figures(), workers: health().workers, prompts: store.prompts.counts() }),

    async metrics({ ctx }) {
      const text = await services.metrics.text();
      ctx.set('Content-Type', services.metrics.contentType);
      ctx.set('Cache-Control', 'no-store');
      ctx.body = text;
      return ANSWERED;
    },

    async events({ ctx }) {
      ctx.respond = false;
      // Koa's 404 stands on the response until something is answered.
      ctx.status = 200;
      await events.open(ctx.req, ctx.res, ctx.state.loginStands);
      return ANSWERED;
    },
  };
});
