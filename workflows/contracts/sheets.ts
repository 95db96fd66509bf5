/** The spreadsheet that mirrors the record: what its workflow is asked for, and what came of it. Without texts. */

/** Tabs, in the order in which they are written. */
export const SHEET_TABS = ['projects', 'features', 'bugs', 'prompts'] as const;
export type SheetTab = (typeof SHEET_TABS)[number];

/** Characters that a cell can hold. */
export const LONGEST_CELL = 50_000;

export const SHEET_SYNC_STATUSES = ['running', 'completed', 'failed', 'cancelled'] as const;
export type SheetSyncStatus = (typeof SHEET_SYNC_STATUSES)[number];

/** Name of the secret in the vault: the JSON key of a service account. */
export const SERVICE_ACCOUNT_SECRET = 'GOOGLE_SERVICE_ACCOUNT';

export interface SheetsDurations {
  /** Some requests to Google, one after the other. */
  readonly passTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
  /** Pause for each request that was made: Google allows 60 a minute. */
  readonly perRequestMs: number;
}

export interface SheetsInput {
  readonly durations: SheetsDurations;
}

export type SheetsPlan = { readonly syncId: number } | { readonly skipped: string };

/**
 * done: the tab is as it should be, or can't be written; more: rows are left; later: Google wants a pause; stop: nothing
 * can be written for now.
 */
export interface SheetPass {
  readonly next: 'done' | 'more' | 'later' | 'stop';
  readonly requests: number;
  /** Set where `next` is `later`. */
  readonly retryInMs: number | null;
  readonly added: number;
  readonly updated: number;
}

export interface SheetsResult {
  readonly outcome: Exclude<SheetSyncStatus, 'running'> | 'skipped';
  readonly syncId: number | null;
  readonly added: number;
  readonly updated: number;
  /** For a person; of a run that wrote anything, the record has the reasons. */
  readonly reason: string | null;
}

/** What the query `status` answers. */
export interface SheetsRunStatus {
  readonly step: 'planning' | 'writing' | 'waiting' | 'ended';
  readonly syncId: number | null;
  readonly tab: SheetTab | null;
  readonly passes: number;
  readonly added: number;
  readonly updated: number;
}

/** Short writes: local activities of the hub. Each may be repeated. */
export interface SheetsRecordActivities {
  /** Writes down that this run writes from now on, or says why it doesn't. */
  planSheets(): Promise<SheetsPlan>;
  endSheets(input: { syncId: number; isCancelled: boolean }): Promise<SheetsResult>;
}

export interface SheetsActivities {
  /** Reads the keys of a tab and writes what is missing or was changed. May be repeated at any point. */
  syncSheet(input: { syncId: number; tab: SheetTab; failures: number }): Promise<SheetPass>;
}
