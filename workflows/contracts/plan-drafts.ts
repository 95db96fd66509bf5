/** Plans that a model drafts from a goal: nothing of one runs before a person starts it. */
import type { Cancellable } from './broken-run';

export const PLAN_DRAFT_STATES = ['drafting', 'drafted', 'failed'] as const;
export type PlanDraftState = (typeof PLAN_DRAFT_STATES)[number];

export interface PlanDraftDurations {
  /** One request to the models, with its failover and its second try. */
  readonly askTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
  /** Pauses between tries while no model can be reached: the first, each twice the one before, and the longest. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
}

export interface PlanDraftInput extends Cancellable {
  readonly draftId: number;
  readonly durations: PlanDraftDurations;
  readonly mostTries: number;
}

/** What came of one try. */
export type DraftTry =
  /** It is settled: there is a plan, or a reason why there is none. */
  | { readonly outcome: 'settled' }
  /** No model could be reached, and nothing was spent: it is tried again, not before `afterMs` if that is told. */
  | { readonly outcome: 'later'; readonly afterMs: number | null };

export interface PlanDraftActivities {
  /** Asks a model; `number`, from 1, tells the tries apart. Not repeated by itself: it may cost money each time. */
  draftPlan(input: { draftId: number; number: number }): Promise<DraftTry>;
}

/** Short writes of the hub; each may be repeated. */
export interface PlanDraftStateActivities {
  /** The try broke off. `again`: no model had been asked yet; `settled`: the draft says what is known. */
  brokenDraft(input: { draftId: number; number: number }): Promise<'again' | 'settled'>;
  /** Gives it up, unless it is settled. */
  giveUpDraft(input: { draftId: number; reason: string | null }): Promise<void>;
}

/** What its workflow answers to the query `status`. */
export interface PlanDraftStatus {
  readonly draftId: number;
  readonly tries: number;
  readonly step: 'asking' | 'waiting' | 'done';
}
