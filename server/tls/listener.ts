/** HTTPS and plain HTTP on one port, told apart by their first byte: what is plain is led to HTTPS. */
import {
  createServer as createPlain,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Tls } from './index';

/** The type of a TLS record that holds a handshake (RFC 8446, 5.1). */
const HANDSHAKE = 22;

/** @param handler gets both: a socket that is no TLSSocket is plain */
export function createTlsServer(
  options: ServerOptions & { readonly headersTimeout: number },
  handler: RequestListener,
  tls: Tls,
): Server {
  const secure = createServer(
    { ...options, ...tls.options, handshakeTimeout: options.headersTimeout },
    handler,
  );
  const plain = createPlain(options, handler);
  tls.onRenewed((next) => secure.setSecureContext(next));
  const open = new Set<Socket>();
  const [takeSecure] = secure.listeners('connection') as ((socket: Socket) => void)[];
  secure.removeAllListeners('connection');
  secure.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Who says nothing holds no connection, and who breaks off is nobody's fault.
    const giveUp = (): void => void socket.destroy();
    socket.setTimeout(options.headersTimeout, giveUp);
    socket.once('error', giveUp);
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return giveUp();
      socket.unshift(first);
      socket.setTimeout(0);
      socket.off('timeout', giveUp);
      socket.off('error', giveUp);
      if (first[0] === HANDSHAKE) takeSecure?.call(secure, socket);
      else {
        // That server listens itself to nothing, so none of its own limits hold: it has time for a redirect.
        const late = setTimeout(giveUp, options.headersTimeout);
        socket.once('close', () => clearTimeout(late));
        plain.emit('connection', socket);
      }
    });
  });
  const closeAll = secure.closeAllConnections.bind(secure);
  secure.closeAllConnections = () => {
    closeAll();
    for (const socket of open) socket.destroy();
  };
  plain.on('clientError', (error, socket) => secure.emit('clientError', error, socket));
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  return secure;
}
