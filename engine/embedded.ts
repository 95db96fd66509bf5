/** The engine of our own: `temporal server start-dev` as a child process, kept running. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Connection } from '@temporalio/client';
import { acquireEngine, type EngineFiles, type RunningEngine } from './acquire';
import { choosePorts, type EnginePorts, httpDoor } from './ports';
import { healthConnection, probeNamespace } from './probe';
import { RestartPolicy } from './restart-policy';
import { terminate } from './spawn';
import { engineFiles, removeRecord } from './state-file';
import { type Engine, EngineError, type EngineOptions, type EngineState, type HttpDoor } from './types';
import { HealthWatch } from './watch';

const STOP_GRACE_MS = 10_000;
/** A process that lives but hasn't answered for so long is ended and started again. */
const HUNG_AFTER_MS = 60_000;

/**
 * Adopts the engine that runs on our database, or starts one. Where that fails, the engine is down and tried again.
 * @throws EngineError where it can't work until a person changes something
 */
export async function startEmbedded(options: EngineOptions): Promise<Engine> {
  const { dataDir, logDir, temporal } = options;
  const files = { ...engineFiles(dataDir), log: join(logDir, 'temporal.log') };
  for (const directory of [dirname(files.database), logDir]) makeDirectory(directory);
  const { signal } = new AbortController();
  let ports: EnginePorts | undefined;
  const choose = async (): Promise<EnginePorts> => (ports ??= await choosePorts(temporal));
  let engine: EmbeddedEngine;
  try {
    const running = await acquireEngine(options, files, choose, signal).catch((error: unknown) => {
      // Another program may have been faster with a port that was free.
      if (temporal.port !== 0 || isFinal(error)) throw error;
      ports = undefined;
      return acquireEngine(options, files, choose, signal);
    });
    tellStart(options, running);
    engine = new EmbeddedEngine(options, files, running.record.address, running);
  } catch (error) {
    if (isFinal(error)) throw error;
    const address = `127.0.0.1:${(await choose()).port}`;
    engine = new EmbeddedEngine(options, files, address, error as EngineError);
  }
  await engine.watch.check();
  return engine;
}

function isFinal(error: unknown): boolean {
  return !(error instanceof EngineError) || error.kind === 'configuration';
}

function tellStart({ log, temporal }: EngineOptions, { record, adopted }: RunningEngine): void {
  const { pid, address } = record;
  log.info({ pid, address }, adopted ? 'adopted the running workflow engine' : 'workflow engine started');
  if (temporal.port !== 0 && !address.endsWith(`:${temporal.port}`)) {
    log.warn(
      { address },
      'the adopted engine keeps its port; TEMPORAL_PORT holds from the next full stop on',
    );
  }
}

/** @throws EngineError where a person has to make room for it */
function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EngineError(
      `The workflow engine needs the directory ${directory}, which can't be made or written (${code}): give it to this user, or set ARCHITECT_DATA_DIR and ARCHITECT_LOG_DIR to directories that are.`,
      'configuration',
      { cause: error },
    );
  }
}

class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly address: string;
  readonly watch: HealthWatch;
  readonly #options: EngineOptions;
  readonly #files: EngineFiles;
  readonly #connection: Connection;
  readonly #restarts = new RestartPolicy();
  readonly #stopping = new AbortController();
  /** Undefined until the first start that succeeds. */
  #running: RunningEngine | undefined;
  #startedMs = performance.now();
  #restartTimer: NodeJS.Timeout | undefined;
  #restarting: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #whyDown = "it doesn't answer";

  /** @param first the process that runs, or why there is none yet */
  constructor(
    options: EngineOptions,
    files: EngineFiles,
    address: string,
    first: RunningEngine | EngineError,
  ) {
    this.#options = options;
    this.#files = files;
    this.address = address;
    this.#connection = healthConnection({ address });
    this.watch = new HealthWatch({
      probe: () => this.#probe(),
      log: options.log,
      onStillDown: (downForMs) => this.#endIfHung(downForMs),
    });
    if (first instanceof EngineError) this.#afterExit(first.message, first.brief);
    else this.#keepRunning(first);
  }

  searchable(): boolean {
    return true;
  }

  httpDoor(): HttpDoor | undefined {
    return this.#running?.record.http;
  }

  state(): EngineState {
    return this.watch.state;
  }

  trouble(): string | undefined {
    if (this.watch.state === 'up') return undefined;
    return `The workflow engine is down: ${this.#whyDown}. It is started again by itself; prompts are accepted and wait. What it says is in temporal.log.`;
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
    if (this.#running) {
      await terminate(this.#running.process, STOP_GRACE_MS);
      removeRecord(this.#files.record, this.#running.process.pid);
    }
    await this.#connection.close();
  }

  /** Of a port that another program has taken nothing is asked: it might answer. */
  async #probe(): Promise<string | undefined> {
    if (!this.#running) return 'it was not started';
    return probeNamespace(this.#connection, this.#options.temporal.namespace);
  }

  #keepRunning(running: RunningEngine): void {
    this.#running = running;
    this.#whyDown = "it doesn't answer";
    void running.process.exited.then((end) => this.#afterExit(`it ended with ${end}`));
  }

  #afterExit(reason: string, brief = reason): void {
    if (this.#stopping.signal.aborted) return;
    this.#whyDown = brief;
    const { delayMs, crashLoop } = this.#restarts.next(performance.now() - this.#startedMs);
    this.#options.log[crashLoop ? 'error' : 'warn'](
      { reason, delayMs },
      crashLoop
        ? `the workflow engine keeps ending and is started again in ${delayMs / 1000} s: read ${this.#files.log}, see that the disk isn't full and that nothing else took ${this.address}`
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
        async () => ({ port: portOf(this.address), ...(await httpDoor()) }),
        this.#stopping.signal,
      );
      if (running.record.address !== this.address) {
        throw new EngineError(
          `another engine took over our database at ${running.record.address}`,
          'failure',
        );
      }
      this.#keepRunning(running);
      void this.watch.check();
    } catch (error) {
      const { message } = error as Error;
      this.#afterExit(message, (error instanceof EngineError && error.brief) || 'it did not start');
    }
  }

  #endIfHung(downForMs: number): void {
    if (!this.#running) return;
    if (downForMs < HUNG_AFTER_MS || performance.now() - this.#startedMs < HUNG_AFTER_MS) return;
    this.#options.log.error({ pid: this.#running.process.pid }, 'the workflow engine hangs and is ended');
    this.#startedMs = performance.now();
    void terminate(this.#running.process, STOP_GRACE_MS);
  }
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
