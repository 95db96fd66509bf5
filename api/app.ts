/** The web application: middleware from the outside in, then routes. Doesn't listen. */
import Router from '@koa/router';
import Koa from 'koa';
import { METHODS } from 'node:http';
import type { AppDeps, RequestState } from './context';
import { routesByArea } from './middleware/areas';
import { compression } from './middleware/compression';
import { errorEnvelope } from './middleware/errors';
import { ownHostsOnly } from './middleware/hosts';
import { jsonBodies } from './middleware/json';
import { loginRequired, loginSessions } from './middleware/login';
import { securityHeaders } from './middleware/security-headers';
import { thisMachineOnly } from './middleware/this-machine';
import { turns } from './middleware/turns';
import { promptService } from './prompts/service';
import { confirmRoutes } from './confirmations/setting-routes';
import { confirmRuleRoutes } from './confirmations/rule-routes';
import { confirmationRoutes } from './confirmations/routes';
import { githubRoutes } from './github/routes';
import { apiDocsRoutes } from './document/routes';
import { errorRoutes } from './history/error-routes';
import { historyRoutes } from './history/routes';
import { loginRoutes } from './system/login-routes';
import { milestoneRoutes } from './milestones/routes';
import { milestoneScanRoutes } from './milestones/scan-routes';
import { backupRoutes, maintenanceRoutes } from './maintenance/routes';
import { promptChangeRoutes } from './prompts/change-routes';
import { promptRoutes } from './prompts/routes';
import { queueRoutes } from './prompts/queue-routes';
import { recordRoutes } from './work-items/routes';
import { secretLeaseRoutes } from './vault/lease-routes';
import { secretRoutes } from './vault/routes';
import { sendItemRoutes } from './work-items/send-routes';
import { sessionRoutes } from './sessions/routes';
import { systemRoutes } from './system/routes';
import { taskRoutes } from './tasks/routes';
import { staticPages } from './static-pages';
import { terminals } from './sessions/terminals';
import { workService } from './work-items/service';

/**
 * A client that went away mid-answer is no fault of ours; nor is one that has the whole answer and closes before our side
 * of a streamed file does, as curl may.
 */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE']);

export function createApp(deps: AppDeps): Koa<RequestState> {
  const { config, events, log } = deps;
  const app = new Koa<RequestState>();
  app.silent = true;
  app.on('error', (error: Error & { code?: string }) => {
    const isGone = GONE.has(error.code ?? '');
    log[isGone ? 'debug' : 'error']({ err: error }, isGone ? 'the client went away' : 'connection error');
  });

  app.use(compression());
  app.use(errorEnvelope(log));
  app.use(turns());
  app.use(securityHeaders());
  app.use(ownHostsOnly(config));
  app.use(thisMachineOnly(config));
  app.use(loginSessions(app, deps));
  app.use(loginRequired(deps));
  app.use(jsonBodies());

  // All methods that Node passes on: one that no route takes is the caller's mistake (405), not ours (501).
  const router = new Router<RequestState>({ methods: METHODS });
  const sessions = terminals(deps);
  const prompts = promptService(deps, sessions);
  loginRoutes(router, deps);
  systemRoutes(router, deps);
  promptRoutes(router, deps, prompts);
  promptChangeRoutes(router, deps, prompts);
  queueRoutes(router, deps);
  sessionRoutes(router, deps, sessions);
  confirmationRoutes(router, deps, sessions);
  confirmRoutes(router, deps);
  confirmRuleRoutes(router, deps);
  taskRoutes(router, deps);
  milestoneScanRoutes(router, deps);
  milestoneRoutes(router, deps);
  githubRoutes(router, deps);
  secretRoutes(router, deps);
  secretLeaseRoutes(router, deps);
  maintenanceRoutes(router, deps);
  backupRoutes(router, deps);
  recordRoutes(router, deps);
  sendItemRoutes(router, deps, workService(deps, prompts));
  errorRoutes(router, deps);
  historyRoutes(router, deps);
  apiDocsRoutes(router, deps);
  router.get('/api/events', async (ctx) => {
    ctx.respond = false;
    // Koa's 404 stands on the response until something is answered.
    ctx.status = 200;
    await events.open(ctx.req, ctx.res, ctx.state.loginStands);
  });
  app.use(routesByArea(router));
  app.use(router.allowedMethods());
  app.use(staticPages());
  return app;
}
