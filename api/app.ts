/** The web application: middleware from the outside in, then routes. Doesn't listen. */
import Router from '@koa/router';
import Koa from 'koa';
import { METHODS } from 'node:http';
import type { AppDeps, RequestState } from './context';
import { engineUiUnderPath, isEngineUi } from './engine-ui/under-path';
import { routesByArea } from './middleware/areas';
import { compression } from './middleware/compression';
import { errorEnvelope } from './middleware/errors';
import { hostTokens } from './middleware/host-tokens';
import { ownHostsOnly } from './middleware/hosts';
import { httpsOnly } from './middleware/https';
import { jsonBodies } from './middleware/json';
import { loginOfNow } from './middleware/login-of-now';
import { loginRequired, loginSessions } from './middleware/login';
import { monitorPortOnly } from './middleware/monitor-port';
import { observed } from './middleware/observed';
import { securityHeaders } from './middleware/security-headers';
import { thisMachineOnly } from './middleware/this-machine';
import { isChange, isOfOperation, pagesForReaders, requestAudit } from './middleware/access';
import { turns } from './middleware/turns';
import { ways } from './middleware/way';
import { registerRoutes } from './routes';
import { createServices } from './services';
import { staticPages } from './static-pages';

/**
 * A client that went away mid-answer is no fault of ours; nor is one that has the whole answer and closes before our side
 * of a streamed file does, as curl may.
 */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

export function createApp(deps: AppDeps): Koa<RequestState> {
  const { config, log } = deps;
  const app = new Koa<RequestState>();
  app.silent = true;
  app.on('error', (error: Error & { code?: string }) => {
    const isGone = GONE.has(error.code ?? '');
    log[isGone ? 'debug' : 'error']({ err: error }, isGone ? 'the client went away' : 'connection error');
  });

  app.use(observed(deps.observeRequest));
  app.use(ways(config));
  app.use(compression());
  app.use(
    requestAudit(deps.store.access.requests, (ctx) =>
      isEngineUi(ctx.path) ? isChange(ctx) : isOfOperation(ctx),
    ),
  );
  app.use(errorEnvelope((port) => (port === config.monitorPort ? deps.monitorLog : log)));
  app.use(turns());
  app.use(securityHeaders());
  app.use(ownHostsOnly(config));
  app.use(httpsOnly(config));
  app.use(thisMachineOnly(config));
  app.use(monitorPortOnly(config));
  app.use(loginSessions(app, deps));
  app.use(loginRequired(deps));
  app.use(hostTokens(deps));
  app.use(engineUiUnderPath(deps));
  app.use(jsonBodies());
  app.use(loginOfNow());

  // All methods that Node passes on: one that no route takes is the caller's mistake (405), not ours (501).
  const router = new Router<RequestState>({ methods: METHODS });
  registerRoutes(router, createServices(deps));
  app.use(routesByArea(router));
  app.use(router.allowedMethods());
  app.use(pagesForReaders());
  app.use(staticPages());
  return app;
}
