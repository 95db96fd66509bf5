/** Transactions that may leave something in the outbox. */
import type { Db } from '../db/open';

export type Transition = ReturnType<typeof transitions>;

export interface Following {
  /** Asked within the transaction, where the question costs next to nothing: whether something is to be done after it. */
  readonly isDue: () => boolean;
  readonly committed: () => void;
}

/**
 * `transition(work)` is `work` in a transaction of `db`. When the outermost one is committed and something is due,
 * `committed` is called: what follows from a change must not be done before the change is certain.
 */
export function transitions(db: Db, { isDue, committed }: Following) {
  return <Args extends unknown[], Result>(work: (...args: Args) => Result): ((...args: Args) => Result) => {
    const inner = db.transaction(work).immediate;
    const outermost = db.transaction((args: Args) => ({ result: work(...args), due: isDue() })).immediate;
    return (...args) => {
      if (db.inTransaction) return inner(...args);
      const { result, due } = outermost(args);
      if (due) committed();
      return result;
    };
  };
}
