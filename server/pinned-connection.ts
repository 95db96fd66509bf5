/** A connection to a server of whose certificate there is a copy here: that is as good as others who vouch for it. */
import { X509Certificate } from 'node:crypto';
import type { ClientRequestArgs } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

const HTTPS_PORT = 443;

/** The `createConnection` of a request by node:https. @param certificate as PEM; of a chain the first counts */
export function pinnedTo(url: URL, certificate: string, signal: AbortSignal) {
  const fingerprint = fingerprintOf(certificate);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return (_options: ClientRequestArgs, created: (error: Error | null, socket: Socket) => void): undefined => {
    const socket = connect({
      ...{ host, port: Number(url.port) || HTTPS_PORT, ...(isIP(host) === 0 && { servername: host }) },
      // Looked at below, before anything is sent.
      rejectUnauthorized: false,
    });
    // A request that is given up knows of no connection yet.
    const giveUp = (): void => void socket.destroy(signal.reason as Error);
    const settle = (error: Error | null): void => {
      signal.removeEventListener('abort', giveUp);
      socket.off('error', settle);
      created(error, socket);
    };
    socket.once('error', settle);
    socket.once('secureConnect', () => {
      const fault = faultOf(socket, fingerprint);
      if (fault) socket.destroy(fault);
      else settle(null);
    });
    signal.addEventListener('abort', giveUp);
  };
}

function faultOf(socket: TLSSocket, fingerprint: string | undefined): Error | undefined {
  const shown = socket.getPeerX509Certificate()?.fingerprint256;
  if (socket.authorized || (shown !== undefined && shown === fingerprint)) return undefined;
  return new Error(`its certificate can't be trusted: ${String(socket.authorizationError)}`);
}

function fingerprintOf(certificate: string): string | undefined {
  try {
    return new X509Certificate(certificate).fingerprint256;
  } catch {
    return undefined;
  }
}
