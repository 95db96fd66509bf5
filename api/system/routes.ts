/** Health, what this installation is, its figures, and the stream of what happens. */
import { ownSettings } from '../../config';
import { tagged } from '../http/etag';
import { ANSWERED, routes } from '../http/route';
import { systemView } from './facts';
import { systemOperations } from './operations';

export const systemRoutes = routes(systemOperations)((services) => {
  const { store, orchestrator, health, events } = services;
  const state = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');

  return {
    async health() {
      const { worker, tmux, trouble: ofParts, known, notices } = health();
      const { usable, trouble: ofStore } = await store.health();
      const engine = orchestrator.isUp();
      const findings = known?.findings ?? [];
      const checked = findings.filter(({ watcher }) => watcher === 'check');
      // Anyone may ask: sentences without paths. The log has the rest.
      const trouble = [
        ...ofStore.map(({ message }) => message),
        ...ofParts,
        ...checked.map(({ reason, remedy }) => `${reason} ${remedy}`),
      ];
      // No tmux server is no fault: there may be no session yet.
      const isWell = engine && worker && usable && trouble.length === 0 && findings.length === 0;
      return {
        status: known?.status === 'unhealthy' ? 'unhealthy' : isWell ? 'healthy' : 'degraded',
        timestamp: new Date().toISOString(),
        checks: {
          engine: state(engine),
          store: state(usable),
          worker: state(worker),
          tmux: state(tmux),
        },
        trouble,
        reasons: findings.map(({ cause, component, status, reason, remedy, since }) => ({
          ...{ cause, component, status, reason, remedy, since },
        })),
        checked_at: known?.checkedAt ?? null,
        notices: [...notices],
      };
    },

    system: () => systemView(services),

    async server() {
      const { config, server, version } = services;
      const { role, ...process } = server;
      return {
        ...process,
        version,
        data_dir: config.dataDir,
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
