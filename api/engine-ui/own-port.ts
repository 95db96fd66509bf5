/**
 * Temporal's Web UI for the engine of our own, on a port of its own: for those who are logged in to the dashboard, under
 * this machine's names, and from its own pages. The engine has no such guard.
 */
import Koa from 'koa';
import type { AppDeps, RequestState } from '../context';
import { notLoggedIn } from '../http/errors';
import { isChange, requestAudit } from '../middleware/access';
import { errorEnvelope } from '../middleware/errors';
import { ownHostsOnly } from '../middleware/hosts';
import { httpsOnly } from '../middleware/https';
import { loginReader } from '../middleware/login';
import { wantsPage } from '../middleware/pages';
import { ways } from '../middleware/way';
import { thisMachineOnly } from '../middleware/this-machine';
import { serveEngineUi } from './serve';
import type { EngineUiSource } from './source';

export interface EngineUiDeps extends Pick<AppDeps, 'config' | 'store' | 'log' | 'cookieKey' | 'apiToken'> {
  readonly source: EngineUiSource;
  /** Port of the dashboard, where the login is. */
  readonly dashboardPort: number;
}

export function engineUiOnOwnPort(deps: EngineUiDeps): Koa<RequestState> {
  const { config, log, source, dashboardPort } = deps;
  const app = new Koa<RequestState>();
  app.silent = true;
  app.on('error', (error: Error) => log.debug({ err: error }, "connection error at the engine's pages"));
  const reader = loginReader(app, deps);
  const serve = serveEngineUi(log);

  app.use(ways(config));
  app.use(requestAudit(deps.store.access.requests, isChange));
  app.use(errorEnvelope(() => log));
  app.use(ownHostsOnly(config));
  app.use(httpsOnly(config));
  app.use(thisMachineOnly(config));
  app.use(async (ctx) => {
    reader.read(ctx);
    const { principal } = ctx.state;
    if (principal === undefined) {
      if (!wantsPage(ctx)) throw notLoggedIn();
      ctx.redirect(`${config.tls ? 'https' : 'http'}://${ctx.hostname}:${dashboardPort}/login`);
      return;
    }
    await serve(source, { ctx, principal, path: ctx.path, mount: '' });
  });
  return app;
}
