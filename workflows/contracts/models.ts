/** Language models: what is asked of them, what they answer, and what is known of each provider. */

/** Why a provider did not answer. */
export type ModelFaultCode =
  | 'timeout'
  | 'unreachable'
  | 'unauthorized'
  /** Its key is in the vault, which can't be read now: it was not asked. */
  | 'no_key'
  | 'rate_limited'
  | 'overloaded'
  | 'server_error'
  /** Nothing that its API may answer, half a stream, or no fit for the wanted form. */
  | 'bad_answer'
  /** It refuses this request: another provider may take it. */
  | 'refused'
  /** It has no such model, or there is no such address. */
  | 'not_found'
  /** Its breaker is open: it was not asked. */
  | 'open'
  /** Its caller gave up before it answered. */
  | 'cancelled'
  /** A budget is used up: it was not asked. */
  | 'over_budget'
  /** Of its own command line: the program isn't there, or it failed. */
  | 'program_failed';

/** One try that came to nothing, for a person to read. */
export interface FailedAttempt {
  readonly provider: string;
  readonly model: string | null;
  readonly code: ModelFaultCode;
  readonly reason: string;
}

/** null: not told, which is not 0. Input tokens hold those that came from the cache, or went into it. */
export interface ModelUsage {
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
}

/** Something that has a price. */
export interface PricedUse {
  /** Whose list of prices: `anthropic`, `openai`; undefined = only the settings know. */
  readonly list: string | undefined;
  readonly model: string | null;
  readonly usage: ModelUsage;
}

/** The cost in US dollars; null where a price or a count of tokens isn't known, which is not 0. */
export type PriceOf = (use: PricedUse) => number | null;

/** The form of a structured answer. `models/structured.ts` makes one of a zod schema. */
export interface AnswerForm<T> {
  readonly jsonSchema: object;
  readonly check: (value: unknown) => { readonly value: T } | { readonly problem: string };
}

/** What happens while an answer comes. After `failed` the texts before it are void: another provider is asked. */
export type ModelEvent =
  | { readonly type: 'asked'; readonly provider: string; readonly model: string | null }
  | { readonly type: 'text'; readonly text: string }
  | ({ readonly type: 'failed' } & FailedAttempt);

export interface AskRequest<T = unknown> {
  /** Who asks, for the figures of usage: `api`, `plan`, `improvement`. */
  readonly caller: string;
  readonly prompt: string;
  readonly system?: string | undefined;
  /** Only this one is asked, in the place of those of the order. */
  readonly provider?: string | undefined;
  /** In the place of the provider's own; needs `provider`. */
  readonly model?: string | undefined;
  /** Most tokens of the answer; unset = the setting. */
  readonly maxTokens?: number | undefined;
  readonly form?: AnswerForm<T> | undefined;
  /** In the place of `form`: a JSON schema. */
  readonly jsonSchema?: object | undefined;
  readonly projectId?: number | undefined;
  readonly planId?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Wants the text as it comes. */
  readonly onEvent?: ((event: ModelEvent) => void) | undefined;
}

export interface ModelAnswer<T = unknown> {
  readonly text: string;
  /** Of a structured answer; else undefined. */
  readonly value: T | undefined;
  readonly provider: string;
  readonly model: string | null;
  readonly usage: ModelUsage;
  /** Of all tries of this request; null if it isn't known of one of them. */
  readonly costUsd: number | null;
  readonly durationMs: number;
  /** Those before the one that answered. */
  readonly failed: readonly FailedAttempt[];
}

export type ModelErrorCode =
  /** No provider is set up: what can do without one goes on. */
  | 'no_provider'
  /** None of those that are set up answers now. */
  | 'unavailable'
  /** The request can't be carried out as it is: it names a provider or a form that can't be. */
  | 'bad_request'
  /** A budget is used up. */
  | 'over_budget'
  /** Its caller gave up. */
  | 'cancelled';

export class ModelError extends Error {
  override readonly name = 'ModelError';
  constructor(
    readonly code: ModelErrorCode,
    message: string,
    readonly details: {
      readonly failed?: readonly FailedAttempt[];
      /** Of a bad request. */
      readonly field?: string;
      /** When another try may help, in Unix milliseconds. */
      readonly retryAtMs?: number;
    } = {},
  ) {
    super(message);
  }
}

/** Whether `error` says that no model answers, so that its caller goes on without one. */
export const isWithoutModel = (error: unknown): error is ModelError =>
  error instanceof ModelError && error.code !== 'bad_request' && error.code !== 'cancelled';

export const BREAKER_STATES = ['closed', 'open', 'half_open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];

/** What is kept of a provider, also while the server is down. */
export interface Breaker {
  readonly state: BreakerState;
  /** Failures in a row. */
  readonly failures: number;
  /** Openings in a row: each is longer than the one before. */
  readonly openings: number;
  /** While it is open, no request is sent before then. Unix milliseconds. */
  readonly openUntilMs: number | null;
  /** While it is half open, one request is on its way; one that was lost counts until then. */
  readonly trialUntilMs: number | null;
  readonly lastError: {
    readonly code: ModelFaultCode;
    readonly reason: string;
    readonly atMs: number;
  } | null;
}

export interface ProviderInfo {
  readonly name: string;
  readonly model: string | null;
  /** Where its requests go; null for command lines. */
  readonly baseUrl: string | null;
  readonly configured: boolean;
  /** What is missing, if it isn't configured. */
  readonly hint: string | null;
  /** Place in the order, from 1; null if it is not in it. */
  readonly position: number | null;
  readonly breaker: Breaker;
}

/** One request to one provider, as it is kept. */
export interface ModelCall {
  readonly caller: string;
  readonly provider: string;
  readonly model: string | null;
  /** A digest of the login, as of sessions. */
  readonly account: string | null;
  readonly projectId: number | null;
  readonly planId: number | null;
  readonly usage: ModelUsage;
  readonly costUsd: number | null;
  readonly durationMs: number;
  /** null: it answered. */
  readonly fault: { readonly code: ModelFaultCode; readonly reason: string } | null;
}

/** What the models keep; the store answers it. */
export interface ModelRecord {
  breaker(provider: string): Breaker;
  keepBreaker(provider: string, breaker: Breaker): void;
  /** Before a request is sent. `refusal`: a budget lets nothing new begin. */
  reserve(
    call: Pick<ModelCall, 'caller' | 'provider' | 'account' | 'projectId' | 'planId'>,
  ): { readonly reservation: number } | { readonly refusal: string };
  /** Keeps the request, and settles its reservation. */
  noteCall(call: ModelCall, reservation: number): void;
}

/** Language models behind one interface: the first provider of the order that answers. */
export interface Models {
  /** @throws ModelError */
  ask<T = unknown>(request: AskRequest<T>): Promise<ModelAnswer<T>>;
  providers(): readonly ProviderInfo[];
  /** Closes the breaker of a provider; undefined if there is no such provider. */
  reset(provider: string): ProviderInfo | undefined;
  /** What a person has to do before any model can be asked; null if one is set up. */
  missing(): string | null;
}
