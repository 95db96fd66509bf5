/** What an improvement cycle may do by itself. */
export interface ImprovementSettings {
  /** Suggestions that are at least so sure may be queued without a person. */
  readonly autoConfidence: number;
  /** So many a day, at most; 0 = none. */
  readonly dailyLimit: number;
  /** How long after the end of a prompt its effect is measured, and over how long. */
  readonly measureAfterMs: number;
}
