/**
 * The way of joined hosts to the workflow engine, which listens on loopback only: a WebSocket with the host's token, in
 * which it speaks gRPC as it would with the engine.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import http2, { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type Connection, isGrpcServiceError } from '@temporalio/client';
import type { Logger } from 'pino';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { HttpError } from '../../api/http/errors';
import { joinedHost } from '../../api/middleware/host-tokens';
import type { HostRegistry } from '../../api/hosts/registry';
import type { Store } from '../../store';
import { ENGINE_PATH } from '../upgrade-paths';
import type { Upgrades } from '../upgrades';
import { type EngineSide, engineService, GRPC, GrpcRefusal } from './engine-service';

/** Metadata that each request carries: others on the host's machine reach its end of the connection too. */
export const LINK_SECRET = 'x-architect-link';

const unzip = promisify(gunzip);

const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService/';
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
const FRAME_BYTES = 5;
const LONGEST_CALL_MS = 90_000;
/** A connection that is cut says nothing: who doesn't answer so long is let go. */
const PING_EVERY_MS = 4_000;

export interface EngineDoorDeps {
  readonly store: Pick<Store, 'hosts'>;
  readonly hosts: Pick<HostRegistry, 'heard' | 'link'>;
  readonly log: Logger;
  /** undefined while there is no engine. */
  readonly engine: () => EngineSide | undefined;
}

/** Opens the door; returns what closes it. */
export function openEngineDoor(upgrades: Pick<Upgrades, 'serve'>, deps: EngineDoorDeps): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_REQUEST_BYTES,
  });
  upgrades.serve(ENGINE_PATH, ({ request, socket, head }) => {
    const host = joinedHost(deps.store, request.headers);
    const engine = deps.engine();
    if (!engine) throw new HttpError(503, 'engine_unavailable', 'The workflow engine is away.');
    const secret = request.headers[LINK_SECRET];
    if (typeof secret !== 'string' || secret.length < 16)
      throw new HttpError(400, 'invalid_request', `${LINK_SECRET} is missing.`);
    sockets.handleUpgrade(request, socket, head, (link) =>
      serve(link, {
        ...deps,
        engine,
        host: host.name,
        secret,
        silent: deps.hosts.heard(host, request.socket),
      }),
    );
  });
  return () => {
    for (const link of sockets.clients) link.terminate();
    sockets.close();
  };
}

interface Link extends Omit<EngineDoorDeps, 'engine'> {
  readonly engine: EngineSide;
  readonly host: string;
  readonly secret: string;
  /** Nothing more arrives on it. */
  readonly silent: () => void;
}

function serve(link: WebSocket, { engine, host, hosts, secret, silent, log }: Link): void {
  const service = engineService(engine, host);
  const stream = createWebSocketStream(link);
  const forget = hosts.link(host, () => link.terminate());
  let answered = true;
  const pings = setInterval(() => {
    if (!answered) return link.terminate();
    answered = false;
    link.ping();
  }, PING_EVERY_MS);
  link.on('pong', () => (answered = true));
  link.once('close', () => {
    clearInterval(pings);
    silent();
    forget();
    stream.destroy();
  });
  const ended = (err: Error): void => log.debug({ err, host }, 'the connection of a host ended');
  stream.on('error', ended);
  const grpc = http2.createServer();
  grpc.on('sessionError', ended);
  grpc.on('stream', (call, headers) => {
    call.on('error', ended);
    if (headers[LINK_SECRET] === secret) void answer(call, headers, { service, ...engine });
    else fail(call, GRPC.denied, 'this is the connection of another program');
  });
  grpc.emit('connection', stream);
}

/** One call: a message there, a message back. */
async function answer(
  call: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { service, connection }: { service: ReturnType<typeof engineService>; connection: Connection },
): Promise<void> {
  const gone = new AbortController();
  call.once('close', () => gone.abort());
  try {
    const path = headers[':path'] ?? '';
    if (!path.startsWith(SERVICE)) throw new GrpcRefusal(GRPC.unimplemented, `a host may not call ${path}`);
    const request = await messageOf(call, headers['grpc-encoding']);
    const deadline = Date.now() + timeoutMs(headers['grpc-timeout']);
    const response = await connection.withDeadline(deadline, () =>
      connection.withAbortSignal(gone.signal, () => service.call(path.slice(SERVICE.length), request)),
    );
    if (call.destroyed) return;
    call.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    call.once('wantTrailers', () => call.sendTrailers({ 'grpc-status': '0' }));
    const head = Buffer.alloc(FRAME_BYTES);
    head.writeUInt32BE(response.length, 1);
    call.end(Buffer.concat([head, response]));
  } catch (error) {
    if (error instanceof GrpcRefusal) fail(call, error.code, error.message);
    else if (isGrpcServiceError(error)) fail(call, error.code, error.details);
    else fail(call, GRPC.unavailable, 'the workflow engine did not answer');
  }
}

function fail(call: ServerHttp2Stream, code: number, message: string): void {
  if (call.destroyed || call.headersSent) return;
  call.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(code),
      'grpc-message': encodeURIComponent(message),
    },
    { endStream: true },
  );
}

async function messageOf(call: ServerHttp2Stream, encoding: unknown): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of call as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_REQUEST_BYTES) throw new GrpcRefusal(GRPC.invalid, 'the request is too large');
    parts.push(part);
  }
  const all = Buffer.concat(parts);
  if (all.length < FRAME_BYTES || all.readUInt32BE(1) !== all.length - FRAME_BYTES)
    throw new GrpcRefusal(GRPC.invalid, 'this is no single message');
  const message = all.subarray(FRAME_BYTES);
  if (all[0] === 0) return message;
  if (encoding !== 'gzip') throw new GrpcRefusal(GRPC.unimplemented, 'only gzip is known');
  return unzip(message, { maxOutputLength: MAX_REQUEST_BYTES });
}

const UNITS_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** `70S`, as gRPC writes it. */
function timeoutMs(given: string | string[] | undefined): number {
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(given ?? '')) ?? [];
  const ms = Number(amount) * (UNITS_MS[unit] ?? Number.NaN);
  return Number.isNaN(ms) ? LONGEST_CALL_MS : Math.min(ms, LONGEST_CALL_MS);
}
