/** Prompts that are queued again and again, by a schedule each. Plain JSON. */
import type { ScheduleSpec } from './schedules';

/** When one is due. */
export interface RecurringTimes {
  readonly id: number;
  readonly name: string;
  readonly spec: ScheduleSpec;
  readonly timezone: string;
  /** A time that was missed for no longer is made up for. */
  readonly catch_up_minutes: number;
}

/** queued: it has a prompt. skipped: the prompt before it was under way. failed: its text could not be made. */
export const FIRING_OUTCOMES = ['queued', 'skipped', 'failed'] as const;
export type FiringOutcome = (typeof FIRING_OUTCOMES)[number];

export interface RecurringInput {
  readonly recurringId: number;
}

export interface FiringInput extends RecurringInput {
  /** ISO 8601: when it was due. One prompt for each such time. */
  readonly scheduledAt: string;
}

export interface FiringResult {
  /** gone: the recurring prompt was removed meanwhile. */
  readonly outcome: FiringOutcome | 'gone';
  readonly promptId: number | null;
  readonly reason: string | null;
}

/** Answer to the query `status`. */
export interface RecurringStatus {
  readonly step: 'queueing' | 'done';
  readonly scheduledAt: string;
  readonly result: FiringResult | null;
}

/** Short writes: local activities of the hub. Each may be repeated. */
export interface RecurringActivities {
  /** Queues the prompt of that time, or finds the one that it has. */
  fireRecurringPrompt(input: FiringInput): Promise<FiringResult>;
}
