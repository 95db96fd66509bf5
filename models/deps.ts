/** What the models are made from. */
import type { ModelRecord, PriceOf } from '../workflows/contracts/models';
import type { Provider } from './types';

/** As much of the log as they need. */
export interface Logger {
  warn(details: object, message: string): void;
}

export interface ModelsDeps {
  /** All that there are. */
  readonly providers: readonly Provider[];
  /** Names of those that are asked unless the request names one. */
  readonly order: readonly string[];
  readonly record: ModelRecord;
  readonly priceOf: PriceOf;
  /** How long one provider is waited for; of a stream, for its next piece. */
  readonly timeoutMs: number;
  readonly maxTokens: number;
  readonly nowMs: () => number;
  readonly log: Logger;
}
