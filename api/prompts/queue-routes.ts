/** The pause of the queue. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { changeQueue } from './requests';
import { parse } from '../http/validation';
import { queueView } from './views';
import { actorOf } from '../http/parameters';

export function queueRoutes(
  router: Router<RequestState>,
  { store, orchestrator, log }: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>,
): void {
  router.get('/api/assigner/queue', (ctx) => {
    ctx.body = queueView(store.queue.last());
  });

  router.put('/api/assigner/queue', (ctx) => {
    const { paused, reason = null } = parse(changeQueue, ctx.request.body);
    const by = actorOf(ctx);
    if (paused) store.queue.pause(by, reason);
    else store.queue.resume(by, reason);
    // Where the engine is away, it asks for what waits when it is back.
    if (orchestrator.isUp()) void orchestrator.announce(store.assign());
    log.info({ paused, reason, by }, paused ? 'the queue is paused' : 'the queue goes on');
    ctx.body = queueView(store.queue.last());
  });
}
