/** Sends a feature or a bug to an agent. */
import type Router from '@koa/router';
import { WORK_KINDS } from '../../workflows/contracts/work-item-words';
import type { AppDeps, RequestState } from '../context';
import { sendItem } from './requests';
import { parse } from '../http/validation';
import type { WorkService } from './service';
import { idParam } from '../http/parameters';
import { idempotencyKey, queuedAnswer } from '../prompts/routes';

const PATHS = { feature: '/api/features/:id/send', bug: '/api/bugs/:id/send' } as const;

export function sendItemRoutes(
  router: Router<RequestState>,
  { store }: Pick<AppDeps, 'store'>,
  work: WorkService,
): void {
  for (const kind of WORK_KINDS) {
    router.post(PATHS[kind], async (ctx) => {
      const wanted = parse(sendItem, ctx.request.body);
      const id = await work.send(kind, idParam(ctx, kind), wanted, idempotencyKey(ctx));
      queuedAnswer(ctx, store, id);
    });
  }
}
