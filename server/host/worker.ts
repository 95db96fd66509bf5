/** Keeps the worker of a joined host running, over its way to the engine through the hub. */
import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { HostDeps } from '../../terminal/context';
import type { Tracing } from '../../telemetry/tracing';
import { createTerminalWorker, terminalActivities } from '../terminal-worker';
import { installPlainRuntime } from '../sdk-runtime';
import type { EngineLink } from './engine-link';

const RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;

export interface HostWorkerOptions {
  readonly deps: HostDeps;
  readonly dialogLog: Logger;
  readonly link: EngineLink;
  readonly namespace: string;
  readonly tracing: Tracing;
  readonly log: Logger;
  /** It polls for the first time. */
  readonly onReady: () => void;
}

/** Returns what ends it. */
export function runHostWorker(options: HostWorkerOptions): () => Promise<void> {
  const { deps, dialogLog, link, namespace, tracing, log, onReady } = options;
  const endRuntime = installPlainRuntime(log);
  const halt = new AbortController();
  const { signal } = halt;
  const isStopping = (): boolean => signal.aborted;
  const activities = terminalActivities(deps, dialogLog);
  let worker: Worker | undefined;

  async function once(): Promise<void> {
    const { address, metadata } = link;
    const connection = await NativeConnection.connect({ address, metadata });
    try {
      worker = await createTerminalWorker(activities, deps.host, {
        ...{ connection, namespace, tracing },
      });
      if (signal.aborted) return;
      const run = worker.run();
      onReady();
      await run;
    } finally {
      worker = undefined;
      await connection.close().catch((err: unknown) => log.debug({ err }, 'connection left open'));
    }
  }

  const loop = (async () => {
    for (let pauseMs = RETRY_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
      try {
        await once();
        pauseMs = RETRY_MS;
      } catch (err) {
        if (!isStopping()) log.warn({ err, retryInMs: pauseMs }, 'the engine is away; tried again');
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  })();

  return async () => {
    halt.abort();
    if (worker?.getState() === 'RUNNING') worker.shutdown();
    await loop;
    await endRuntime();
  };
}
