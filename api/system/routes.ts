/** Health, what this installation is, and its figures. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { systemView } from './facts';

export function systemRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, orchestrator, health } = deps;

  router.get('/health', async (ctx) => {
    const { worker, tmux, trouble: ofParts, notices } = health();
    const { usable, trouble: ofStore } = await store.health();
    const engine = orchestrator.isUp();
    const state = (up: boolean): string => (up ? 'up' : 'down');
    // Anyone may ask: sentences without paths. The log has the rest.
    const trouble = [...ofStore.map(({ message }) => message), ...ofParts];
    ctx.body = {
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
      notices,
    };
  });

  router.get('/api/system', (ctx) => {
    ctx.body = systemView(deps);
  });

  router.get('/api/stats', (ctx) => {
    ctx.body = { ...store.figures(), workers: health().workers, prompts: store.prompts.counts() };
  });
}
