/** What the last turns of agents, and the last requests to models, took: what the next ones are estimated by. */
import type { PriceOf } from '../../workflows/contracts/models';
import type { Db } from '../db/open';
import { FREE_PROVIDER } from './ledger';
import { PRICE_LISTS } from './meter';

/** null: not known, which is not 0. */
export interface PastCost {
  readonly usd: number | null;
  readonly tokens: number | null;
}

interface SpendRow {
  readonly provider: string | null;
  readonly model: string | null;
  readonly cost_usd: number | null;
  readonly tokens: number | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
}

/** Older ones say little about the models of now. */
const REMEMBERED = 200;

export type PastCosts = ReturnType<typeof pastCosts>;

export function pastCosts(db: Db, priceOf: PriceOf) {
  const COLUMNS = 'provider, model, cost_usd, tokens, input_tokens, output_tokens';
  const turns = db.prepare<[string], SpendRow>(
    `SELECT ${COLUMNS} FROM spend WHERE kind = 'turn' AND provider = ? AND state = 'settled'
     ORDER BY id DESC LIMIT ${REMEMBERED}`,
  );
  const anyTurns = db.prepare<[], SpendRow>(
    `SELECT ${COLUMNS} FROM spend WHERE +kind = 'turn' AND +state = 'settled' AND provider <> '${FREE_PROVIDER}'
     ORDER BY id DESC LIMIT ${REMEMBERED}`,
  );
  const requests = db.prepare<[string], SpendRow>(
    `SELECT ${COLUMNS} FROM spend WHERE kind = 'model' AND state = 'settled' AND caller = ?
     ORDER BY id DESC LIMIT ${REMEMBERED}`,
  );
  /** What was not priced then may have a price by now. */
  const costOf = (row: SpendRow): PastCost => ({
    usd: row.cost_usd ?? (row.model === null ? null : priced(row)),
    tokens: row.tokens,
  });
  const priced = ({ provider, model, input_tokens: inputTokens, output_tokens: outputTokens }: SpendRow) =>
    priceOf({
      ...{ list: PRICE_LISTS[provider ?? ''] ?? provider ?? undefined, model },
      usage: { inputTokens, outputTokens, cacheReadTokens: null, cacheWriteTokens: null },
    });

  return {
    /** Of an agent's turns; null: of any agent. Shells cost nothing, and have none. */
    turns: (provider: string | null): PastCost[] =>
      (provider === null ? anyTurns.all() : turns.all(provider)).map(costOf),
    /** Of requests to models by this caller. */
    requests: (caller: string): PastCost[] => requests.all(caller).map(costOf),
  };
}
