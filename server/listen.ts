/** The listening sockets: the dashboard's port and the monitor's, one application behind both. */
import { randomUUID } from 'node:crypto';
import { type RequestListener, STATUS_CODES, type Server, createServer } from 'node:http';
import type { Socket } from 'node:net';
import { envelope } from '../api/middleware/errors';
import type { Tls } from './tls';
import { createTlsServer } from './tls/listener';

/** How long a client may take: one that sends nothing, or a byte now and then, holds no connection for long. */
export const TIMEOUTS = {
  headersTimeout: 10_000,
  /** The whole request. The largest, 1 MiB, needs 35 kB/s. */
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  /**
   * Longer than proxies keep an idle connection to us (nginx 60 s, Traefik 90 s, Caddy 120 s): where we close first, the
   * request that is on its way at that moment is lost, and its sender gets a 502.
   */
  keepAliveTimeout: 125_000,
};
export type Timeouts = typeof TIMEOUTS;

export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * @param tls HTTPS is served; plain requests come to the handler as well
 * @throws PortTakenError with the setting to change, where the port can't be had
 */
export function listen(
  handler: RequestListener,
  host: string,
  port: number,
  setting: string,
  timeouts: Timeouts = TIMEOUTS,
  tls?: Tls,
): Promise<Server> {
  const server = tls ? createTlsServer(timeouts, handler, tls) : createServer(timeouts, handler);
  server.on('clientError', refuseUnread);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortTakenError(explain(error, host, port, setting))),
    );
    server.listen(port, host, () => resolve(server));
  });
}

/** What Node can't or won't read gets the envelope of all errors, where no answer has begun yet. */
function refuseUnread(error: NodeJS.ErrnoException, duplex: unknown): void {
  const socket = duplex as Socket & { readonly _httpMessage?: { readonly headersSent: boolean } | null };
  const reset = error.code === 'ECONNRESET';
  if (!reset && socket.writable && !socket._httpMessage?.headersSent) {
    const { status, code, message } = unread(error.code ?? '');
    const body = JSON.stringify(envelope({ code, message, details: [] }, randomUUID()));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  // After what was written; an error here is the client's, and nobody's to handle.
  socket.destroySoon();
}

function unread(code: string): { status: number; code: string; message: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: 408,
        code: 'request_timeout',
        message: `The request took too long to arrive: its head may take ${TIMEOUTS.headersTimeout / 1_000} s, all of it ${TIMEOUTS.requestTimeout / 1_000} s. Send it again.`,
      };
    case 'HPE_HEADER_OVERFLOW':
      return {
        status: 431,
        code: 'too_large',
        message: 'The head of the request is too large: at most 16 KiB.',
      };
    default:
      return { status: 400, code: 'malformed_request', message: 'This is no well-formed HTTP request.' };
  }
}

function explain(error: NodeJS.ErrnoException, host: string, port: number, setting: string): string {
  switch (error.code ?? '') {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one or set ${setting} to a free port.`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has: set ${setting} to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST="${host}" is no address of this machine: set HOST to one that is (0.0.0.0 = all, 127.0.0.1 = this machine only).`;
    default:
      return `Port ${port} on ${host} can't be listened on: ${error.message}`;
  }
}

/** Stops accepting and ends what is still open: event streams never end by themselves. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
