/** What every provider is to the code that asks it. */
import type { ModelFaultCode, ModelUsage } from '../workflows/contracts/models';

export interface Completion {
  readonly text: string;
  /** As the provider names it: aliases become versions. */
  readonly model: string | null;
  readonly usage: ModelUsage;
  /** If the provider says itself what it cost. */
  readonly costUsd?: number | undefined;
}

export interface CompletionRequest {
  readonly messages: readonly Message[];
  readonly system: string | undefined;
  readonly model: string | null;
  readonly maxTokens: number;
  readonly signal: AbortSignal;
  /** Is given the text as it comes; unset: the answer is wanted in one piece. */
  readonly onText: ((text: string) => void) | undefined;
}

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface Provider {
  readonly name: string;
  readonly model: string | null;
  readonly baseUrl: string | null;
  /** A digest of the login whose money is spent; null = not known. */
  account(): string | null | Promise<string | null>;
  /** What is missing before it can be asked; null = nothing. */
  missing(): string | null;
  /** Whose prices its models have, as the table of prices names it; undefined = they aren't known. */
  readonly priceList: string | undefined;
  /** @throws ProviderError, or whatever the abort of `signal` leads to */
  complete(request: CompletionRequest): Promise<Completion>;
}

/** Why a provider did not answer; the message holds no key and no text of the request. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  constructor(
    readonly code: ModelFaultCode,
    message: string,
    readonly options: {
      /** So long it wants to be left alone. */
      readonly retryAfterMs?: number | undefined;
      /** It answered as it should; only the answer is of no use. */
      readonly isHealthy?: boolean;
      /** Its model may have been at work before: what that took isn't known. */
      readonly mayHaveSpent?: boolean;
    } = {},
  ) {
    super(message);
  }
}

export const NO_USAGE: ModelUsage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
};
