/**
 * Milestones: what is left to do in a project.
 *
 * milestone  everything a scan found in one project; one row a project, brought up to date by each scan.
 * task       one thing to do: a marked comment, an entry of a list, an open feature or bug.
 * phase      tasks that belong together, in the order in which the phases are worked off.
 */

export const TASK_KINDS = ['comment', 'checklist', 'plan', 'feature', 'bug'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** Marks in comments, the most urgent first. */
export const TAGS = ['FIXME', 'TODO', 'XXX', 'HACK'] as const;
export type Tag = (typeof TAGS)[number];

export const PHASES = ['repair', 'finish', 'clean_up', 'plan_ahead'] as const;
export type Phase = (typeof PHASES)[number];

export const MILESTONE_TASK_STATUSES = ['open', 'done'] as const;
export type MilestoneTaskStatus = (typeof MILESTONE_TASK_STATUSES)[number];

/** Durations of a scan; tests shorten them. */
export interface ScanDurations {
  /** Longest scan of one project. */
  readonly scanTimeoutMs: number;
  /** Sign of life expected from a scan; also how soon a cancelled one stops. */
  readonly heartbeatTimeoutMs: number;
}

export interface MilestoneScanInput {
  /** null: every active project that has a directory. */
  readonly projectId: number | null;
  readonly hoursPerDay: number;
  readonly durations: ScanDurations;
}

export interface ScanProjectInput {
  readonly projectId: number;
  /** Working hours of a day, for the timeline. */
  readonly hoursPerDay: number;
}

/** Why a project can't be scanned; nothing of its milestone is changed then. */
export const SCAN_FAULTS = [
  'no_project',
  'no_source_path',
  'source_path_relative',
  'source_path_missing',
  'source_path_no_directory',
  'source_path_unreadable',
  'failed',
] as const;
export type ScanFault = (typeof SCAN_FAULTS)[number];

/** How the scan of one project ended: with a milestone, or with the reason why there is none. */
export type ProjectScan =
  | {
      readonly projectId: number;
      readonly milestoneId: number;
      readonly files: number;
      readonly openTasks: number;
      readonly doneTasks: number;
    }
  | { readonly projectId: number; readonly fault: ScanFault };

export interface MilestoneScanResult {
  readonly projects: readonly ProjectScan[];
}
