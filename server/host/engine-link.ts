/**
 * The host's end of its way to the workflow engine: a port on loopback, each connection to which becomes a WebSocket to
 * the hub.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { createWebSocketStream, WebSocket } from 'ws';
import { LINK_SECRET } from '../hosts/engine-door';
import { ENGINE_PATH } from '../upgrade-paths';

/** The hub pings more often; without any for so long the connection is cut. */
const SILENT_MS = 10_000;
const HANDSHAKE_MS = 5_000;

export interface EngineLink {
  readonly address: string;
  /** Metadata that each request has to carry: others on this machine reach the port too. */
  readonly metadata: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function openEngineLink({
  url,
  headers,
  log,
}: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly log: Logger;
}): Promise<EngineLink> {
  const secret = randomBytes(32).toString('base64url');
  const target = `${url.replace(/^http/, 'ws')}${ENGINE_PATH}`;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    connect(socket);
  });

  function connect(socket: Socket): void {
    const link = new WebSocket(target, {
      headers: { ...headers, [LINK_SECRET]: secret },
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
      followRedirects: false,
    });
    const stream = createWebSocketStream(link);
    let timer: NodeJS.Timeout | undefined;
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => link.terminate(), SILENT_MS);
    };
    const end = (err?: Error): void => {
      if (err) log.debug({ err }, 'the way to the engine is cut');
      clearTimeout(timer);
      socket.destroy();
      link.terminate();
    };
    link.on('open', alive);
    link.on('ping', alive);
    link.once('close', () => end());
    stream.on('error', end);
    socket.on('error', end);
    socket.once('close', () => end());
    socket.pipe(stream).pipe(socket);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    metadata: { [LINK_SECRET]: secret },
    stop() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
