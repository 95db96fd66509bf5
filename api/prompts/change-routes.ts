/** Changing a prompt that is queued, under way or ended. Each answers with the prompt as it is afterwards. */
import type Router from '@koa/router';
import type { AppDeps, Context, RequestState } from '../context';
import type { PromptService } from './service';
import { archivePrompts, cancelPrompt, changePrompt, reassignPrompt, resolvePrompt } from './requests';
import { parse } from '../http/validation';
import { promptViewing } from '../system/facts';
import { historyView, promptView } from './views';
import { idParam } from '../http/parameters';

const MS_A_DAY = 24 * 60 * 60_000;

export function promptChangeRoutes(
  router: Router<RequestState>,
  deps: AppDeps,
  service: PromptService,
): void {
  const viewing = promptViewing(deps);
  const change = (act: (id: number, ctx: Context) => Promise<void> | void) => async (ctx: Context) => {
    const id = idParam(ctx, 'prompt');
    await act(id, ctx);
    const row = service.must(id);
    ctx.body = { ...promptView(row, viewing), history: deps.store.prompts.history(id).map(historyView) };
  };

  router.post(
    '/api/assigner/prompts/:id/cancel',
    change((id, ctx) => service.cancel(id, parse(cancelPrompt, ctx.request.body).reason)),
  );
  router.post(
    '/api/assigner/prompts/:id/retry',
    change((id) => service.restart(id, 'queued again by a person')),
  );
  router.post(
    '/api/assigner/prompts/:id/reassign',
    change((id, ctx) => service.reassign(id, parse(reassignPrompt, ctx.request.body))),
  );
  router.patch(
    '/api/assigner/prompts/:id',
    change((id, ctx) => service.prioritise(id, parse(changePrompt, ctx.request.body).priority)),
  );
  router.post(
    '/api/assigner/prompts/:id/archive',
    change((id) => service.archive(id)),
  );
  router.post(
    '/api/assigner/prompts/:id/unarchive',
    change((id) => service.unarchive(id)),
  );
  router.post('/api/assigner/prompts/archive', (ctx) => {
    const { status, older_than_days: days } = parse(archivePrompts, ctx.request.body);
    const before = days === undefined ? null : new Date(Date.now() - days * MS_A_DAY);
    ctx.body = { archived: deps.store.archive.putAll({ statuses: status, before }) };
  });
  router.post(
    '/api/assigner/prompts/:id/resolve',
    change((id, ctx) => {
      const { as, note } = parse(resolvePrompt, ctx.request.body);
      service.resolve(id, as, note);
    }),
  );
}
