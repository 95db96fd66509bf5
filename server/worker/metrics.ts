/**
 * GET /metrics of a worker process, on a port of its own on loopback: a program for figures asks each process by itself.
 * It opens with what opens the server's.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { machinePrincipal, may, type Principal, tokenPrincipal } from '../../api/access/principal';
import { tokenCheck } from '../../api/middleware/login';
import type { Store } from '../../store';
import { createFigures } from '../../telemetry/metrics/registry';
import { processFigures } from '../../telemetry/metrics/process';
import { TIMEOUTS } from '../listen';

/** As many as there may be workers: each takes the first that is free. */
const MOST_PORTS = 32;
const HOST = '127.0.0.1';

export interface WorkerMetricsOptions {
  /** The first that is tried; 0: any. */
  readonly port: number;
  readonly version: string;
  readonly apiToken: string;
  readonly tokens: Store['access']['tokens'];
  /** Whether it asks for work. */
  readonly running: () => boolean;
  /** The figures of Temporal's SDK. */
  readonly sdk: () => Promise<string>;
}

export interface WorkerMetrics {
  readonly url: string;
  stop(): void;
}

/** @throws where none of the ports can be had */
export async function serveWorkerMetrics(options: WorkerMetricsOptions): Promise<WorkerMetrics> {
  const server = createServer(TIMEOUTS, answers(options));
  for (let port = options.port; ; port += 1) {
    try {
      await listening(server, port);
      break;
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (!isTaken || port - options.port >= MOST_PORTS - 1) throw error;
    }
  }
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/metrics`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answers({ version, apiToken, tokens, running, sdk }: WorkerMetricsOptions): RequestListener {
  const figures = createFigures();
  figures
    .gauge({ name: 'build_info', help: 'Version of the dashboard', labels: { version: [] } })
    .set([[[version], 1]]);
  const asks = figures.gauge({ name: 'worker_running', help: '1 while this worker process asks for work' });
  const ofProcess = processFigures();
  const isMachine = tokenCheck(apiToken);
  const principalOf = (authorization: string): Principal | undefined => {
    if (isMachine(authorization)) return machinePrincipal;
    const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
    const row = token === undefined ? undefined : tokens.authenticate(token);
    return row && tokenPrincipal(row);
  };
  const text = async (): Promise<string> => {
    asks.set([[[], running() ? 1 : 0]]);
    // They are left out while the SDK doesn't tell: the process itself still can be seen.
    const parts = [figures.registry.metrics(), ofProcess.metrics(), sdk().catch(() => '')];
    return (await Promise.all(parts)).map((part) => `${part.trimEnd()}\n`).join('');
  };
  return (request, response) => {
    const refuse = (status: number, message: string): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${message}\n`);
    };
    if (request.url?.split('?', 1)[0] !== '/metrics') return refuse(404, 'There is /metrics only.');
    const answer = async (): Promise<void> => {
      const principal = principalOf(request.headers.authorization ?? '');
      if (principal === undefined)
        refuse(401, 'Send a token: architect tokens add NAME --scope metrics:read');
      else if (!may(principal, 'metrics:read')) refuse(403, 'The token lacks the scope metrics:read.');
      else response.setHeader('Content-Type', figures.registry.contentType).end(await text());
    };
    // Where the database can't be read, the token can't be looked up: that must not end the process.
    answer().catch((error: unknown) => refuse(503, `The figures can't be read now: ${String(error)}`));
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
