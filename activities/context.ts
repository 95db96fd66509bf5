/** What every activity is made from; the composition root (worker.ts) fills it. */
import type { Logger } from 'pino';
import type { Store } from '../store';
import type { Keep } from '../workflows/contracts/maintenance';
import type { Grant } from '../workflows/contracts/assignment';
import type { Tmux } from './adapters/tmux/types';
import type { Watch } from './watch/types';

export interface Deps {
  readonly store: Store;
  readonly tmux: Tmux;
  readonly watch: Watch;
  readonly log: Logger;
  readonly host: string;
  /** Pause between the typed text and Enter. */
  readonly submitDelayMs: number;
  readonly engine: EngineClient;
  readonly upkeep: Upkeep;
}

/** Where the record and its backups are, and what the clean-up keeps of them. */
export interface Upkeep {
  readonly dataDir: string;
  readonly backupDir: string;
  readonly keep: Keep & { readonly backups: number };
}

/** What activities need of the engine besides being run by it. */
export interface EngineClient {
  /** Starts the prompt's workflow; false where it runs already. */
  startPrompt(promptId: number): Promise<boolean>;
  /** Ids of the prompts whose workflow is running. */
  runningPrompts(): Promise<Set<number>>;
  /** Tells prompts that a session is theirs. Failures are logged: the reconciler comes back to them. */
  announce(grants: readonly Grant[]): Promise<void>;
}
