/** Improvements: what a cycle sees, what it suggests, and what became of it. Plain JSON. */

export const IMPROVEMENT_KINDS = [
  'error',
  'health',
  'stuck_work',
  'idle_sessions',
  'failed_prompts',
  'retried_prompts',
  'slow_prompts',
  'stale_milestone',
  'red_gates',
] as const;
export type ImprovementKind = (typeof IMPROVEMENT_KINDS)[number];

/**
 * `suggested`: waits for a person. `queued`: its prompt is at work, or its effect isn't measured yet. `failed`: its prompt
 * came to nothing.
 */
export const IMPROVEMENT_STATUSES = ['suggested', 'queued', 'measured', 'failed', 'dismissed'] as const;
export type ImprovementStatus = (typeof IMPROVEMENT_STATUSES)[number];

export const VERDICTS = ['helped', 'no_change', 'worse'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Something that could be better, as a number that should fall. */
export interface Signal {
  /** What is measured: `errors:7`. There is one suggestion for each. */
  readonly metric: string;
  readonly kind: ImprovementKind;
  readonly value: number;
  /** Sentences that anybody may check. */
  readonly evidence: readonly string[];
  /** Texts in it came from outside: what is made of them is never queued without a person. */
  readonly isForeign: boolean;
  /** What agents and programs said about it, for people: no prompt and no model gets it. */
  readonly quoted?: readonly string[];
}

export interface Suggestion extends Signal {
  readonly title: string;
  /** What an agent is asked to do. */
  readonly prompt: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly source: 'rule' | 'model';
}

/** How a model was used: `unchanged` and `nothing_to_ask` cost nothing; `useless`: it was at work, and gave no answer that can be used. */
export const MODEL_USES = [
  'asked',
  'useless',
  'unchanged',
  'nothing_to_ask',
  'not_configured',
  'failed',
] as const;
export type ModelUse = (typeof MODEL_USES)[number];

export interface CycleInput {
  readonly stepTimeoutMs: number;
}

export interface CycleResult {
  /** Suggestions that are there now, new ones, prompts that were queued, effects that were measured. */
  readonly found: number;
  readonly fresh: number;
  readonly queued: number;
  readonly measured: number;
  readonly model: ModelUse;
}

/** Each may be repeated with the same key: it is counted once. */
export interface ImprovementActivities {
  /** Measures what is due, reads the signals, and keeps what the rules make of them. */
  observeImprovements(input: {
    cycleKey: string;
  }): Promise<{ found: number; fresh: number; measured: number; mayAsk: boolean }>;
  /** Asks a model about what no rule knows. */
  adviseImprovements(input: { cycleKey: string }): Promise<{ fresh: number; model: ModelUse }>;
  /** Queues what may be queued by itself, and ends the cycle. */
  queueImprovements(input: { cycleKey: string; result: Omit<CycleResult, 'queued'> }): Promise<CycleResult>;
}

/** Less is better: a fifth is more than chance. */
const A_FIFTH = 0.2;

export function verdictOf(before: number, after: number): Verdict {
  if (after < before && after <= before * (1 - A_FIFTH)) return 'helped';
  return after > before && after >= before * (1 + A_FIFTH) ? 'worse' : 'no_change';
}
