/** Transactions that may leave something in the outbox. */
import type { Db } from '../db/open';

export type Transition = ReturnType<typeof transitions>;

/**
 * `transition(work)` is `work` in a transaction of `db`. When the outermost one is committed, `committed` is called:
 * what follows from a change must not be done before the change is certain.
 */
export function transitions(db: Db, committed: () => void) {
  return <Args extends unknown[], Result>(work: (...args: Args) => Result): ((...args: Args) => Result) => {
    const run = db.transaction(work).immediate;
    return (...args) => {
      const result = run(...args);
      if (!db.inTransaction) committed();
      return result;
    };
  };
}
