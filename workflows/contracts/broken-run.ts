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
