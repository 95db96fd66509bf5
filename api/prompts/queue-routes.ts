/** The pause of the queue, and its order. */
import { routes } from '../http/route';
import { queueOperations } from './operations';
import { queueView } from './views';

export const queueRoutes = routes(queueOperations)(({ store, orchestrator, log }) => ({
  get: () => queueView(store.queue.last()),

  change({ body: { paused, reason = null }, actor: by }) {
    if (paused) store.queue.pause(by, reason);
    else store.queue.resume(by, reason);
    // Where the engine is away, it asks for what waits when it is back.
    if (orchestrator.isUp()) void orchestrator.announce(store.assign());
    log.info({ paused, reason, by }, paused ? 'the queue is paused' : 'the queue goes on');
    return queueView(store.queue.last());
  },

  positions({ query: { id: ids } }) {
    const items = [...new Set(ids)].flatMap((id) => {
      const found = store.queue.positionOf(id);
      return found ? [{ id, position: found.position }] : [];
    });
    return { of: store.queue.waiting(), items };
  },
}));
