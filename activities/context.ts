/** What every activity is made from; the composition root (worker.ts) fills it. */
import type { Logger } from 'pino';
import type { Store } from '../store';
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
  /** Directory of the milestones' reports. */
  readonly milestonesDir: string;
  readonly githubApiUrl: string;
  /** Unset where there is no vault. */
  readonly secretValues?: SecretValues;
  readonly engine: EngineClient;
}

/**
 * Values of secrets by name, those that the vault has. `holder` says who gets them, for the log of accesses.
 * The values never go into results, errors or logs.
 */
export type SecretValues = (
  names: readonly string[],
  holder: string,
) => Promise<Readonly<Record<string, string>>>;

/** What activities need of the engine besides being run by it. */
export interface EngineClient {
  /** Starts the prompt's workflow; false where it runs already. */
  startPrompt(promptId: number): Promise<boolean>;
  /** Ids of the prompts whose workflow is running. */
  runningPrompts(): Promise<Set<number>>;
  /** Tells prompts that a session is theirs. Failures are logged: the reconciler comes back to them. */
  announce(grants: readonly Grant[]): Promise<void>;
}
