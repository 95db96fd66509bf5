/** The monitor's own port. The dashboard does without where it can't be had: it says so, and tries again. */
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { MONITOR_PAGE } from '../api/monitor/places';
import type { Config } from '../config';
import { closeServer, listen, PortTakenError, TIMEOUTS } from './listen';
import type { Tls } from './tls';

const AGAIN_EVERY_MS = 10_000;

export interface MonitorPort {
  /** Of the page; null while the port isn't had, or none is wanted. */
  readonly address: () => string | null;
  /** What is wrong and what to do, as a sentence. */
  readonly trouble: () => string[];
  readonly close: () => Promise<void>;
}

interface MonitorOptions {
  readonly config: Pick<Config, 'host' | 'port' | 'monitorPort'>;
  readonly handler: RequestListener;
  readonly tls: Tls | undefined;
  readonly log: Logger;
  readonly againEveryMs?: number;
}

export async function serveMonitor({
  config: { host, port, monitorPort },
  handler,
  tls,
  log,
  againEveryMs = AGAIN_EVERY_MS,
}: MonitorOptions): Promise<MonitorPort> {
  let server: Server | undefined;
  let trouble: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function take(): Promise<void> {
    try {
      const taken = await listen(handler, host, monitorPort, 'MONITOR_PORT', TIMEOUTS, tls);
      server = taken;
      if (isClosed) await closeServer(taken);
      if (trouble !== undefined) log.info({ port: monitorPort }, 'the monitor has its port now');
      trouble = undefined;
    } catch (error) {
      if (!(error instanceof PortTakenError)) throw error;
      const said = `The monitor has no port of its own, and is at ${MONITOR_PAGE} of port ${port} only. ${error.message}`;
      if (trouble !== said) log.warn({ port: monitorPort }, said);
      trouble = said;
      timer = setTimeout(again, againEveryMs).unref();
    }
  }
  const again = (): void =>
    void take().catch((error: unknown) => log.error({ err: error }, 'the port of the monitor'));

  // One that is the dashboard's own has all of it.
  if (monitorPort !== 0 && monitorPort !== port) await take();
  return {
    address: () =>
      server === undefined
        ? null
        : `${tls ? 'https' : 'http'}://${displayHost(host)}:${(server.address() as AddressInfo).port}${MONITOR_PAGE}`,
    trouble: () => (trouble === undefined ? [] : [trouble]),
    async close() {
      isClosed = true;
      clearTimeout(timer);
      if (server) await closeServer(server);
    },
  };
}

/** What a person on this machine calls it. */
export function displayHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
