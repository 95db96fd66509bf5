/** What needs a person: kinds, in the order in which they are listed, and what can be decided about each. */
import type { AlertSeverity } from './alerts';

/**
 * health: a part that nothing works without is gone. approval, question: a dialog stands still. gate: of a plan.
 * plan: one that a person has to begin, or a task of one that doesn't go on. indeterminate: nobody knows whether the
 * prompt was done. asks_back: a turn ended with a question. failed: given up. blocked: what it waits for didn't succeed.
 * exited: prompts wait for a session whose agent has ended. host: a machine is away. limit: a session reached the usage
 * limit of its account. budget: one is used up. secret: it expires, or should be changed.
 */
export const NEED_KINDS = [
  'health',
  'approval',
  'question',
  'gate',
  'plan',
  'indeterminate',
  'asks_back',
  'failed',
  'blocked',
  'exited',
  'host',
  'limit',
  'budget',
  'secret',
] as const;
export type NeedKind = (typeof NEED_KINDS)[number];

export const NEED_DECISIONS = [
  'approve',
  'deny',
  'answer',
  'complete',
  'fail',
  'retry',
  'release',
  'cancel',
  'skip',
  'begin',
  'restart',
  'raise',
  'renew',
  'dismiss',
] as const;
export type NeedDecisionName = (typeof NEED_DECISIONS)[number];

/** Nothing else ends these: who has seen one may put it away. It comes back when it happens anew. */
export const DISMISSABLE: ReadonlySet<NeedKind> = new Set(['indeterminate', 'asks_back', 'failed', 'limit']);

/** A prompt that ended longer ago is no news. */
export const NEED_DAYS = 14;

/** How many of them the event stream tells; the API has the rest, page by page. */
export const NEEDS_TOLD = 30;

/** What it is about, as far as it is about that. */
export interface NeedRefs {
  readonly dialog: number | null;
  readonly prompt: number | null;
  readonly session: string | null;
  readonly plan: number | null;
  /** Key of the plan's task. */
  readonly task: string | null;
  readonly budget: number | null;
  readonly secret: number | null;
  readonly host: string | null;
}

export interface Need {
  /** The same as long as it is the same thing, such as `dialog-7`. */
  readonly id: string;
  readonly kind: NeedKind;
  readonly severity: AlertSeverity;
  /** As the store writes times; what differs when it happens anew. */
  readonly since: string;
  /** Names and numbers only: it is seen on locked screens too. */
  readonly title: string;
  /** What is asked or was said, in one line; a text of others. Null = nothing is. */
  readonly subject: string | null;
  /** One sentence. */
  readonly why: string;
  readonly refs: NeedRefs;
  /** Of a gate: which one was seen. */
  readonly seen: { readonly attempt: number; readonly gate: number; readonly asked: number } | null;
  /** What the session ran that is gone, for it to be made again. */
  readonly ran: { readonly provider: string; readonly working_dir: string | null } | null;
}
