/** What became of each row. */
import type { DatabaseName } from '../db/migrate';

/** kept: as it was; changed: with what the reason says; unchanged: it was imported before. */
export type Outcome = 'kept' | 'changed' | 'refused' | 'unchanged';

export interface RowReport {
  readonly table: string;
  /** Id in the original. */
  readonly id: string;
  readonly outcome: Outcome;
  /** Id here; null if it was refused. */
  readonly target_id: string | null;
  readonly reason: string | null;
}

export interface TableReport {
  readonly table: string;
  readonly database: DatabaseName;
  readonly counts: Readonly<Record<Outcome, number>>;
  /** Columns of the original that have no place here. */
  readonly columns_left_out: readonly string[];
  /** Why the table as a whole was passed over. */
  readonly skipped: string | null;
}

export interface ImportReport {
  readonly from: string;
  readonly origin: string;
  readonly dry_run: boolean;
  readonly at: string;
  readonly tables: readonly TableReport[];
  readonly rows: readonly RowReport[];
}

export const noCounts = (): Record<Outcome, number> => ({ kept: 0, changed: 0, refused: 0, unchanged: 0 });
