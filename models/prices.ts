/** What tokens cost. Prices change: those of the settings go before those that came with this release. */
import { calcPrice } from '@pydantic/genai-prices';
import type { TokenPrice } from '../config/model-settings';
import type { PriceOf } from '../workflows/contracts/models';

const TOKENS_A_PRICE = 1_000_000;

/** The cost in US dollars; null where a price or a count of tokens isn't known, which is not 0. */
export function prices(own: Readonly<Record<string, TokenPrice>>): PriceOf {
  return ({ list, model, usage }) => {
    const { inputTokens: input, outputTokens: output } = usage;
    if (model === null || input === null || output === null) return null;
    const set = Object.hasOwn(own, model) ? own[model] : undefined;
    if (set) return (input * set.input + output * set.output) / TOKENS_A_PRICE;
    if (list === undefined) return null;
    return listed(list, model, {
      input_tokens: input,
      output_tokens: output,
      cache_read_tokens: usage.cacheReadTokens ?? 0,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
    });
  };
}

function listed(list: string, model: string, usage: Record<string, number>): number | null {
  try {
    return calcPrice(usage, model, { providerId: list })?.total_price ?? null;
  } catch {
    // It refuses counts that contradict each other.
    return null;
  }
}
