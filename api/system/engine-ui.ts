/**
 * Temporal's Web UI for the engine of our own, on a port of its own: for those who are logged in to the dashboard, under
 * this machine's names, and from its own pages. The engine has no such guard.
 */
import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { createProxyServer, type ProxyServerOptions } from 'httpxy';
import Koa from 'koa';
import { requireScope } from '../access/principal';
import type { AppDeps, RequestState } from '../context';
import { EngineUnavailableError } from '../../temporal/errors';
import { HttpError, notFound, notLoggedIn } from '../http/errors';
import { isChange, requestAudit } from '../middleware/access';
import { errorEnvelope } from '../middleware/errors';
import { ownHostsOnly } from '../middleware/hosts';
import { httpsOnly } from '../middleware/https';
import { loginReader } from '../middleware/login';
import { wantsPage } from '../middleware/pages';
import { isPlain } from '../middleware/paths';
import { ways } from '../middleware/way';
import { thisMachineOnly } from '../middleware/this-machine';

/** The way to the engine's HTTP API, and the one Host that it answers to. */
interface HttpDoor {
  readonly httpPort: number;
  readonly httpHost: string;
}

export interface EngineUiDeps extends Pick<AppDeps, 'config' | 'store' | 'log' | 'cookieKey' | 'apiToken'> {
  readonly door: () => HttpDoor | undefined;
  /** Where the pages are. Rejects, with a message for a person, where they can't be had. */
  readonly pagesUrl: () => Promise<string>;
  /** Port of the dashboard, where the login is. */
  readonly dashboardPort: number;
}

const READS = ['GET', 'HEAD'];
const API = '/api/v1/';
/** What the program with the pages answers of these itself: what the pages are to show. */
const SETTINGS = '/api/v1/settings';
const HISTORY = /^\/api\/v1\/(namespaces\/[^/]+\/workflows\/[^/]+)\/run\/([^/]+)\/history\.json$/;
/** The pages want values as they are kept; the engine's API would make plain JSON of them. */
const AS_KEPT = 'application/json+no-payload-shorthand';
/** A page that waits for the next event of a history is answered within 20 s. */
const TIMEOUT_MS = 120_000;

const HEADERS = {
  // The pages forbid foreign scripts themselves, by the digests of their own.
  'Content-Security-Policy': "frame-ancestors 'self'; object-src 'none'; form-action 'self'",
  'X-Frame-Options': 'SAMEORIGIN',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

export function createEngineUi(deps: EngineUiDeps): Koa<RequestState> {
  const { config, log, door, pagesUrl, dashboardPort } = deps;
  const app = new Koa<RequestState>();
  app.silent = true;
  app.on('error', (error: Error) => log.debug({ err: error }, "connection error at the engine's pages"));
  const reader = loginReader(app, deps);
  const forward = forwarder();

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
    requireScope(principal, READS.includes(ctx.method) ? 'read' : 'engine:write');
    if (!isPlain(ctx.path)) throw notFound(`page ${ctx.path}`);
    if (!ctx.path.startsWith(API) || ctx.path === SETTINGS) {
      await forward(ctx, { target: await pages() });
      return;
    }
    const way = door();
    if (way === undefined) throw new EngineUnavailableError();
    const history = HISTORY.exec(ctx.path);
    if (history) ctx.body = await allEvents(way, history[1] as string, history[2] as string);
    else await forward(ctx, toEngine(way, ctx.get('Content-Type') !== ''));
  });
  return app;

  async function pages(): Promise<string> {
    try {
      return await pagesUrl();
    } catch (error) {
      log.warn({ err: error }, "the pages of the engine's Web UI can't be had");
      throw new HttpError(503, 'engine_ui_unavailable', (error as Error).message, [], { cause: error });
    }
  }
}

function toEngine({ httpPort, httpHost }: HttpDoor, hasBody: boolean): ProxyServerOptions {
  return {
    target: `http://127.0.0.1:${httpPort}`,
    headers: { host: httpHost, accept: AS_KEPT, ...(hasBody && { 'content-type': AS_KEPT }) },
  };
}

/** Passes a request on without what opens the dashboard, and its answer back without cookies. */
function forwarder() {
  const proxy = createProxyServer({ proxyTimeout: TIMEOUT_MS });
  proxy.on('proxyReq', (request) => {
    for (const name of ['cookie', 'authorization', 'origin', 'referer']) request.removeHeader(name);
  });
  proxy.on('proxyRes', ({ headers }, { url = '' }) => {
    delete headers['set-cookie'];
    if (headers['content-type'] === AS_KEPT) headers['content-type'] = 'application/json';
    for (const [name, value] of Object.entries(HEADERS))
      if (name !== 'Content-Security-Policy' || !headers['content-security-policy'])
        headers[name.toLowerCase()] = value;
    if (url.startsWith('/_app/immutable/')) headers['cache-control'] = 'private, max-age=31536000, immutable';
  });
  return async (ctx: Koa.Context, options: ProxyServerOptions): Promise<void> => {
    ctx.respond = false;
    ctx.status = 200;
    try {
      await proxy.web(ctx.req, ctx.res, options);
    } catch (error) {
      if (ctx.res.headersSent) {
        ctx.res.destroy();
        return;
      }
      ctx.respond = true;
      throw new EngineUnavailableError({ cause: error });
    }
  };
}

interface EventsPage {
  readonly history?: { readonly events?: readonly unknown[] };
  readonly nextPageToken?: string;
}

/** What the pages offer for download; the engine's API gives a page at a time. */
async function allEvents(door: HttpDoor, workflow: string, runId: string): Promise<unknown[]> {
  const events: unknown[] = [];
  let token = '';
  do {
    const query = new URLSearchParams({ 'execution.runId': runId, ...(token && { nextPageToken: token }) });
    const page = await askEngine(door, `${API}${workflow}/history?${query.toString()}`);
    events.push(...(page.history?.events ?? []));
    token = page.nextPageToken ?? '';
  } while (token !== '');
  return events;
}

function askEngine({ httpPort, httpHost }: HttpDoor, path: string): Promise<EventsPage> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: httpPort, path, timeout: TIMEOUT_MS };
    const sent = httpRequest({ ...options, headers: { host: httpHost, accept: AS_KEPT } }, (response) => {
      if (response.statusCode === 200) json(response).then((page) => resolve(page as EventsPage), reject);
      else {
        response.resume();
        reject(
          response.statusCode === 404 ? notFound('such run of a workflow') : new EngineUnavailableError(),
        );
      }
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (error) => reject(new EngineUnavailableError({ cause: error })));
    sent.end();
  });
}
