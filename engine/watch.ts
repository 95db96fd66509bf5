/** Watches whether the engine answers, and tells when that changes. */
import type { Logger } from 'pino';
import type { EngineState } from './types';

const UP_INTERVAL_MS = 2_000;
const DOWN_INTERVAL_MS = 500;

export interface HealthWatchOptions {
  /** Undefined where the engine answers, else what went wrong. Has a deadline of its own; never rejects. */
  readonly probe: () => Promise<string | undefined>;
  readonly log: Logger;
  /** After each failed probe: how long (ms) the engine has been down by now. */
  readonly onStillDown?: (downForMs: number) => void;
}

export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #listeners = new Set<(state: EngineState) => void>();
  #state: EngineState = 'down';
  #downSinceMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  /** Grows when the state is told from outside: a probe asked before that has nothing to say any more. */
  #epoch = 0;
  #stopped = false;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  onState(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks now and goes on looking. Resolves after the first look. */
  async check(): Promise<void> {
    clearTimeout(this.#timer);
    const epoch = ++this.#epoch;
    let fault = await this.#options.probe();
    // One answer that came too late, on a busy machine, is no outage.
    if (fault !== undefined && this.#state === 'up') fault = await this.#options.probe();
    if (this.#stopped || epoch !== this.#epoch) return;
    this.#set(fault === undefined ? 'up' : 'down', fault);
    if (fault !== undefined) this.#options.onStillDown?.(performance.now() - this.#downSinceMs);
    this.#schedule();
  }

  /** For who knows it without asking: the process has ended. */
  markDown(reason: string): void {
    if (this.#stopped) return;
    this.#epoch++;
    this.#downSinceMs = performance.now();
    this.#set('down', reason);
    this.#schedule();
  }

  /** No further looks, no further news. */
  stop(): void {
    this.#stopped = true;
    this.#state = 'down';
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const intervalMs = this.#state === 'up' ? UP_INTERVAL_MS : DOWN_INTERVAL_MS;
    this.#timer = setTimeout(() => void this.check(), intervalMs);
  }

  #set(state: EngineState, reason: string | undefined): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'down') this.#downSinceMs = performance.now();
    this.#options.log[state === 'up' ? 'info' : 'warn']({ reason }, `the workflow engine is ${state}`);
    for (const listener of this.#listeners) {
      try {
        listener(state);
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener of the engine state failed');
      }
    }
  }
}
