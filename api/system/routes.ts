/** Health, what this installation is, its figures, and the stream of what happens. */
import { ANSWERED, routes } from '../http/route';
import { systemView } from './facts';
import { systemOperations } from './operations';

export const systemRoutes = routes(systemOperations)((services) => {
  const { store, orchestrator, health, events } = services;
  const state = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');

  return {
    async health() {
      const { worker, tmux, trouble: ofParts, notices } = health();
      const { usable, trouble: ofStore } = await store.health();
      const engine = orchestrator.isUp();
      // Anyone may ask: sentences without paths. The log has the rest.
      const trouble = [...ofStore.map(({ message }) => message), ...ofParts];
      return {
        // No tmux server is no fault: there may be no session yet.
        status: engine && worker && usable && trouble.length === 0 ? 'healthy' : 'degraded',
        timestamp: new Date().toISOString(),
        checks: {
          engine: state(engine),
          store: state(usable),
          worker: state(worker),
          tmux: state(tmux),
        },
        trouble,
        notices: [...notices],
      };
    },

    system: () => systemView(services),

    stats: () => ({ ...store.figures(), workers: health().workers, prompts: store.prompts.counts() }),

    async events({ ctx }) {
      ctx.respond = false;
      // Koa's 404 stands on the response until something is answered.
      ctx.status = 200;
      await events.open(ctx.req, ctx.res, ctx.state.loginStands);
      return ANSWERED;
    },
  };
});
