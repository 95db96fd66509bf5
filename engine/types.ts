/** What the rest of the program sees of the Temporal engine. */
import type { Logger } from 'pino';
import type { Config } from '../config';

/** The way to the engine's HTTP API. */
export interface HttpDoor {
  readonly httpPort: number;
  /** The one Host that it answers to. */
  readonly httpHost: string;
}

export type EngineState = 'up' | 'down';

export interface Engine {
  /** `host:port` of the gRPC frontend. */
  readonly address: string;
  /** The way to its HTTP API now; undefined where the cluster isn't ours, or while no process runs. */
  httpDoor(): HttpDoor | undefined;
  readonly kind: 'embedded' | 'external';
  state(): EngineState;
  /** The namespace has our search attributes; a workflow that sets one it lacks can't go on. */
  searchable(): boolean;
  /** Why it is down, and what becomes of that, as a sentence without paths; undefined while it is up. */
  trouble(): string | undefined;
  /** Tells each change of the state, not the state there is now. Returns the function that ends the subscription. */
  onState(listener: (state: EngineState) => void): () => void;
  /** Ends the embedded engine (or the checks of an external one). Safe to call twice. */
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly temporal: Config['temporal'];
  /** Absolute; the embedded engine keeps its database and its state file in `<dataDir>/engine`. */
  readonly dataDir: string;
  /** Absolute; the embedded engine writes `<logDir>/temporal.log`. */
  readonly logDir: string;
  readonly log: Logger;
  /** Told what was put right without anybody's doing, as a sentence without paths of this machine. */
  readonly onMended?: (sentence: string) => void;
}

/**
 * The engine can't be used. The message is for a person: what happened, what to do.
 * `configuration`: starting again can't help until a person changes a setting; `failure`: it may.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    message: string,
    readonly kind: 'configuration' | 'failure',
    options?: ErrorOptions & { readonly brief?: string },
  ) {
    super(message, options);
    this.brief = options?.brief;
  }
  /** What happened, in some words without paths. */
  readonly brief: string | undefined;
}
