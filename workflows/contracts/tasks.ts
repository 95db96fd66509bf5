/**
 * Background tasks: programs that run outside of the agents' sessions, a few at a time.
 *
 * task       a row of `task_queue`; one row, one workflow.
 * slot       the right to run; as many tasks run at once as there are slots.
 * run        one try of a task, numbered from 1; its program is started at most once.
 */

import type { Cancellable } from './broken-run';

export const TASK_TYPES = ['shell', 'python', 'git', 'deploy', 'test', 'build'] as const;
export type TaskType = (typeof TASK_TYPES)[number];

/** `lost`: it can't be told how it ended, because the machine or its supervisor went away. */
export const TASK_STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled', 'lost'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];
export const SETTLED_TASK_STATUSES = [
  'completed',
  'failed',
  'cancelled',
  'lost',
] as const satisfies readonly TaskStatus[];
export type TaskOutcome = (typeof SETTLED_TASK_STATUSES)[number];

/** A slot given to a task for its run of that number. */
export interface SlotGrant {
  readonly taskId: number;
  readonly run: number;
  /** What is left of the time limit of this run. */
  readonly timeoutMs: number;
}

export interface TaskRun {
  readonly taskId: number;
  readonly run: number;
}

/** How a run's program ended. */
export type RunEnd =
  | { readonly kind: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  /** It was never started: its input, its directory or its secrets don't allow it. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

export interface EndRunInput extends TaskRun {
  readonly end: RunEnd;
  /** Why the program was stopped, where it was. */
  readonly stopped: { readonly by: 'cancel'; readonly reason: string } | { readonly by: 'time_limit' } | null;
}

/** `outcome` null: the task waits for a slot again. `grants`: slots that were given out when this one got free. */
export interface EndRunResult {
  readonly outcome: TaskOutcome | null;
  readonly grants: readonly SlotGrant[];
}

export interface TaskDurations {
  /** A worker that was silent for so long has died; another one takes the run up. */
  readonly heartbeatTimeoutMs: number;
  /** Time that a program has to end after SIGTERM before SIGKILL follows. */
  readonly stopGraceMs: number;
}

export interface BackgroundTaskInput extends Cancellable {
  readonly taskId: number;
  readonly durations: TaskDurations;
}

/** What a person may want of a task under way. */
export interface TaskRequest {
  readonly kind: 'cancel';
  readonly reason: string;
}
