/** Prompts that wait for the end of others, or for a time. Plain JSON. */
import type { Stage } from './glossary';

/** What a prompt waits for of those before it: that each was completed, or only that each has ended. */
export const CHAIN_CONDITIONS = ['success', 'end'] as const;
export type ChainCondition = (typeof CHAIN_CONDITIONS)[number];

export interface Chain {
  /** Numbers of the prompts that it waits for. */
  readonly after: readonly number[];
  readonly on: ChainCondition;
  /** ISO 8601 in UTC; null: at any time. */
  readonly notBefore: string | null;
}

/** Whether the prompt waits for others or for a time: it is not in the queue, and no workflow has it. */
export const isHeld = ({ stage }: { readonly stage: Stage }): boolean =>
  stage === 'held' || stage === 'blocked';

/** Whether the prompt still waits, for whatever it is: no session has it. */
export const isUntaken = ({ stage }: { readonly stage: Stage }): boolean =>
  stage === 'accepted' || stage === 'queued' || isHeld({ stage });
