/**
 * The ledger: every turn of an agent and every request to a model is one entry, reserved when it begins, and settled or
 * released once. The entry of a turn is written in the transaction that gives or ends its lease.
 */
import type { ModelUsage } from '../../workflows/contracts/models';
import type { Db } from '../db/open';
import { type Clock, localDay, sqlTime } from '../db/time';
import type { SpendPlace } from './rows';

/** Costs nothing, and tells nothing. */
export const FREE_PROVIDER = 'shell';
/** Before anything is known of a provider's turns. */
const FIRST_GUESS = { usd: 0.25, tokens: 50_000 };
/** The mean of so many is what the next one is reckoned at; of few, with the guess in the place of those that lack. */
const REMEMBERED = 20;
const FEW = 5;

export interface Estimate {
  readonly usd: number;
  readonly tokens: number;
}

export interface Measured {
  readonly model: string | null;
  readonly usage: ModelUsage;
  readonly costUsd: number | null;
}

interface Entry extends SpendPlace {
  readonly kind: 'turn' | 'model';
  readonly promptId: number | null;
  readonly grantedAt: string | null;
  readonly caller: string | null;
  readonly provider: string | null;
}

interface Recent {
  readonly costs: number;
  readonly usd: number;
  readonly counts: number;
  readonly tokens: number;
}

interface LeaseFacts {
  readonly grantedAt: string;
  readonly provider: string | null;
  readonly account: string | null;
  readonly projectId: number | null;
  readonly typed: number;
}

export type Ledger = ReturnType<typeof ledger>;

export function ledger(db: Db, clock: Clock) {
  const recent = db.prepare<[string, string | null], Recent>(`
    SELECT count(cost_usd) AS costs, total(cost_usd) AS usd, count(tokens) AS counts, total(tokens) AS tokens FROM (
      SELECT cost_usd, tokens FROM spend WHERE kind = ? AND provider IS ? AND state = 'settled'
      ORDER BY id DESC LIMIT ${REMEMBERED})`);
  const insert = db.prepare(`
    INSERT INTO spend (kind, prompt_id, granted_at, caller, provider, account, project_id, plan_id, day, at, state,
      reserved_usd, reserved_tokens)
    VALUES (@kind, @promptId, @grantedAt, @caller, @provider, @account, @projectId, @planId, @day, @now, 'reserved',
      @usd, @tokens)`);
  const measure = db.prepare(`
    UPDATE spend SET model = @model, cost_usd = @costUsd, tokens = @inputTokens + @outputTokens,
      input_tokens = @inputTokens, output_tokens = @outputTokens WHERE id = @id AND state = 'reserved'`);
  const close = db.prepare(
    "UPDATE spend SET state = @state, settled_at = @now, account = coalesce(@account, account) WHERE id = @id AND state = 'reserved'",
  );
  const openOf = db.prepare<[number], { id: number; granted_at: string; tokens: number | null }>(
    "SELECT id, granted_at, tokens FROM spend WHERE prompt_id = ? AND state = 'reserved'",
  );
  const leaseOf = db.prepare<[number], LeaseFacts>(`
    SELECT l.granted_at AS grantedAt, s.provider, s.account, p.within_project AS projectId,
      l.acknowledged_at IS NOT NULL AS typed
    FROM leases l JOIN sessions s ON s.name = l.session_name JOIN prompts p ON p.id = l.prompt_id
    WHERE l.prompt_id = ?`);
  const idOf = db
    .prepare<[number, string], number>(
      "SELECT id FROM spend WHERE prompt_id = ? AND granted_at = ? AND state = 'reserved' AND kind = 'turn'",
    )
    .pluck();
  const lost = db
    .prepare<[], number>(
      `SELECT id FROM spend WHERE state = 'reserved' AND (kind = 'model' OR NOT EXISTS (
         SELECT 1 FROM leases l WHERE l.prompt_id = spend.prompt_id AND l.granted_at = spend.granted_at))`,
    )
    .pluck();
  const planOf = db.prepare<[number], number>('SELECT plan_id FROM plan_prompts WHERE prompt_id = ?').pluck();
  /** The plan that sent a prompt. */
  const plans = (promptId: number): number | null => planOf.get(promptId) ?? null;

  const estimate = (kind: Entry['kind'], provider: string | null): Estimate => {
    const { costs, usd, counts, tokens } = recent.get(kind, provider) as Recent;
    return {
      usd: meanOf(usd, costs, FIRST_GUESS.usd),
      tokens: Math.round(meanOf(tokens, counts, FIRST_GUESS.tokens)),
    };
  };
  const reserve = (entry: Entry): number => {
    const now = clock();
    const amounts = estimate(entry.kind, entry.provider);
    return Number(
      insert.run({ ...entry, ...amounts, day: localDay(now), now: sqlTime(now) }).lastInsertRowid,
    );
  };
  const settle = (id: number, state: 'settled' | 'released', account: string | null = null): void =>
    void close.run({ id, state, account, now: sqlTime(clock()) });
  const measured = (id: number, { model, usage, costUsd }: Measured): void =>
    void measure.run({
      ...{ id, model, costUsd, inputTokens: usage.inputTokens, outputTokens: usage.outputTokens },
    });
  /** The entry of the lease that the prompt has now; undefined if it has none, or one that costs nothing. */
  const entryOfLease = (promptId: number): number | undefined => {
    const lease = leaseOf.get(promptId);
    if (!lease || lease.provider === null || lease.provider === FREE_PROVIDER) return undefined;
    const known = idOf.get(promptId, lease.grantedAt);
    if (known !== undefined) return known;
    const { grantedAt, provider, account, projectId } = lease;
    return reserve({
      ...{ kind: 'turn', promptId, grantedAt, provider, account, projectId, planId: plans(promptId) },
      caller: null,
    });
  };

  return {
    estimate,
    planOf: plans,
    /** In the transaction that gives the lease. */
    reserveTurn(promptId: number): void {
      entryOfLease(promptId);
    },
    /** What a turn took, as soon as it is known. */
    measureTurn(promptId: number, what: Measured): void {
      const id = entryOfLease(promptId);
      if (id !== undefined) measured(id, what);
    },
    /**
     * In the transaction that ends the lease, before it goes. A turn that was never typed is released.
     * @param cameBack it was to be typed, and wasn't
     */
    closeTurn(promptId: number, cameBack = false): void {
      const lease = leaseOf.get(promptId);
      const isTyped = lease?.typed === 1 && !cameBack;
      if (isTyped) entryOfLease(promptId);
      for (const { id, granted_at: grantedAt, tokens } of openOf.all(promptId)) {
        const wasTyped = lease === undefined || grantedAt !== lease.grantedAt || isTyped;
        settle(id, wasTyped || tokens !== null ? 'settled' : 'released', lease?.account ?? null);
      }
    },
    reserveCall: (call: SpendPlace & { caller: string; provider: string }): number =>
      reserve({ ...call, kind: 'model', promptId: null, grantedAt: null }),
    settleCall(id: number, what: Measured): void {
      measured(id, what);
      settle(id, 'settled');
    },
    /** After a crash: what was under way may have been spent, so what was reserved for it counts. Returns how many. */
    settleLost: db.transaction((): number => {
      const ids = lost.all();
      for (const id of ids) settle(id, 'settled');
      return ids.length;
    }).immediate,
  };
}

function meanOf(sum: number, count: number, guess: number): number {
  const lacking = Math.max(0, FEW - count);
  return (sum + lacking * guess) / (count + lacking);
}
