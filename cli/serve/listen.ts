/** The listening sockets: the dashboard's port and the monitor's, one application behind both. */
import { type RequestListener, type Server, createServer } from 'node:http';

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** @throws PortTaken with the setting to change, where the port can't be had */
export function listen(
  handler: RequestListener,
  host: string,
  port: number,
  setting: string,
): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortTaken(explain(error, host, port, setting))),
    );
    server.listen(port, host, () => resolve(server));
  });
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
