/** Keeps the workers running on the engine: connects when it is up, starts over when they end by a fault. */
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { WorkerOptions } from './create-workers';
import { aroundStarts } from './origin';
import type { Tracing } from '../telemetry/tracing';
import type { Orchestrator } from '../temporal/client';
import { originInterceptor } from '../temporal/origin';
import type { Config } from '../config';
import { type Engine, connectionOptions } from '../engine';

/** Pause before the workers are made again, doubling up to the longest. */
const RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

export interface WorkerSide {
  running(): boolean;
  /** How many of them run. */
  count(): number;
  /** Resolves when the workers first polled. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

export interface WorkerSideOptions {
  readonly config: Config;
  readonly engine: Engine;
  readonly create: (options: WorkerOptions) => Promise<Worker[]>;
  readonly orchestrator: Orchestrator;
  readonly bundlePath: string;
  readonly tracing: Tracing;
  readonly log: Logger;
  readonly onChange: () => void;
  /** The schedules are kept by one process. */
  readonly keepsSchedules: boolean;
}

export function runWorkers(options: WorkerSideOptions): WorkerSide {
  const { engine, orchestrator, log, onChange } = options;
  let workers: Worker[] = [];
  let connectedTo: string | undefined;
  let stopping = false;
  const halt = new AbortController();
  const isStopping = (): boolean => stopping;
  let markReady: () => void = () => {};
  const ready = new Promise<void>((resolve) => (markReady = resolve));

  engine.onState((state) => {
    orchestrator.setUp(state === 'up');
    onChange();
    log.info({ engine: state }, 'the engine changed');
    if (state === 'up') void schedules();
    // That of another process has ended: whoever is at its address later may be the engine of another dashboard.
    if (connectedTo !== undefined && connectedTo !== engine.address) shutDown();
  });

  async function schedules(): Promise<void> {
    try {
      if (options.keepsSchedules && orchestrator.isUp()) await orchestrator.ensureSchedules();
    } catch (error) {
      log.warn({ err: error }, 'the schedules could not be made; tried again when the engine is back');
    }
  }

  async function once(): Promise<void> {
    const { address } = engine;
    const connection = await NativeConnection.connect(connectionOptions(options.config.temporal, address));
    connectedTo = address;
    try {
      const { namespace } = options.config.temporal;
      if (isStopping()) return;
      const made = await options.create({
        connection,
        namespace,
        workflowBundle: { codePath: options.bundlePath },
        tracing: options.tracing,
      });
      // Whoever wanted them to end meanwhile found none to shut down: they would run on, and be waited for.
      // Not even for the moment in which they would let go of their connection: somebody else's engine may give them work.
      if (isStopping() || engine.address !== address) return;
      workers = made;
      const interceptors = { workflow: [originInterceptor(aroundStarts(options.tracing))] };
      orchestrator.attach(new Client({ connection, namespace, interceptors }), () => engine.searchable());
      const runs = runAll(made);
      onChange();
      await schedules();
      markReady();
      await runs;
    } finally {
      workers = [];
      connectedTo = undefined;
      orchestrator.setUp(false);
      onChange();
      // Workers that were made and never ran hold it; the process ends it.
      await connection.close().catch((error: unknown) => log.warn({ err: error }, 'connection left open'));
    }
  }

  const shutDown = (): void => shutDownAll(workers);
  /** Waits for so long, or until the engine comes up. */
  const untilUp = async (pauseMs: number): Promise<void> => {
    const up = new AbortController();
    const unsubscribe = engine.onState((state) => state === 'up' && up.abort());
    const signal = AbortSignal.any([halt.signal, up.signal]);
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    unsubscribe();
  };
  const loop = (async () => {
    for (let pauseMs = RETRY_MS; !isStopping(); pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS)) {
      try {
        await once();
        pauseMs = RETRY_MS;
      } catch (error) {
        if (isStopping()) return;
        const fields = { err: error, retryInMs: pauseMs, address: engine.address };
        log.warn(fields, 'the workers could not work; they are started again');
      }
      await untilUp(pauseMs);
    }
  })();

  return {
    count: () => workers.filter((worker) => worker.getState() === 'RUNNING').length,
    running: () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING'),
    ready,
    async stop() {
      stopping = true;
      halt.abort();
      shutDown();
      await loop;
    },
  };
}

function shutDownAll(workers: readonly Worker[]): void {
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
}

/**
 * Resolves when all of them have ended. One that fails ends the others: left alone they would go on beside those that are
 * made in their place, and hold their connection.
 * @throws what the first of them failed with
 */
async function runAll(workers: readonly Worker[]): Promise<void> {
  const runs = workers.map(async (worker) => {
    try {
      await worker.run();
    } finally {
      shutDownAll(workers);
    }
  });
  const ends = await Promise.allSettled(runs);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
