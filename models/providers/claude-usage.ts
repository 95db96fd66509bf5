/** What Claude counts, over the API as in Claude Code: tokens that came from the cache, or went there, stand beside the rest. */
import type { ModelUsage } from '../../workflows/contracts/models';

export interface ClaudeUsage {
  readonly input_tokens?: number | null | undefined;
  readonly output_tokens?: number | null | undefined;
  readonly cache_read_input_tokens?: number | null | undefined;
  readonly cache_creation_input_tokens?: number | null | undefined;
}

/** What isn't told is not known. */
export function usageOf(told: ClaudeUsage | null | undefined): ModelUsage {
  const { input_tokens: input, output_tokens: output } = told ?? {};
  const read = told?.cache_read_input_tokens ?? null;
  const written = told?.cache_creation_input_tokens ?? null;
  return {
    inputTokens: input == null ? null : input + (read ?? 0) + (written ?? 0),
    outputTokens: output ?? null,
    cacheReadTokens: read,
    cacheWriteTokens: written,
  };
}
