/** Rows as they are in the databases. Column names appear in store/ only. */
import type { ChainCondition } from '../workflows/contracts/chains';
import type { ConfirmMode } from '../workflows/contracts/confirmation';
import type { PromptStatus, SessionState, Stage, TurnResult } from '../workflows/contracts/glossary';
import type { TaskStatus } from '../workflows/contracts/tasks';

export interface PromptRow {
  id: number;
  content: string;
  source: string;
  priority: number;
  /** Where a person moved it to among those of its priority; null = its number. See prompts/order.ts. */
  queue_rank: number | null;
  status: PromptStatus;
  stage: Stage;
  reason: string | null;
  assigned_session: string | null;
  created_at: string;
  assigned_at: string | null;
  completed_at: string | null;
  response: string | null;
  error: string | null;
  /** JSON text. */
  metadata: string | null;
  target_session: string | null;
  target_provider: string | null;
  /** Agent the target session had when the prompt was queued: text for Claude is never typed into a shell. */
  expected_provider: string | null;
  specialty: string | null;
  project: string | null;
  working_dir: string | null;
  /** The project whose directory it is held to; null = any. */
  within_project: number | null;
  retry_count: number;
  max_retries: number;
  timeout_minutes: number;
  /** How often in a row it came back to the queue untyped. */
  requeue_count: number;
  requeued_at: string | null;
  /** No session is given to it before. */
  not_before: string | null;
  /** The template that its text was made from. */
  template: string | null;
  /** The user, token:NAME or api-token; null: nobody, or not known. */
  sent_by: string | null;
  /** What it waits for of the prompts in `prompt_upstreams`; null: it never waited for any. */
  chain_on: ChainCondition | null;
  /** It is not queued before: a person's wish. */
  hold_until: string | null;
  /** It waits for nothing else any more, and until then. */
  due_at: string | null;
  /** It has waited: it doesn't again. */
  released_at: string | null;
  archived: number;
  /** How the turn ended, finer than the status; null before that. */
  result: TurnResult | null;
  /** What the agent asks back, at the end of its answer. */
  question: string | null;
  model: string | null;
  input_tokens: number | null;
  output_tokens: number | null;
  cache_read_tokens: number | null;
  cache_write_tokens: number | null;
  /** US dollars. */
  cost_usd: number | null;
  /** Tools that the agent used in its turn; null = not known. */
  tool_calls: number | null;
}

export interface SessionRow {
  name: string;
  /** It keeps this one whatever it is called. */
  uid: number;
  /** 0: a person has switched the recording of its screen off; null: as the settings have it. */
  recorded: number | null;
  status: SessionState;
  reason: string | null;
  rule: string | null;
  evidence: string | null;
  last_activity: string;
  current_task_id: number | null;
  working_dir: string | null;
  is_claude: number;
  last_output: string | null;
  output_at: string | null;
  updated_at: string;
  provider: string | null;
  specialty: string;
  success_rate: number;
  /** Seconds. */
  avg_completion_time: number;
  total_tasks_completed: number;
  total_tasks_failed: number;
  host: string | null;
  pane_id: string | null;
  /** Process id and start time of the tmux server that has the pane. */
  tmux_server: string | null;
  /** Process the pane was started with. */
  pane_pid: number | null;
  /** Another dashboard that owns the terminal; null = it is ours. */
  owner: string | null;
  /** What was pasted there and never seen; null = all is clear. */
  suspect: string | null;
  /** Who has taken over its terminal from a page; no prompt is given to it. */
  writer: string | null;
  writer_at: string | null;
  writer_key: string | null;
  attached: number;
  /** The project that it was made for, and the directory it was made in. */
  project_id: number | null;
  project_dir: string | null;
  /** 1 = found by us; 0 = registered by a person, who chose its provider. */
  detected: number;
  /** 1 = its tmux session exists now. */
  present: number;
  ready_since: string | null;
  /** Its account has reached its usage limit until then. */
  limited_until: string | null;
  /** Sessions with the same one share a usage limit. */
  account: string | null;
  /** hooks, transcript, title or screen: what the state was read from. */
  evidence_source: string | null;
  disagreement: string | null;
  /** Reports of hooks from this session must carry it. */
  hook_key: string | null;
  /** What a person set; null = the mode of new sessions. See `mode`. */
  auto_confirm: ConfirmMode | null;
  auto_confirm_until: string | null;
  /** Not a column: the mode of automatic confirmation that holds now. */
  mode: ConfirmMode;
  /** Not a column: the dialog that waits for an answer. */
  confirmation_id: number | null;
}

export interface HistoryRow {
  id: number;
  prompt_id: number;
  session_name: string;
  /** A stage; the original wrote other words. */
  action: string;
  created_at: string;
  reason: string | null;
  evidence: string | null;
}

export interface LeaseRow {
  session_name: string;
  prompt_id: number;
  pane_id: string;
  /** Process the pane was started with, and the tmux server that has it; null = not known. */
  pane_pid: number | null;
  tmux_server: string | null;
  granted_at: string;
  acknowledged_at: string | null;
  baseline: string | null;
  /** Grows with every try to type; keys of earlier ones are refused. */
  attempt: number;
}

export interface TaskRow {
  readonly id: number;
  /** One of TASK_TYPES; tasks of the original system may have others. */
  readonly task_type: string;
  readonly status: TaskStatus;
  readonly priority: number;
  readonly title: string;
  /** JSON text; of the original system any text. */
  readonly payload: string;
  readonly project_id: number | null;
  readonly working_dir: string | null;
  /** The plan that it is a gate's command of; null = none. */
  readonly plan_id: number | null;
  /** JSON text of an object. */
  readonly env: string;
  /** JSON text of an array of names. */
  readonly secrets: string;
  readonly timeout_seconds: number;
  readonly max_retries: number;
  readonly retry_count: number;
  readonly run: number;
  /** When a person last wanted it done again. */
  readonly begun_again_at: string | null;
  readonly entered: number;
  readonly acknowledged: number;
  readonly reason: string | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly pid: number | null;
  readonly pid_started: string | null;
  readonly source: string;
  readonly idempotency_key: string | null;
  readonly idempotency_hash: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}
