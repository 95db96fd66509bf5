/** Rows of recurring prompts and their firings, as they are in assigner.db. */
import type { FiringOutcome, RecurringTimes } from '../../workflows/contracts/recurring';
import type { Values } from '../templates/render';

/** What a person says of one. */
export interface RecurringWish extends Omit<RecurringTimes, 'id'> {
  /** null: of the template. */
  readonly content: string | null;
  readonly template_id: number | null;
  readonly variables: Values;
  readonly target_session: string | null;
  readonly target_provider: string | null;
  /** Agent of the session when it was named. */
  readonly expected_provider: string | null;
  readonly specialty: string | null;
  readonly priority: number;
  readonly project_id: number | null;
  readonly timeout_minutes: number;
  readonly max_retries: number;
  readonly paused: boolean;
}

export interface RecurringRow extends RecurringWish {
  readonly id: number;
  readonly target_uid: number | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_by: string;
  readonly updated_at: string;
}

export interface FiringRow {
  readonly recurring_id: number;
  readonly scheduled_at: string;
  readonly name: string;
  readonly outcome: FiringOutcome;
  readonly prompt_id: number | null;
  readonly reason: string | null;
  readonly at: string;
}
