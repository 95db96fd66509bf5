/** Rows of milestones and what a scan hands in. Times are SQLite's, see store/db/time.ts. */
import type { MilestoneTaskStatus, Phase, Tag, TaskKind } from '../../workflows/contracts/milestones';

export interface MilestoneRow {
  readonly id: number;
  readonly project_id: number | null;
  readonly project_name: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly total_tasks: number | null;
  readonly done_tasks: number | null;
  /** Of the open tasks. */
  readonly estimated_hours: number | null;
  readonly json_path: string | null;
  readonly markdown_path: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
  /** null in rows of the original. */
  readonly scanned_at: string | null;
}

export interface MilestoneTaskRow {
  readonly id: string;
  readonly milestone_id: number;
  readonly kind: TaskKind;
  readonly tag: Tag | null;
  readonly text: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly section: string | null;
  /** Id of the feature or bug, for tasks of these kinds. */
  readonly record_id: number | null;
  readonly phase: Phase;
  /** 0 to 100, higher goes first. */
  readonly priority: number;
  readonly estimated_hours: number;
  readonly status: MilestoneTaskStatus;
  /** `checked`: ticked off where it stands; `gone`: no longer there. */
  readonly done_reason: 'checked' | 'gone' | null;
  /** The feature that was made of it. */
  readonly feature_id: number | null;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly done_at: string | null;
}

/** A task as a scan found it. */
export type FoundTask = Omit<
  MilestoneTaskRow,
  'milestone_id' | 'status' | 'done_reason' | 'feature_id' | 'first_seen_at' | 'last_seen_at' | 'done_at'
> & { readonly done: boolean };

/** Open features and bugs of a project. */
export interface OpenItem {
  readonly kind: 'feature' | 'bug';
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly priority: number;
  /** Of bugs. */
  readonly severity: string | null;
  readonly estimated_hours: number | null;
}

export interface Totals {
  readonly total: number;
  readonly done: number;
  /** Of the open ones. */
  readonly hours: number;
}
