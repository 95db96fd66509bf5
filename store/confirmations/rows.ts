/** Rows of automatic confirmation as they are in the databases. Column names appear in store/ only. */
import type {
  ConfirmationStatus,
  ConfirmMode,
  Decision,
  DialogKind,
} from '../../workflows/contracts/confirmation';
import type { RuleKind, Verdict } from '../../workflows/contracts/policy';

export interface ConfirmationRow {
  id: number;
  session_name: string;
  host: string;
  agent: string;
  prompt_id: number | null;
  fingerprint: string;
  kind: DialogKind;
  title: string;
  body: string;
  /** JSON: label, key or null, selected. */
  options: string;
  /** JSON of Question[]; null = it is no form, or not known whole. */
  questions: string | null;
  uses: string | null;
  /** JSON of ToolCall; null = it can't be read whole. */
  call: string | null;
  source: 'hook' | 'screen';
  working_dir: string;
  status: ConfirmationStatus;
  verdict: Verdict | null;
  rule_id: string | null;
  rule_reason: string | null;
  evidence: string | null;
  mode: ConfirmMode | null;
  decided_by: 'policy' | 'person' | 'terminal' | null;
  /** The person: a user, token:NAME or api-token; 'somebody in Temporal' where the engine was told, past the dashboard. */
  decided_by_name: string | null;
  answer: Decision | null;
  /** JSON of Reply. */
  reply: string | null;
  held: string | null;
  resolution: string | null;
  note: string | null;
  /** What became of the messages to a person. */
  notification: string | null;
  /** When they were due; `notified_at` and `escalated_at`: when they were delivered. */
  notify_due_at: string | null;
  escalate_due_at: string | null;
  presses: number;
  standing: number;
  created_at: string;
  due_at: string | null;
  decided_at: string | null;
  pressed_at: string | null;
  answered_at: string | null;
  notified_at: string | null;
  escalated_at: string | null;
  ended_at: string | null;
}

export interface PatternRow {
  id: number;
  builtin_id: string | null;
  position: number;
  agent: string;
  tool: string;
  kind: RuleKind;
  pattern: string;
  verdict: Verdict;
  note: string;
  enabled: number;
  hits: number;
  last_hit_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface ConfirmSettingsRow {
  enabled: number;
  default_mode: Exclude<ConfirmMode, 'all'>;
  delay_min_ms: number;
  delay_max_ms: number;
  notify_after_ms: number;
  escalate_after_ms: number | null;
  expire_after_ms: number | null;
}

export interface TrustedDirectoryRow {
  id: number;
  path: string;
  created_at: string;
}

export interface InteractionRow {
  id: number;
  confirmation_id: number;
  session_name: string;
  agent: string;
  kind: DialogKind;
  dialog: string;
  tool: string | null;
  request: string | null;
  status: ConfirmationStatus;
  decided_by: string | null;
  decided_by_name: string | null;
  verdict: Verdict | null;
  rule_id: string | null;
  resolution: string | null;
  asked_at: string;
  answered_at: string | null;
  created_at: string;
}
