/** What passes between a dialog's workflow and its activities. Ids only: no commands, no screens. */
import type { Cancellable } from './broken-run';

/** Kinds of dialogs an agent may show. */
export const DIALOG_KINDS = [
  'permission',
  'question',
  'trust',
  'login',
  'update',
  'picker',
  'other',
] as const;
export type DialogKind = (typeof DIALOG_KINDS)[number];

/**
 * off: the policy answers nothing. safe: as the rules say. all: every permission is given unless a rule says deny;
 * always with an end.
 */
export const CONFIRM_MODES = ['off', 'safe', 'all'] as const;
export type ConfirmMode = (typeof CONFIRM_MODES)[number];

/**
 * approved, denied: the answer was pressed and the dialog is gone. expired: the dialog ended without our answer, or
 * nobody answered in time.
 */
export const CONFIRMATION_STATUSES = ['pending', 'approved', 'denied', 'expired'] as const;
export type ConfirmationStatus = (typeof CONFIRMATION_STATUSES)[number];

/** What the rules say to a dialog. */
export const ANSWERS = ['approve', 'deny'] as const;
export type Answer = (typeof ANSWERS)[number];

/** What a person says to it. `answer`: an option, or words of their own. `deny` closes what has no option that refuses. */
export const DECISIONS = [...ANSWERS, 'answer'] as const;
export type Decision = (typeof DECISIONS)[number];

/** One question of a form. */
export interface Question {
  readonly header: string | null;
  readonly question: string;
  /** Several of its options may be chosen. */
  readonly multiple: boolean;
  /** It takes words of one's own. */
  readonly text: boolean;
  /** They may go with an option; else they stand for one. */
  readonly notes: boolean;
  /** By the numbers that choose them. */
  readonly options: readonly {
    readonly number: number;
    readonly label: string;
    readonly description: string | null;
  }[];
}

/** A person's answer to one question: options by their numbers, words of their own, or both. */
export interface QuestionReply {
  readonly options: readonly number[];
  readonly text: string | null;
}

/** What was answered, in words. */
export interface Reply {
  /** The dialog was closed without an answer. */
  readonly dismissed: boolean;
  readonly answers: readonly {
    readonly question: string | null;
    readonly options: readonly string[];
    readonly text: string | null;
  }[];
}

/** A question as it stands in the record: `commands` has every way in which a wrapped command can be read. */
export interface ToolCall {
  readonly tool: string;
  readonly commands: readonly string[];
  /** File of a file tool, page of a fetch, directory of a trust dialog. */
  readonly path: string | null;
  /** Only what is in sight of a dialog taller than the terminal: no rule can judge it. */
  readonly incomplete?: true;
}

export interface ConfirmDurations {
  /** How long answering may take before the worker that does it is held for dead. */
  readonly answerTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
}

/** What a dialog's workflow has to know of it. */
export interface OpenDialog {
  readonly confirmationId: number;
  readonly host: string;
  /** How many options it has. */
  readonly options: number;
}

export interface ConfirmationInput extends OpenDialog, Cancellable {
  readonly hubHost: string;
  readonly durations: ConfirmDurations;
}

/** What a person says. */
export interface PersonDecision {
  readonly answer: Decision;
  /** Which option, counted from 1; null = the one that allows just this, or that refuses. */
  readonly option: number | null;
  /** Where the record has the answers to the questions: a person's words stay out of the engine. */
  readonly replyId?: number;
  /** Who it is, as the store names them. */
  readonly who?: string;
}

/** What is to be done next, `inMs` from now; null = wait until something happens. */
export interface ConfirmationPlan {
  readonly next: {
    readonly what: 'answer' | 'notify' | 'escalate' | 'expire';
    readonly inMs: number;
  } | null;
  /** The policy's answer, where `what` is `answer`. */
  readonly answer: Answer | null;
}

export interface AnswerInput extends PersonDecision {
  readonly confirmationId: number;
  readonly by: 'policy' | 'person';
}

/**
 * answered: pressed, and the dialog is gone. gone: it ended without us. stuck: it still stands after the keys.
 * refused: nothing was pressed, `reason` says why; the dialog still stands.
 */
export interface AnswerResult {
  readonly outcome: 'answered' | 'gone' | 'stuck' | 'refused';
  readonly reason: string;
}

/** A message that can't be delivered is tried so often. */
export const NOTIFY_ATTEMPTS = 6;

export type NotifyLevel = 'waiting' | 'escalated';

export interface NotifyInput {
  readonly confirmationId: number;
  readonly level: NotifyLevel;
}
