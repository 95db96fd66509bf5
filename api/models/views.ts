/** Language models as the API shows them. */
import type { z } from 'zod';
import type { TurnSpend } from '../../store/budgets';
import type { DayRange } from '../../store/db/ranges';
import type { UsageDay, UsageSums } from '../../store/models';
import type { ModelAnswer, ProviderInfo } from '../../workflows/contracts/models';
import type { modelAnswer, provider, usage } from './responses';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function providerView(info: ProviderInfo): z.output<typeof provider> {
  const { name, model, baseUrl, configured, hint, position, breaker } = info;
  const { state, failures, openUntilMs, lastError } = breaker;
  return {
    ...{ name, model, configured, hint, position, state, failures },
    base_url: baseUrl === null ? null : withoutSecrets(baseUrl),
    open_until: iso(openUntilMs),
    last_error: lastError && {
      ...{ code: lastError.code, message: lastError.reason },
      at: new Date(lastError.atMs).toISOString(),
    },
  };
}

/** A gateway's address may hold a login, or a key among its parameters. */
function withoutSecrets(address: string): string {
  const { origin, pathname } = new URL(address);
  return origin + pathname.replace(/\/$/, '');
}

export function answerView(answer: ModelAnswer): z.output<typeof modelAnswer> {
  const { text, value, provider: name, model, usage: used, costUsd, durationMs, failed } = answer;
  return {
    ...{ text, provider: name, model, cost_usd: costUsd, duration_ms: Math.round(durationMs) },
    ...(value !== undefined && { value }),
    usage: {
      input_tokens: used.inputTokens,
      output_tokens: used.outputTokens,
      cache_read_tokens: used.cacheReadTokens,
      cache_write_tokens: used.cacheWriteTokens,
    },
    failed: [...failed],
  };
}

export const usageView = (
  range: DayRange,
  requests: { readonly items: UsageDay[]; readonly rows: number; readonly sums: UsageSums },
  turns: { readonly items: TurnSpend[]; readonly rows: number },
): z.output<typeof usage> => ({
  ...range,
  total: requests.sums,
  items: requests.items,
  turns: turns.items,
  rows: { items: requests.rows, turns: turns.rows },
});
