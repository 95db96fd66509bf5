/** The dialogs of agents: the inbox, and answering them. */
import type Router from '@koa/router';
import { confirmService } from './service';
import { confirmationQuery, decideConfirmation, sessionMode } from './requests';
import { confirmationView } from './views';
import type { AppDeps, RequestState } from '../context';
import { parse, parseQuery } from '../http/validation';
import { workflowUrls } from '../system/facts';
import type { Terminals } from '../sessions/terminals';
import { sessionView } from '../sessions/views';
import { idParam } from '../http/parameters';

export function confirmationRoutes(router: Router<RequestState>, deps: AppDeps, sessions: Terminals): void {
  const { store } = deps;
  const urls = workflowUrls(deps);
  const service = confirmService(deps);

  router.get('/api/confirmations', (ctx) => {
    const { status, session, kind, limit, offset } = parseQuery(confirmationQuery, ctx.query);
    const filter = {
      ...(status && { status }),
      ...(session !== undefined && { session }),
      ...(kind && { kind }),
    };
    const page = store.confirmations.list(filter, limit, offset);
    ctx.body = { ...page, items: page.items.map((row) => confirmationView(row, urls)) };
  });

  router.get('/api/confirmations/:id', (ctx) => {
    ctx.body = confirmationView(service.must(idParam(ctx, 'confirmation')), urls);
  });

  router.post('/api/confirmations/:id', async (ctx) => {
    const id = idParam(ctx, 'confirmation');
    await service.decide(id, parse(decideConfirmation, ctx.request.body));
    ctx.body = confirmationView(service.must(id), urls);
  });

  router.put('/api/sessions/:name/auto-confirm', async (ctx) => {
    const { mode, minutes = null } = parse(sessionMode, ctx.request.body);
    const { name } = await sessions.named(ctx.params['name']);
    store.confirmSettings.setMode(name, mode, minutes);
    service.reconsider(name);
    ctx.body = sessionView(sessions.must(name));
  });
}
