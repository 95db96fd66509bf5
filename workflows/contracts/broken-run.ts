/** A run of one of our workflows that did not end by itself: an operator or a fault ended it in the engine. */
export interface BrokenRun {
  /** One of `WORKFLOW`. */
  readonly type: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly how: 'terminated' | 'cancelled' | 'failed' | 'timed out';
  /** Unix milliseconds, by the engine's clock. */
  readonly endedMs: number;
}

/** What an operator ended in the engine by force; it is to be cancelled by the next run, which does it in order. */
export interface Termination {
  /** For people: with the operator's own words, if there were any. */
  readonly reason: string;
  /** Unix milliseconds, by the engine's clock. */
  readonly endedMs: number;
}

/** Of the input of workflows that have something to give back when they are cancelled. */
export interface Cancellable {
  /**
   * Why it is cancelled from the first moment: somebody terminated the run before this one. It then ends as completed,
   * since nobody cancelled this run of it.
   */
  readonly cancel?: string;
}
