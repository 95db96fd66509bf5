/** The queue: sending prompts and reading them. */
import type Router from '@koa/router';
import type { AppDeps, Context, RequestState } from '../context';
import { conflict, invalid, notFound } from '../http/errors';
import { keptAnswers } from '../http/response-cache';
import { type PromptService } from './service';
import { promptQuery, sendPrompt } from './requests';
import { paging } from '../http/fields';
import { parse, parseQuery } from '../http/validation';
import { promptViewing } from '../system/facts';
import { historyView, lostView, promptListView, promptView } from './views';
import { idParam } from '../http/parameters';

const MAX_KEY_CHARS = 200;

export function promptRoutes(router: Router<RequestState>, deps: AppDeps, service: PromptService): void {
  const { store } = deps;
  const viewing = promptViewing(deps);
  const keep = keptAnswers(() => `${store.prompts.version()} ${deps.engine.uiUrl}`);

  router.post('/api/assigner/send', async (ctx) => {
    const key = idempotencyKey(ctx);
    queuedAnswer(ctx, store, await service.send(parse(sendPrompt, ctx.request.body), key));
  });

  router.get('/api/assigner/status', (ctx) => {
    ctx.body = store.prompts.counts();
  });

  router.get('/api/assigner/prompts', (ctx) => {
    const query = parseQuery(promptQuery, ctx.query);
    const page = store.prompts.list(
      {
        ...(query.status && { status: query.status }),
        ...(query.session !== undefined && { session: query.session }),
        ...(query.provider && { provider: query.provider }),
        ...(query.source !== undefined && { source: query.source }),
        ...(query.q && { text: query.q }),
        ...(query.archived !== 'include' && { archived: query.archived === 'true' }),
      },
      query.order,
      query.limit,
      query.offset,
    );
    ctx.body = { ...page, items: page.items.map((row) => promptListView(row, viewing)) };
  });

  router.get('/api/assigner/prompts/:id', (ctx) => {
    const id = idParam(ctx, 'prompt');
    keep(ctx, String(id), () => {
      const row = store.prompts.get(id);
      if (!row) throw notFound(`prompt ${id}`);
      return { ...promptView(row, viewing), history: store.prompts.history(id).map(historyView) };
    });
  });

  router.get('/api/assigner/lost-and-found', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    const page = store.lostAndFound.list(limit, offset);
    ctx.body = { ...page, items: page.items.map(lostView) };
  });
}

/**
 * A repeat with the same key is answered with what the first one made.
 * @throws ApiError 400 where the header is too long
 */
export function idempotencyKey(ctx: { get(name: string): string }): string | null {
  const key = ctx.get('Idempotency-Key') || null;
  if (key !== null && key.length > MAX_KEY_CHARS) {
    throw invalid('Idempotency-Key', `expected at most ${MAX_KEY_CHARS} characters`);
  }
  return key;
}

/** @param id null: the key was used for another request */
export function queuedAnswer(ctx: Context, store: AppDeps['store'], id: number | null): void {
  if (id === null) throw conflict('This Idempotency-Key was used for another prompt: take a new one.');
  const row = store.prompts.get(id);
  const warnings = [row && store.hindrance.of(row), store.work.warningFor(id)].filter((one) => one != null);
  ctx.body = { prompt_id: id, success: true, ...(warnings.length > 0 && { warning: warnings.join('. ') }) };
}
