/**
 * What follows from a change and is done outside of its transaction.
 *
 * follow-up  something that has to be done because a prompt, a feature or a dialog changed; one row, one workflow.
 * outbox     the rows of follow-ups that are still to be carried out, or were given up. Written with the change itself.
 */

import type { Cancellable } from './broken-run';

/**
 * item_progress: a feature or bug follows its prompt. dialog_log: an ended dialog gets its line in the log of dialogs.
 * notification: a dialog waits, so alerts are looked at. alert: a message goes to one channel. pull_request: the branch of a finished feature gets one.
 * item_ended: a person ended a feature or bug: what waits for it in the queue is taken back.
 * chain_step: the prompts that waited for one go on. prompt_start: one that waited is queued.
 * plan_step: a plan goes on after the end of one of its prompts. plan_gate: the same after the end of a gate's background task.
 * recurring_schedule: a recurring prompt was changed while the engine was away: its schedule follows.
 */
export const FOLLOW_UP_KINDS = [
  'item_progress',
  'dialog_log',
  'notification',
  'alert',
  'pull_request',
  'item_ended',
  'plan_step',
  'plan_gate',
  'chain_step',
  'prompt_start',
  'recurring_schedule',
] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

/** Ids grow; of two follow-ups of a kind about the same subject the newer one counts. */
export interface FollowUp {
  readonly kind: FollowUpKind;
  readonly id: number;
}

/** How often one is tried; tests shorten the pauses. */
export interface FollowUpRetries {
  /** One try. */
  readonly callTimeoutMs: number;
  /** First pause after a failed try, doubled up to the longest. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** null: until it succeeds, or fails in a way that no other try heals. */
  readonly attempts: number | null;
}

export interface FollowUpInput extends FollowUp, Cancellable {
  readonly retries: FollowUpRetries;
}

export interface OutboxActivities {
  /** Carries out the row, if it is still due. May be repeated: the row's id tells what was done already. */
  carryOutFollowUp(input: FollowUp): Promise<void>;
}

/** Short writes: local activities of the hub. Each may be repeated. */
export interface OutboxStateActivities {
  /** It is not tried again; the reason stands where people look for what it was about. */
  giveUpFollowUp(input: FollowUp & { readonly reason: string }): Promise<void>;
}
