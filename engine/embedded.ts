/** The engine of our own: `temporal server start-dev` as a child process, kept running. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { acquireEngine, type EngineFiles, type RunningEngine } from './acquire';
import { choosePorts } from './ports';
import { healthConnection, probeNamespace } from './probe';
import { RestartPolicy } from './restart-policy';
import { terminate } from './spawn';
import { removeRecord } from './state-file';
import { type Engine, EngineError, type EngineOptions, type EngineState } from './types';
import { HealthWatch } from './watch';

const STOP_GRACE_MS = 10_000;
/** A process that lives but hasn't answered for so long is ended and started again. */
const HUNG_AFTER_MS = 60_000;

/** Adopts the engine that runs on our database, or starts one. @throws EngineError */
export async function startEmbedded(options: EngineOptions): Promise<Engine> {
  const { dataDir, logDir, temporal, log } = options;
  const directory = join(dataDir, 'engine');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  mkdirSync(logDir, { recursive: true });
  const files = {
    database: join(directory, 'temporal.db'),
    record: join(directory, 'engine.json'),
    log: join(logDir, 'temporal.log'),
  };
  const running = await acquireEngine(
    options,
    files,
    () => choosePorts(temporal),
    new AbortController().signal,
  );
  const { pid, address } = running.record;
  log.info(
    { pid, address },
    running.adopted ? 'adopted the running workflow engine' : 'workflow engine started',
  );
  if (temporal.port !== 0 && !address.endsWith(`:${temporal.port}`)) {
    log.warn(
      { address },
      'the adopted engine keeps its port; TEMPORAL_PORT holds from the next full stop on',
    );
  }
  const engine = new EmbeddedEngine(options, files, running);
  await engine.watch.check();
  return engine;
}

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly address: string;
  readonly uiUrl: string;
  readonly watch: HealthWatch;
  readonly #options: EngineOptions;
  readonly #files: EngineFiles;
  readonly #connection: Connection;
  readonly #restarts = new RestartPolicy();
  readonly #stopping = new AbortController();
  #running: RunningEngine;
  #startedMs = performance.now();
  #restartTimer: NodeJS.Timeout | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(options: EngineOptions, files: EngineFiles, running: RunningEngine) {
    this.#options = options;
    this.#files = files;
    this.#running = running;
    this.address = running.record.address;
    this.uiUrl = running.record.uiUrl;
    this.#connection = healthConnection({ address: this.address });
    this.watch = new HealthWatch({
      probe: () => probeNamespace(this.#connection, options.temporal.namespace),
      log: options.log,
      onStillDown: (downForMs) => this.#endIfHung(downForMs),
    });
    this.#keepRunning();
  }

  searchable(): boolean {
    return true;
  }

  state(): EngineState {
    return this.watch.state;
  }

  onState(listener: (state: EngineState) => void): () => void {
    return this.watch.onState(listener);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#restartTimer);
    this.watch.stop();
    await this.#restarting;
    await terminate(this.#running.process, STOP_GRACE_MS);
    removeRecord(this.#files.record, this.#running.process.pid);
    await this.#connection.close();
  }

  #keepRunning(): void {
    void this.#running.process.exited.then((end) => this.#afterExit(`it ended with ${end}`));
  }

  #afterExit(reason: string): void {
    if (this.#stopping.signal.aborted) return;
    const nowMs = performance.now();
    const { delayMs, crashLoop } = this.#restarts.next(nowMs, nowMs - this.#startedMs);
    this.#options.log[crashLoop ? 'error' : 'warn'](
      { reason, delayMs },
      crashLoop
        ? `the workflow engine keeps ending and is started again every ${delayMs / 1000} s: read ${this.#files.log}, see that the disk isn't full and that nothing else took ${this.address}`
        : `the workflow engine is gone and is started again in ${delayMs} ms`,
    );
    this.watch.markDown(reason);
    this.#restartTimer = setTimeout(() => {
      this.#restarting = this.#restart();
    }, delayMs);
  }

  /** Never rejects: what goes wrong counts as one more exit. */
  async #restart(): Promise<void> {
    this.#startedMs = performance.now();
    try {
      const running = await acquireEngine(
        this.#options,
        this.#files,
        async () => ({ port: portOf(this.address), uiPort: portOf(this.uiUrl) }),
        this.#stopping.signal,
      );
      if (running.record.address !== this.address) {
        throw new EngineError(
          `another engine took over our database at ${running.record.address}`,
          'failure',
        );
      }
      this.#running = running;
      this.#keepRunning();
      void this.watch.check();
    } catch (error) {
      this.#afterExit(error instanceof Error ? error.message : String(error));
    }
  }

  #endIfHung(downForMs: number): void {
    if (downForMs < HUNG_AFTER_MS || performance.now() - this.#startedMs < HUNG_AFTER_MS) return;
    this.#options.log.error({ pid: this.#running.process.pid }, 'the workflow engine hangs and is ended');
    this.#startedMs = performance.now();
    void terminate(this.#running.process, STOP_GRACE_MS);
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
