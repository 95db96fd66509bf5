/** What the activities of tasks are made from; the composition root fills it. */
import type { Logger } from 'pino';
import type { Store } from '../../store';
import type { SecretValues } from '../secret-values';

export interface TaskDeps {
  readonly store: Pick<Store, 'tasks' | 'taskLifecycle' | 'taskPlaces' | 'unwatched'>;
  readonly log: Logger;
  readonly tasks: TaskSettings;
  readonly secretValues: SecretValues;
}

export interface TaskSettings {
  /** Holds the output and the files of the runs; absolute. */
  readonly dir: string;
  /** Directories in which tasks may work, beside the projects' own; absolute, at least one. */
  readonly roots: readonly string[];
  /** A person named them; unset: they are our own. */
  readonly rootsAreSet?: boolean;
  /** Further ones for the commands of plans. */
  readonly planRoots?: readonly string[];
  readonly logMaxBytes: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopGraceMs: number;
  /** argv of the program of supervisor/main.ts. */
  readonly supervisor: readonly string[];
}

/** Why a task can't be started, for the person who asked for it. */
export class TaskRefusedError extends Error {
  override readonly name = 'TaskRefusedError';
}
