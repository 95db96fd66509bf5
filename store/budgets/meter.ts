/** What a turn of an agent took, priced where the agent doesn't say what it cost. */
import type { TurnUsage } from '../../workflows/contracts/host-store';
import type { PriceOf } from '../../workflows/contracts/models';
import type { Db } from '../db/open';
import type { Ledger } from './ledger';

/** Whose prices an agent's models have. */
export const PRICE_LISTS: Readonly<Record<string, string>> = {
  claude: 'anthropic',
  codex: 'openai',
  gemini: 'google',
};

export function turnMeter(db: Db, ledger: Pick<Ledger, 'measureTurn'>, priceOf: PriceOf) {
  const providerOf = db
    .prepare<[number], string | null>(
      `SELECT s.provider FROM prompts p JOIN sessions s ON s.name = p.assigned_session WHERE p.id = ?`,
    )
    .pluck();
  return (promptId: number, turn: TurnUsage): TurnUsage => {
    // Agents count what came from the cache, or went there, apart.
    const usage = {
      inputTokens: turn.inputTokens + turn.cacheReadTokens + turn.cacheWriteTokens,
      outputTokens: turn.outputTokens,
      cacheReadTokens: turn.cacheReadTokens,
      cacheWriteTokens: turn.cacheWriteTokens,
    };
    const list = PRICE_LISTS[providerOf.get(promptId) ?? ''];
    const costUsd = turn.costUsd ?? priceOf({ list, model: turn.model, usage });
    ledger.measureTurn(promptId, { model: turn.model, usage, costUsd });
    return { ...turn, costUsd };
  };
}
