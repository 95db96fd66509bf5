/** Health, what this installation is, and its figures. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { systemView } from '../system';

export function systemRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator, health, log } = deps;
  let told: string | undefined;

  router.get('/health', async (ctx) => {
    const { worker, tmux } = health();
    const fault = await store.fault();
    // Why goes to the log, once: it has paths, and this is open to anyone.
    if (fault !== told && fault !== undefined) log.error({ fault }, 'the record is in trouble');
    told = fault;
    const engine = orchestrator.isUp();
    const state = (up: boolean): string => (up ? 'up' : 'down');
    ctx.body = {
      // No tmux server is no fault: there may be no session yet.
      status: engine && worker && fault === undefined ? 'healthy' : 'degraded',
      timestamp: new Date().toISOString(),
      checks: {
        engine: state(engine),
        store: state(fault === undefined),
        worker: state(worker),
        tmux: state(tmux),
      },
    };
  });

  router.get('/api/system', (ctx) => {
    ctx.body = systemView(deps);
  });

  router.get('/api/stats', (ctx) => {
    ctx.body = { ...store.figures(), workers: health().workers, prompts: store.prompts.counts() };
  });
}
