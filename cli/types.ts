/** What the API answers with, as far as the command reads it (docs/api.md has the whole). */
import type { PromptStatus, SessionState, Stage } from '../workflows/contracts/glossary';
import type { TaskStatus } from '../workflows/contracts/tasks';

export interface HistoryEntry {
  readonly id: number;
  /** ISO 8601, as every time here. */
  readonly at: string;
  readonly stage: Stage;
  readonly session: string | null;
  readonly reason: string | null;
  readonly evidence: unknown;
}

export interface Prompt {
  readonly id: number;
  readonly content: string;
  readonly source: string;
  readonly priority: number;
  readonly status: PromptStatus;
  readonly stage: Stage;
  readonly reason: string | null;
  readonly assigned_session: string | null;
  readonly target_session: string | null;
  readonly target_provider: string | null;
  readonly specialty: string | null;
  readonly created_at: string;
  readonly assigned_at: string | null;
  readonly completed_at: string | null;
  readonly response: string | null;
  readonly error: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly retry_count: number;
  readonly max_retries: number;
  readonly timeout_minutes: number;
  readonly temporal_url: string | null;
  readonly history?: readonly HistoryEntry[];
}

export interface PromptPage {
  readonly items: readonly Prompt[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface Status {
  readonly pending: number;
  readonly in_progress: number;
  readonly completed_today: number;
  readonly failed_today: number;
}

export interface Session {
  readonly name: string;
  readonly status: SessionState;
  readonly reason: string | null;
  readonly provider: string;
  readonly specialty: string | null;
  readonly current_task_id: number | null;
  readonly last_activity: string | null;
  readonly total_tasks_completed: number;
  readonly total_tasks_failed: number;
}

export interface SessionsUp {
  readonly created: readonly Session[];
  readonly existing: readonly Session[];
  readonly provider: string;
}

export interface Task {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly reason: string | null;
  readonly priority: number;
  readonly project_id: number | null;
  readonly working_dir: string | null;
  readonly timeout_seconds: number;
  readonly max_retries: number;
  readonly retry_count: number;
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly pid: number | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
  readonly temporal_url: string | null;
}

export interface TaskPage {
  readonly items: readonly Task[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface TaskLogPart {
  readonly next_offset: number;
  readonly text: string;
  readonly ended?: boolean;
}
