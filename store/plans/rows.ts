/** Rows of phase plans, as they are in architect.db. */
import type {
  EvidenceKind,
  Gate,
  GateStatus,
  KeptTaskStatus,
  PlanStatus,
  PromptPurpose,
} from '../../workflows/contracts/plans';

export interface PlanRow {
  readonly id: number;
  readonly name: string;
  readonly status: PlanStatus;
  readonly reason: string | null;
  readonly progress: number;
  readonly driven: number;
  /** 1 = of a cancelled plan: what runs is to be stopped. */
  readonly stop_running: number;
  readonly project_id: number | null;
  readonly working_dir: string | null;
  /** JSON text of an object. */
  readonly budget: string | null;
  readonly parallel: number;
  readonly stuck_after: number;
  /** JSON text of an object; null: its tasks work in its directory. */
  readonly worktree: string | null;
  readonly revision: number;
  readonly created_at: string;
  readonly created_by: string;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** When a person last resumed it, or had a task of it tried again. */
  readonly begun_again_at: string | null;
}

export interface PhaseRow {
  readonly id: number;
  readonly plan_id: number;
  readonly position: number;
  readonly name: string;
}

export interface PlanTaskRow {
  readonly id: number;
  readonly plan_id: number;
  readonly phase_id: number;
  readonly position: number;
  readonly key: string;
  readonly prompt: string;
  /** What it is called now. */
  readonly target_session: string | null;
  readonly target_uid: number | null;
  readonly provider: string | null;
  readonly specialty: string | null;
  readonly priority: number;
  /** JSON text of an array, as the next two. */
  readonly after: string;
  readonly touches: string;
  readonly gates: string;
  readonly timeout_minutes: number;
  readonly max_retries: number;
  readonly evidence: EvidenceKind;
  /** JSON text of an object or of false; null: as the plan says. */
  readonly worktree: string | null;
  readonly status: KeptTaskStatus;
  readonly reason: string | null;
  readonly tries_from: number;
}

/**
 * `opening`: its worktree is made. `sending`: it has no prompt yet. `checking`: its gates are asked. `merging`: they
 * passed, and its worktree is to be merged.
 */
export type AttemptState = 'opening' | 'sending' | 'sent' | 'checking' | 'merging' | 'ended';
/** `conflict`: what it did was good, and does not fit to what others did meanwhile. */
export type AttemptOutcome =
  'passed' | 'failed' | 'conflict' | 'needs_person' | 'overridden' | 'cancelled' | 'withdrawn';

export interface AttemptRow {
  readonly id: number;
  readonly plan_id: number;
  readonly task_id: number;
  readonly number: number;
  readonly purpose: PromptPurpose;
  readonly state: AttemptState;
  readonly outcome: AttemptOutcome | null;
  readonly reason: string | null;
  readonly prompt: string;
  readonly prompt_id: number | null;
  readonly prompt_outcome: string | null;
  readonly directory: string | null;
  readonly before_head: string | null;
  readonly before_tree: string | null;
  /** When that was looked at: right before its prompt was typed; null: it was not yet typed. */
  readonly before_at: string | null;
  readonly after_head: string | null;
  readonly after_tree: string | null;
  /** JSON text of an array; null = not known. */
  readonly files: string | null;
  readonly ran: number | null;
  readonly facts_note: string | null;
  readonly reruns: number;
  readonly decided_by: string | null;
  readonly started_at: string;
  readonly settled_at: string | null;
  readonly ended_at: string | null;
}

export interface GateRow {
  readonly attempt_id: number;
  readonly position: number;
  /** JSON text. */
  readonly gate: string;
  readonly status: GateStatus;
  /** How often it was asked; of another one in its place it goes on. */
  readonly asked: number;
  readonly evidence: string | null;
  readonly exit_code: number | null;
  readonly background_task: number | null;
  readonly head: string | null;
  readonly tree: string | null;
  readonly decided_by: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
}

export const listOf = (json: string): readonly string[] => JSON.parse(json) as string[];
export const gatesIn = (json: string): readonly Gate[] => JSON.parse(json) as Gate[];
