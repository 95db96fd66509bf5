/** The clean-up of old records: what it is asked for and what it did. Plain JSON. */

export const MAINTENANCE_STATUSES = ['running', 'completed', 'failed'] as const;
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

export interface Keep {
  /** Newest rows of `claude_interactions`. */
  readonly interactions: number;
  readonly healthDays: number;
  /** Days after the end of a prompt, a background task or a dialog. */
  readonly promptDays: number;
}

export interface MaintenanceInput {
  /** Changes nothing, counts what would go. */
  readonly dryRun: boolean;
  /** Row of `maintenance_runs`; left out where a schedule starts it. */
  readonly runId?: number;
  readonly requestedBy: string;
  /** In place of the settings. */
  readonly keep?: Partial<Keep>;
}

/** Bytes of the database files. */
export interface Sizes {
  readonly before: number;
  readonly after: number;
}

export interface MaintenanceFigures {
  /** Rows that went, or would go, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** By database; left out in a dry run. */
  readonly bytes?: Readonly<Record<string, Sizes>>;
  /** What couldn't be done, with why and what to do, by database; left out where all was. */
  readonly undone?: Readonly<Record<string, string>>;
  /** Name of the backup that was made first; left out in a dry run. */
  readonly backup?: string;
}

/** Each may be repeated: what is gone already is not missed. */
export interface MaintenanceActivities {
  beginMaintenance(input: {
    runId: number | null;
    dryRun: boolean;
    requestedBy: string;
    workflowRun: string;
  }): Promise<{ runId: number }>;
  backUpRecord(): Promise<{ backup: string }>;
  pruneRecord(input: { dryRun: boolean; keep: Partial<Keep> }): Promise<{ rows: Record<string, number> }>;
  compactRecord(): Promise<{ bytes: Record<string, Sizes>; undone?: Record<string, string> }>;
  endMaintenance(input: {
    runId: number;
    figures: MaintenanceFigures | null;
    error: string | null;
  }): Promise<void>;
}
