/** Activities by how they may be repeated; each family of workflows names its own activities with these. */
import {
  ActivityCancellationType,
  type ActivityOptions,
  proxyLocalActivities,
  type UntypedActivities,
} from '@temporalio/workflow';
import { WORK_QUEUE } from '../contracts/wire-names';

/** For what needs neither terminal nor model, and may be taken up by another worker process. */
export const ANY_WORKER = { taskQueue: WORK_QUEUE } as const;

/** For what is done in moments: again at once, and not seldom however long it takes. */
export const QUICK_RETRIES = { initialInterval: '200 ms', maximumInterval: '5 s' } as const;

/** For what must not be repeated blindly: whoever called it finds out what became of it. */
export const ONE_TRY = { maximumAttempts: 1 } as const;

/**
 * For what is done once for all tries and must not be begun anew: after a machine slept, the next try waits for the end of
 * the one before; after a crash it only says that it broke off.
 */
export const FOLLOWED = { initialInterval: '200 ms', maximumAttempts: 3 } as const;

/** A SQLite write takes a millisecond; longer it takes only while others hold the lock. */
const STATE_TIMEOUT = '10 s';
/** Longer than any time limit; that is a timer of the workflow. */
const NO_LIMIT = '60 days';

/** SQLite reads and writes: local activities, repeated until the disk takes them. */
export const stateActivities = <Activities = UntypedActivities>() =>
  proxyLocalActivities<Activities>({ startToCloseTimeout: STATE_TIMEOUT, retry: QUICK_RETRIES });

/**
 * Follows something that takes as long as it takes, and lets go of it when it is cancelled. Heartbeats tell a killed
 * worker from work that goes on; another worker then takes it up.
 */
export const following = (heartbeatTimeoutMs: number): ActivityOptions => ({
  startToCloseTimeout: NO_LIMIT,
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: QUICK_RETRIES,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});

/** Has an end of its own within `timeoutMs`. */
export const within = (timeoutMs: number, heartbeatTimeoutMs: number): ActivityOptions => ({
  startToCloseTimeout: timeoutMs,
  heartbeatTimeout: heartbeatTimeoutMs,
  retry: QUICK_RETRIES,
});
