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

/** A dialog of an agent and how it ended. Rows of the original may lack any of it. */
export interface InteractionRow {
  readonly id: number;
  readonly confirmation_id: number | null;
  readonly session_name: string | null;
  readonly agent: string | null;
  readonly kind: string | null;
  /** Its title. */
  readonly dialog: string | null;
  readonly tool: string | null;
  /** The command, file or page. */
  readonly request: string | null;
  readonly status: string | null;
  readonly decided_by: string | null;
  readonly verdict: string | null;
  readonly rule_id: string | null;
  readonly resolution: string | null;
  readonly asked_at: string | null;
  readonly answered_at: string | null;
  readonly created_at: string | null;
}

export interface MilestoneRow {
  readonly id: number;
  readonly project_id: number | null;
  readonly project_name: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly total_tasks: number | null;
  readonly done_tasks: number | null;
  readonly estimated_hours: number | null;
  readonly json_path: string | null;
  readonly markdown_path: string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
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
