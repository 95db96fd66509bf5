/** Rows of the record of work, as they are in architect.db. Times are SQLite's, see time.ts. */

export interface ProjectRow {
  id: number;
  name: string;
  description: string | null;
  source_path: string | null;
  status: string | null;
  priority: number | null;
  created_at: string | null;
  updated_at: string | null;
}

/** What features and bugs have in common: what a prompt can work on. */
export interface ItemRow {
  id: number;
  project_id: number | null;
  title: string | null;
  description: string | null;
  /** Databases of the original may hold words of their own. */
  status: string | null;
  /** Why it is in its status. */
  status_reason: string | null;
  priority: number | null;
  assigned_to: string | null;
  tmux_session: string | null;
  estimated_hours: number | null;
  actual_hours: number | null;
  /** The prompt that works on it, or did so last. */
  prompt_id: number | null;
  /** That prompt was answered then; whether it is done, a person says. */
  answered_at: string | null;
  created_at: string | null;
  updated_at: string | null;
}

export interface FeatureRow extends ItemRow {
  milestone_id: number | null;
  spec: string | null;
  assigned_node: string | null;
  completed_at: string | null;
}

export interface BugRow extends ItemRow {
  feature_id: number | null;
  severity: string | null;
  resolved_at: string | null;
}

export interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly entity: string;
  readonly entity_id: string;
  /** JSON. */
  readonly changes: string;
}
