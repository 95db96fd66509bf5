/** How long the workflows and activities of this server may take. */
export const DURATIONS = {
  // Longer than a program that draws nothing is waited for; a worker that died is found by its heartbeat.
  deliverTimeoutMs: 300_000,
  heartbeatTimeoutMs: 4_000,
  interruptTimeoutMs: 10_000,
  stopGraceMs: 5_000,
};
/** Each minute as well: the reconciler looks for what plans were not told of. What a plan waits for wakes it at once. */
export const PLAN_DURATIONS = {
  cycleMs: 60_000,
  idleCycleMs: 600_000,
  advanceTimeoutMs: 300_000,
  heartbeatTimeoutMs: DURATIONS.heartbeatTimeoutMs,
  // A large repository is checked out, or a branch pushed over a slow line.
  worktreeTimeoutMs: 900_000,
};
/** A model that drafts a plan is asked twice at most, after others that did not answer. */
export const PLAN_DRAFT_DURATIONS = {
  askTimeoutMs: 1_800_000,
  heartbeatTimeoutMs: 10_000,
  retryMs: 30_000,
  longestRetryMs: 900_000,
};
/** A worker process that is to end goes on for so long with what it has; then another one takes it up. */
export const WORKER_DRAIN_MS = 10_000;
/** What does not let go by then is cut off. Who keeps the process running kills it after 30 s. */
export const WORKER_FORCE_MS = 15_000;
export const RECONCILE_EVERY_MS = 30_000;
export const GITHUB_DURATIONS = { callTimeoutMs: 120_000, retryMs: 1_000 };
/** A request to Dialpad is given up after 20 s. */
export const SMS_DURATIONS = { sendTimeoutMs: 60_000, heartbeatTimeoutMs: 4_000 };
/** Some requests of 20 s; 60 a minute are allowed, and others may use the same account. */
export const SHEETS_DURATIONS = { passTimeoutMs: 240_000, heartbeatTimeoutMs: 4_000, perRequestMs: 1_300 };
export const SCAN_DURATIONS = { scanTimeoutMs: 600_000, heartbeatTimeoutMs: 10_000 };
export const HEALTH_CHECK_TIMEOUT_MS = 30_000;
export const IMPROVEMENT_STEP_TIMEOUT_MS = 60_000;
