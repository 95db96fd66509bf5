/** Answers for Temporal's Web UI: pages by the program that has them, what they show and change by our own engine. */
import type { Logger } from 'pino';
import type { ParameterizedContext } from 'koa';
import { EngineUnavailableError } from '../../temporal/errors';
import { may, type Principal, requireScope } from '../access/principal';
import type { RequestState } from '../context';
import { HttpError, notFound } from '../http/errors';
import { addressOf } from '../http/way';
import { isPlain } from '../middleware/paths';
import { DETAILS_HEADERS, DETAILS_PATH, detailsPage, scriptAt } from './details';
import { documentAt, policyOf } from './document';
import { cachingOf, forwarder, HEADERS, TIMEOUT_MS, toEngine } from './forward';
import { allEvents } from './history';
import type { EngineUiSource, HttpDoor } from './source';

export interface UiRequest {
  readonly ctx: ParameterizedContext<RequestState>;
  readonly principal: Principal;
  /** What was asked for, as the UI has it; begins with a slash. */
  readonly path: string;
  /** Where the UI is on this server, below the path of a proxy; no slash at the end, empty: it is all there is. */
  readonly mount: string;
}

export type ServeEngineUi = (source: EngineUiSource, request: UiRequest) => Promise<void>;

const READS = ['GET', 'HEAD'];
const API = '/api/v1/';
/** What the program with the pages answers itself: what the pages are to show. */
const SETTINGS = '/api/v1/settings';
const HISTORY = /^\/api\/v1\/(namespaces\/[^/]+\/workflows\/[^/]+)\/run\/([^/]+)\/history\.json$/;
/** Large files that are passed on as they come, but for scripts under a path. */
const FILES = '/_app/';
const SCRIPT = /^\/_app\/.+\.js$/;

export function serveEngineUi(log: Logger): ServeEngineUi {
  const forward = forwarder();

  return async ({ door, pagesUrl }, request) => {
    const { ctx, principal, path } = request;
    requireScope(principal, READS.includes(ctx.method) ? 'read' : 'engine:write');
    if (!isPlain(path)) throw notFound(`page ${path}`);
    if (path.startsWith(API) && path !== SETTINGS) {
      await askEngine(door(), request);
      return;
    }
    if (!READS.includes(ctx.method)) throw notFound(`such change: ${path}`);
    if (path === DETAILS_PATH) {
      ctx.set({ ...HEADERS, ...DETAILS_HEADERS });
      ctx.type = 'html';
      ctx.body = detailsPage(ctx.search);
      return;
    }
    const url = await pages(pagesUrl);
    const isScript = pathOf(request) !== '' && SCRIPT.test(path);
    if (path.startsWith(FILES) && !isScript) await forward(ctx, url + path);
    else await answerWith(url, request);
  };

  async function askEngine(door: HttpDoor | undefined, { ctx, path }: UiRequest): Promise<void> {
    if (door === undefined) throw new EngineUnavailableError();
    const [, workflow, runId] = HISTORY.exec(path) ?? [];
    if (workflow !== undefined && runId !== undefined) {
      ctx.set(HEADERS);
      ctx.body = await allEvents(door, API + workflow, runId);
    } else await forward(ctx, `http://127.0.0.1:${door.httpPort}${path}${ctx.search}`, toEngine(ctx, door));
  }

  async function pages(pagesUrl: EngineUiSource['pagesUrl']): Promise<string> {
    try {
      return await pagesUrl();
    } catch (error) {
      log.warn({ err: error }, "the pages of the engine's Web UI can't be had");
      throw new HttpError(503, 'engine_ui_unavailable', (error as Error).message, [], { cause: error });
    }
  }
}

/** Where the browser has the UI; no slash at the end. */
const pathOf = ({ ctx, mount }: Pick<UiRequest, 'ctx' | 'mount'>): string => ctx.state.way.prefix + mount;

/** A page, a script, a small file, or the settings of the pages. */
async function answerWith(url: string, request: UiRequest): Promise<void> {
  const { ctx, path, mount, principal } = request;
  const answer = await ask(url + path);
  const type = answer.headers.get('content-type') ?? 'application/octet-stream';
  ctx.set(HEADERS);
  ctx.status = answer.status;
  if (path === SETTINGS) {
    // What would be refused isn't offered.
    const settings = (await answer.json()) as object;
    ctx.body = { ...settings, ...(!may(principal, 'engine:write') && { DisableWriteActions: true }) };
  } else if (type.startsWith('text/html')) {
    const html = documentAt(await answer.text(), pathOf(request));
    ctx.set('Content-Security-Policy', policyOf(html, addressOf(ctx.state.way) + mount));
    ctx.body = html;
  } else if (SCRIPT.test(path)) {
    ctx.set(cachingOf(ctx.url, answer.status));
    ctx.compress = true;
    ctx.body = scriptAt(await answer.text(), pathOf(request));
  } else ctx.body = Buffer.from(await answer.arrayBuffer());
  ctx.type = type;
}

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new EngineUnavailableError({ cause: error });
  }
}
