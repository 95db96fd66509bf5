/** Rows of plan_worktrees. */
import type { MergeKind, WorktreeSettings, WorktreeState } from '../../../workflows/contracts/worktrees';

export interface WorktreeRow {
  readonly id: number;
  readonly plan_id: number;
  readonly task_id: number;
  readonly state: WorktreeState;
  readonly reason: string | null;
  /** JSON text of an object. */
  readonly settings: string;
  readonly source: string;
  readonly port: number;
  readonly repository: string | null;
  readonly path: string | null;
  readonly directory: string | null;
  readonly base: string | null;
  readonly base_commit: string | null;
  readonly remote: string | null;
  readonly branch: string | null;
  readonly set_up: number;
  readonly command: number;
  readonly background_task: number | null;
  /** Made for it; what it is called now. */
  readonly target_session: string | null;
  readonly target_uid: number | null;
  readonly has_turn: number;
  readonly queued_at: string | null;
  readonly rebasing: number;
  readonly checked_attempt: number | null;
  readonly checked_commit: string | null;
  readonly pushed_commit: string | null;
  readonly merged_commit: string | null;
  readonly pull_request_url: string | null;
  readonly pull_request_number: number | null;
  readonly pull_request_etag: string | null;
  readonly pull_request_failures: number;
  /** JSON text of an array. */
  readonly conflicts: string | null;
  readonly close_wanted: number;
  readonly retry_at: string | null;
  readonly opened_at: string;
  readonly merged_at: string | null;
  readonly closed_at: string | null;
}

/** What is decided before anything is made: a repeat finds what it made by it. */
export interface WorktreePlace {
  readonly repository: string;
  readonly path: string;
  readonly directory: string;
  readonly base: string;
  readonly baseCommit: string;
  readonly remote: string | null;
  readonly branch: string;
}

/** One whose place is decided. */
export type PlacedWorktree = WorktreeRow & {
  readonly [Name in 'repository' | 'path' | 'directory' | 'base' | 'base_commit' | 'branch']: string;
};

export const isPlaced = (row: WorktreeRow): row is PlacedWorktree => row.path !== null;
/** Something may be in it that is nowhere else, or a directory is left. */
export const holdsWork = ({ closed_at: closed, path }: WorktreeRow): boolean =>
  closed === null && path !== null;
/** It was merged, or had nothing to merge, and is being taken down. */
export const isGoing = ({ state }: WorktreeRow): boolean => state === 'merged' || state === 'closing';
export const settingsOf = ({ settings }: Pick<WorktreeRow, 'settings'>): WorktreeSettings =>
  JSON.parse(settings) as WorktreeSettings;
export const mergeKindOf = (row: WorktreeRow): MergeKind => settingsOf(row).merge;
