/** What the API answers about milestones, as far as the command reads it. */

export interface Milestone {
  readonly id: number;
  readonly project_name: string | null;
  readonly summary: string | null;
  readonly total_tasks: number;
  readonly done_tasks: number;
  readonly open_tasks: number;
  readonly estimated_hours: number;
  readonly scanned_at: string | null;
}

export interface MilestonePage {
  readonly items: readonly Milestone[];
  readonly total: number;
}

export interface MilestonePhase {
  readonly title: string;
  readonly open_tasks: number;
  readonly done_tasks: number;
  readonly estimated_hours: number;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
}

export interface MilestoneTask {
  readonly id: string;
  readonly kind: string;
  readonly tag: string | null;
  readonly text: string;
  readonly path: string | null;
  readonly line: number | null;
  readonly record_id: number | null;
  readonly priority: number;
  readonly estimated_hours: number;
  readonly feature_id: number | null;
}

export interface MilestoneDetail extends Milestone {
  readonly title: string | null;
  readonly phases: readonly MilestonePhase[];
  readonly tasks: {
    readonly items: readonly MilestoneTask[];
    readonly total: number;
    readonly offset: number;
  };
}

export interface MilestoneScan {
  readonly state: 'running' | 'completed' | 'cancelled' | 'failed';
  readonly projects: readonly {
    readonly project_id: number;
    readonly project_name: string | null;
    readonly milestone_id: number | null;
    readonly files: number;
    readonly open_tasks: number;
    readonly done_tasks: number;
    readonly error: { readonly message: string } | null;
  }[];
}

export interface MadeFeatures {
  readonly created: readonly unknown[];
  readonly existing: readonly unknown[];
}
