/**
 * The figures of Temporal's SDK. Its native part keeps them and shows them on a port of its own, which has to be named
 * before it starts; here they become a part of GET /metrics, which needs a login.
 */
import { type AddressInfo, createServer } from 'node:net';
import type { TelemetryOptions } from '@temporalio/worker';
import type { Logger } from 'pino';

const ADDRESS = '127.0.0.1';
/** It answers from its memory. */
const TIMEOUT_MS = 2_000;

const TRIES = 3;

type InstallRuntime = (metrics: TelemetryOptions['metrics']) => void;

/**
 * Installs the SDK's runtime with its figures; without them if no port can be had for them.
 * @returns what they are at the moment
 */
export async function installWithMetrics(
  install: InstallRuntime,
  log: Logger,
): Promise<() => Promise<string>> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const bindAddress = `${ADDRESS}:${await freePort()}`;
    try {
      install({
        prometheus: {
          bindAddress,
          ...{ countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
        },
      });
      return () => read(`http://${bindAddress}/metrics`);
    } catch (error) {
      // Somebody else took it since; any other fault comes again below.
      log.warn({ err: error }, "no port for the figures of Temporal's SDK");
    }
  }
  install(undefined);
  return () => Promise.reject(new Error('it has no port'));
}

async function read(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.text();
}

/** Nobody else is given it for a while: the system hands such ports out in turn. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, ADDRESS, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
