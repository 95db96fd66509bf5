/**
 * Connections that stay open: a request that asks for a WebSocket goes past the application, so all that decides who
 * may open one is asked here, the same for each. server/upgrade-paths.ts lists them; who asks for another one is told that
 * there is none.
 */
import { type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import Koa from 'koa';
import type { AppDeps, RequestState } from '../api/context';
import { type Principal, requireScope } from '../api/access/principal';
import { HttpError, notLoggedIn } from '../api/http/errors';
import { type OwnNames, ownNames } from '../api/http/own-names';
import { type Way, wayOf, withoutPrefix } from '../api/http/way';
import { loginReader } from '../api/middleware/login';
import { isPlain } from '../api/middleware/paths';
import { requireThisMachine } from '../api/middleware/this-machine';
import type { Scope } from '../workflows/contracts/access';
import { UPGRADE_PATHS, type UpgradePath } from './upgrade-paths';

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** What stands in the path for each `:name`. */
  readonly params: Readonly<Record<string, string>>;
  /** Whose login or token it is; undefined where a joined host asks. */
  readonly principal: Principal | undefined;
  /** Whether they still may: to be asked while the connection lasts, by who serves it. */
  readonly stands: () => boolean;
}

/** Takes the connection. @throws HttpError where it is refused */
export type TakeUpgrade = (upgrade: Upgrade) => void;

export interface Upgrades {
  /** From now on `take` gets what is opened there by who may. */
  serve(path: UpgradePath, take: TakeUpgrade): void;
}

type Asked = readonly [request: IncomingMessage, socket: Duplex, head: Buffer];
export type UpgradeDeps = Pick<AppDeps, 'config' | 'store' | 'log' | 'cookieKey' | 'apiToken'>;

/** The one listener for all of them, on the port of the dashboard. */
export function openUpgrades(
  server: Server,
  deps: UpgradeDeps,
  access: Readonly<Record<string, Scope | 'host'>> = UPGRADE_PATHS,
): { serve(path: string, take: TakeUpgrade): void } {
  const takers = new Map<string, TakeUpgrade>();
  const names = ownNames(deps.config);
  const app = new Koa<RequestState>();
  const reader = loginReader(app, deps);

  /** @throws HttpError where it is refused */
  function open([request, socket, head]: Asked): void {
    const way = wayOf(request, deps.config.proxy);
    requireOwn(request, way, deps, names);
    const path = withoutPrefix(request.url ?? '/', way.prefix).split('?', 1)[0] ?? '/';
    for (const [pattern, needed] of Object.entries(access)) {
      const params = isPlain(path) ? paramsOf(pattern, path) : undefined;
      if (!params) continue;
      const login = (): Principal | undefined =>
        needed === 'host' ? undefined : requireLogin(request, way, needed);
      const principal = login();
      const take = takers.get(pattern);
      if (!take) throw new HttpError(503, 'starting', 'The dashboard is starting: try again in a moment.');
      return take({ request, socket, head, params, principal, stands: () => succeeds(login) });
    }
    throw new HttpError(404, 'not_found', 'There is no WebSocket here.');
  }

  function requireLogin(request: IncomingMessage, way: Way, scope: Scope): Principal {
    const ctx = app.createContext<RequestState>(request, new ServerResponse(request));
    ctx.state.way = way;
    reader.read(ctx);
    const { principal } = ctx.state;
    if (!principal) throw notLoggedIn();
    requireScope(principal, scope);
    return principal;
  }

  function upgrade(...asked: Asked): void {
    const [request, socket] = asked;
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return answerAsItIs(server, ...asked);
    try {
      open(asked);
    } catch (error) {
      if (error instanceof HttpError) return refuse(socket, error.status, error.message);
      deps.log.error({ err: error }, 'who asked for a WebSocket could not be looked at');
      refuse(socket, 503, 'The server could not look at who asks: its log says why.');
    }
  }

  server.on('upgrade', (...asked: Asked) => upgrade(...asked));
  return { serve: (path, take) => void takers.set(path, take) };
}

/**
 * A WebSocket isn't kept to its own site by browsers: only the server can tell whose page opens it.
 * @throws HttpError where another site does, or what leads here isn't to be trusted
 */
function requireOwn(
  request: IncomingMessage,
  { host }: Way,
  { config }: Pick<UpgradeDeps, 'config'>,
  names: OwnNames,
): void {
  names.requireHost(host);
  names.requireOrigin(request.headers, host);
  if (config.tls !== undefined && (request.socket as Partial<TLSSocket>).encrypted !== true)
    throw new HttpError(403, 'https_required', `This server speaks HTTPS: ask wss://${host}.`);
  requireThisMachine({ req: request }, config);
}

/** What stands for the names of `/api/x/:name`; undefined where the path is another one. */
function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const word = given[at] ?? '';
    if (part.startsWith(':') && word !== '') params[part.slice(1)] = decodeURIComponent(word);
    else if (part !== word) return undefined;
  }
  return params;
}

/** Whether it is done without a refusal. */
function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
}

const OF_AN_OFFER = /^(?:upgrade|connection|http2-settings)$/i;

/**
 * Others offer another protocol, as `curl --http2` and Java do with HTTP/2, and take what they are given. Once somebody
 * listens for upgrades Node answers none of those by itself, so they are read anew without the offer.
 */
function answerAsItIs(server: Server, ...[request, socket, head]: Asked): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = rawHeaders.flatMap((name, index) =>
    index % 2 === 1 || OF_AN_OFFER.test(name) ? [] : [`${name}: ${rawHeaders[index + 1]}`],
  );
  const text = [`${method} ${url} HTTP/${httpVersion}`, ...lines, '', ''].join('\r\n');
  socket.unshift(Buffer.concat([Buffer.from(text, 'latin1'), head]));
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}

function refuse(socket: Duplex, status: number, message: string): void {
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`,
  );
}
