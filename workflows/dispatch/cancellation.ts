/** What an operator does to a workflow in the engine itself: in its Web UI or with its command line. */
import { CancellationScope, CancelledFailure } from '@temporalio/workflow';

/** Why something ended, for the record. */
export const CANCELLED_IN_ENGINE = 'cancelled in the workflow engine';

/**
 * Runs `life` out of reach of a cancellation: what the workflow holds has to be given back, and written down, in order.
 * `onCancel` is called when one comes, and makes it a wish like those of people.
 */
export async function heedCancellation<T>(onCancel: () => void, life: () => Promise<T>): Promise<T> {
  CancellationScope.current().cancelRequested.catch(onCancel);
  return CancellationScope.nonCancellable(life);
}

/** The engine then lists the run as cancelled. */
export function endCancelled(): never {
  throw new CancelledFailure(CANCELLED_IN_ENGINE);
}
