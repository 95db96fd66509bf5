/** A rule for a table of the original, and what it works with. */
import type { DatabaseName } from '../db/migrate';
import type { Db } from '../db/open';
import type { Vault } from '../vault';
import type { Value } from './source';

export type Values = Record<string, Value>;

export interface RuleContext {
  readonly db: Db;
  readonly vault: Vault;
  /** Waiting prompts are to be queued here. */
  readonly queue: boolean;
  readonly dryRun: boolean;
  readonly now: string;
}

/** What becomes of a row before it is inserted. */
export interface Prepared {
  readonly values: Values;
  readonly notes: readonly string[];
  /** Not inserted, for this reason. */
  readonly refuse?: string;
  /** Not inserted: the row here with this id takes its place. */
  readonly existing?: string;
  /** Runs after the insertion, with the new id. */
  readonly after?: (id: string | number) => void;
}

export interface TableRule {
  readonly table: string;
  readonly database: DatabaseName;
  /** Table here, if it isn't the one of that name: it is made with the columns of the original. */
  readonly into?: string;
  /** Columns of the original that `prepare` gives another name. */
  readonly renamed?: readonly string[];
  /** Columns that this program sets and the original doesn't have. */
  readonly prepare?: (values: Values, context: RuleContext) => Prepared;
}
