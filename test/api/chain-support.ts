import type { Store } from '../../store';
import type { Outcome } from '../../workflows/contracts/assignment';

/** Ends a prompt as its workflow would. */
export function settled(store: Store, id: number, outcome: Outcome): void {
  store.lifecycle.enterQueue(id);
  store.lifecycle.settle(id, outcome, outcome);
}
