/** When the product starts workflows by itself, and what a person changed of that. Plain JSON. */

/**
 * `temporal`: what a person set in Temporal itself and we have no shorter form for, as Temporal describes it.
 * A cron text is read in local time.
 */
export type ScheduleSpec =
  | { readonly everySeconds: number }
  | { readonly cron: string }
  | { readonly temporal: Readonly<Record<string, unknown>> };

/** What a person wants otherwise than we do. */
export interface ScheduleChange {
  readonly paused: boolean;
  /** In place of our own; null: our own. */
  readonly spec: ScheduleSpec | null;
  /** Our own at the time of the change: once that is another one, it counts again. */
  readonly base: ScheduleSpec | null;
  readonly changedBy: string;
  /** ISO 8601. */
  readonly changedAt: string;
}

/** Where changes are kept, so that an engine that lost its database gets them again. */
export interface ScheduleChanges {
  get(id: string): ScheduleChange | undefined;
  keep(id: string, change: Omit<ScheduleChange, 'changedAt'>): void;
}

/** What became of a run; `unknown`: the engine keeps it no longer. */
export const RUN_STATUSES = [
  'running',
  'completed',
  'failed',
  'cancelled',
  'terminated',
  'timed_out',
  'unknown',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export interface ScheduledRun {
  readonly workflowId: string;
  readonly runId: string;
  readonly scheduledAt: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: RunStatus;
  /** What it returned; null where it returned nothing, or has not ended well. */
  readonly result: unknown;
  /** Why it failed, for a person. */
  readonly error: string | null;
}

export interface ScheduleState {
  readonly id: string;
  /** What it does, in words. */
  readonly what: string;
  readonly workflow: string;
  readonly spec: ScheduleSpec;
  readonly words: string;
  readonly ownSpec: ScheduleSpec;
  readonly ownWords: string;
  readonly timezone: string;
  readonly paused: boolean;
  /** Of Temporal: why it is paused, or what it is. */
  readonly note: string;
  readonly change: ScheduleChange | null;
  readonly next: readonly string[];
  /** Newest first. */
  readonly runs: readonly ScheduledRun[];
  readonly running: boolean;
  readonly taken: number;
  /** Not started because the engine was away for longer than is caught up. */
  readonly missed: number;
  /** Not started because the one before was still running. */
  readonly overlapped: number;
  /** Why it can't be made, or read, in the engine: what is told of it is what it should be. null: it is as it is told. */
  readonly fault: string | null;
}
