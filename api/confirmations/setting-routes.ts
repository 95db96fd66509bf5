/** The switch and the times of automatic confirmation, trying the policy, and the trusted directories. */
import type Router from '@koa/router';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { changeConfirm, testPolicy, trustDirectory } from './requests';
import { confirmService } from './service';
import { confirmView, ruleView, trustedView } from './views';
import type { AppDeps, RequestState } from '../context';
import { invalid, notFound } from '../http/errors';
import { parse } from '../http/validation';
import { idParam } from '../http/parameters';

const DONE = { allow: 'approve', ask: 'ask', deny: 'deny' } as const;

export function confirmRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, policy } = deps;
  const service = confirmService(deps);

  router.get('/api/confirm', (ctx) => {
    ctx.body = confirmView(store);
  });

  router.put('/api/confirm', (ctx) => {
    const { enabled, delay_ms, ...rest } = parse(changeConfirm, ctx.request.body);
    const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    store.confirmSettings.change({
      ...set,
      ...(enabled !== undefined && { enabled: Number(enabled) }),
      ...(delay_ms && { delay_min_ms: delay_ms[0], delay_max_ms: delay_ms[1] }),
    });
    service.reconsider();
    ctx.body = confirmView(store);
  });

  router.post('/api/confirm/test', (ctx) => {
    const { agent, tool, command, path, session, working_dir } = parse(testPolicy, ctx.request.body);
    const workingDir = session == null ? (working_dir as string) : workingDirOf(session);
    const decision = policy.decide(
      {
        ...{ agent, tool, workingDir, home: policy.home, own: policy.own },
        ...(command != null && { command }),
        ...(path != null && { path }),
      },
      store.confirmRules.rules(),
    );
    const { verdict, ruleId, reason, evidence } = decision;
    const row = typeof ruleId === 'number' ? store.confirmRules.get(ruleId) : undefined;
    ctx.body = {
      verdict,
      rule: row ? ruleView(row) : { id: ruleId },
      reason,
      evidence,
      answered: DONE[verdict],
    };
  });

  function workingDirOf(session: string): string {
    const row = store.sessions.get(session);
    if (!row) throw notFound(`session '${session}'`);
    if (row.working_dir === null) throw invalid('session', 'its working directory is not known yet');
    return row.working_dir;
  }

  router.get('/api/confirm/trusted-directories', (ctx) => {
    const items = store.confirmRules.trusted().map(trustedView);
    ctx.body = { items, total: items.length };
  });

  router.post('/api/confirm/trusted-directories', (ctx) => {
    const { path } = parse(trustDirectory, ctx.request.body);
    if (!existsSync(path) || !statSync(path).isDirectory())
      throw invalid('path', `there is no directory ${path}`);
    ctx.status = 201;
    // Kept as the place it leads to: a link could be turned elsewhere later.
    ctx.body = trustedView(store.confirmRules.trust(realpathSync(path)));
    service.reconsider();
  });

  router.delete('/api/confirm/trusted-directories/:id', (ctx) => {
    const id = idParam(ctx, 'trusted directory');
    if (!store.confirmRules.distrust(id)) throw notFound(`trusted directory ${id}`);
    service.reconsider();
    ctx.status = 204;
  });
}
