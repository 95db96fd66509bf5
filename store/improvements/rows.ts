/** Rows of improvements. Times are SQLite's, see store/db/time.ts. */
import type {
  ImprovementKind,
  ImprovementStatus,
  ModelUse,
  Verdict,
} from '../../workflows/contracts/improvements';

export interface ImprovementRow {
  readonly id: number;
  readonly fingerprint: string;
  readonly metric: string;
  readonly kind: ImprovementKind;
  readonly source: 'rule' | 'model';
  readonly title: string;
  /** JSON array of texts. */
  readonly evidence: string;
  readonly prompt: string;
  readonly confidence: number;
  readonly is_foreign: number;
  readonly value: number;
  readonly status: ImprovementStatus;
  readonly count: number;
  readonly last_cycle: string | null;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly dismissed_by: string | null;
}

export interface AttemptRow {
  readonly id: number;
  readonly improvement_id: number;
  readonly attempt: number;
  readonly prompt: string;
  /** What it is called now. */
  readonly target_session: string | null;
  readonly target_uid: number | null;
  readonly prompt_id: number | null;
  readonly queued_at: string;
  readonly queued_by: string;
  readonly by_itself: number;
  readonly value_before: number;
  readonly value_after: number | null;
  readonly verdict: Verdict | null;
  readonly measured_at: string | null;
}

export interface OpenAttempt extends AttemptRow {
  readonly fingerprint: string;
  readonly metric: string;
}

export interface CycleRow {
  readonly id: number;
  readonly cycle_key: string;
  readonly digest: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly found: number | null;
  readonly fresh: number | null;
  readonly queued: number | null;
  readonly measured: number | null;
  readonly model: ModelUse | null;
}

/** SQL: the cycle's digest was thought about, by a model or because there was nothing to ask it. */
export const THOUGHT_ABOUT = "model IN ('asked', 'useless', 'nothing_to_ask')";
