/** What is kept of language models: breakers, requests, and their sums by day. */
import type { Breaker, ModelCall, ModelFaultCode, ModelRecord } from '../../workflows/contracts/models';
import type { Budgets } from '../budgets';
import type { Db } from '../db/open';
import type { DayRange, Part } from '../db/ranges';
import { type Clock, localDay, sqlTime, timeMs } from '../db/time';

interface BreakerRow {
  state: Breaker['state'];
  failures: number;
  openings: number;
  open_until: string | null;
  trial_until: string | null;
  error_code: ModelFaultCode | null;
  error_reason: string | null;
  error_at: string | null;
}

export interface UsageSums {
  calls: number;
  failed: number;
  input_tokens: number;
  output_tokens: number;
  cost_usd: number;
  unknown_tokens: number;
  unknown_cost: number;
}

export interface UsageDay extends UsageSums {
  day: string;
  caller: string;
  provider: string;
  model: string | null;
  account: string | null;
}

const NOTHING_USED = {
  ...{ rows: 0, calls: 0, failed: 0, input_tokens: 0, output_tokens: 0 },
  ...{ cost_usd: 0, unknown_tokens: 0, unknown_cost: 0 },
};

const CLOSED: Breaker = {
  ...{ state: 'closed', failures: 0, openings: 0, openUntilMs: null, trialUntilMs: null, lastError: null },
};

export function modelsRepository(db: Db, clock: Clock, budgets: Budgets) {
  const read = db.prepare<[string], BreakerRow>('SELECT * FROM model_breakers WHERE provider = ?');
  const write = db.prepare(`
    INSERT INTO model_breakers (provider, state, failures, openings, open_until, trial_until, error_code, error_reason,
      error_at, updated_at)
    VALUES (@provider, @state, @failures, @openings, @openUntil, @trialUntil, @code, @reason, @errorAt, @now)
    ON CONFLICT (provider) DO UPDATE SET state = @state, failures = @failures, openings = @openings,
      open_until = @openUntil, trial_until = @trialUntil, error_code = @code, error_reason = @reason,
      error_at = @errorAt, updated_at = @now`);
  const insert = db.prepare(`
    INSERT INTO model_calls (at, caller, provider, model, account, project_id, plan_id, input_tokens, output_tokens,
      cache_read_tokens, cache_write_tokens, cost_usd, duration_ms, fault_code, fault_reason)
    VALUES (@now, @caller, @provider, @model, @account, @projectId, @planId, @inputTokens, @outputTokens,
      @cacheReadTokens, @cacheWriteTokens, @costUsd, @durationMs, @code, @reason)`);
  const sum = db.prepare(`
    INSERT INTO model_usage_days (day, caller, provider, model, account, calls, failed, input_tokens, output_tokens,
      cost_usd, unknown_tokens, unknown_cost)
    VALUES (@day, @caller, @provider, coalesce(@model, ''), coalesce(@account, ''), 1, @failed,
      coalesce(@inputTokens, 0), coalesce(@outputTokens, 0), coalesce(@costUsd, 0),
      @inputTokens IS NULL OR @outputTokens IS NULL, @costUsd IS NULL)
    ON CONFLICT DO UPDATE SET calls = calls + 1, failed = failed + excluded.failed,
      input_tokens = input_tokens + excluded.input_tokens, output_tokens = output_tokens + excluded.output_tokens,
      cost_usd = cost_usd + excluded.cost_usd, unknown_tokens = unknown_tokens + excluded.unknown_tokens,
      unknown_cost = unknown_cost + excluded.unknown_cost`);
  const days = db.prepare<[DayRange & Part], UsageDay>(`
    SELECT day, caller, provider, nullif(model, '') AS model, nullif(account, '') AS account, calls, failed,
      input_tokens, output_tokens, cost_usd, unknown_tokens, unknown_cost
    FROM model_usage_days WHERE day BETWEEN @from AND @to ORDER BY day DESC, caller, provider, model, account
    LIMIT @limit OFFSET @offset`);
  const total = db.prepare<[DayRange], UsageSums & { rows: number }>(`
    SELECT count(*) AS rows, total(calls) AS calls, total(failed) AS failed, total(input_tokens) AS input_tokens,
      total(output_tokens) AS output_tokens, total(cost_usd) AS cost_usd, total(unknown_tokens) AS unknown_tokens,
      total(unknown_cost) AS unknown_cost
    FROM model_usage_days WHERE day BETWEEN @from AND @to`);

  const keep = db.transaction(({ usage, fault, durationMs, ...call }: ModelCall): void => {
    const now = clock();
    const row = { ...call, ...usage, code: fault?.code ?? null, reason: fault?.reason ?? null };
    insert.run({ ...row, now: sqlTime(now), durationMs: Math.round(durationMs) });
    sum.run({ ...row, day: localDay(now), failed: fault ? 1 : 0 });
  }).immediate;

  const record: ModelRecord = {
    breaker(provider) {
      const row = read.get(provider);
      return row ? breakerOf(row) : CLOSED;
    },
    keepBreaker(provider, { state, failures, openings, openUntilMs, trialUntilMs, lastError }) {
      write.run({
        ...{ provider, state, failures, openings, now: sqlTime(clock()) },
        openUntil: openUntilMs === null ? null : sqlTime(new Date(openUntilMs)),
        trialUntil: trialUntilMs === null ? null : sqlTime(new Date(trialUntilMs)),
        code: lastError?.code ?? null,
        reason: lastError?.reason ?? null,
        errorAt: lastError ? sqlTime(new Date(lastError.atMs)) : null,
      });
    },
    reserve({ caller, provider, account, projectId, planId }) {
      const place = { account, projectId, planId };
      const refusal = budgets.refusal(place);
      if (refusal !== null) return { refusal };
      return { reservation: budgets.ledger.reserveCall({ ...place, caller, provider }) };
    },
    noteCall(call, reservation) {
      keep(call);
      const { model, usage, costUsd } = call;
      budgets.ledger.settleCall(reservation, { model, usage, costUsd });
      budgets.tellLevels();
    },
  };
  return {
    ...record,
    /** By day, the newest first; the sums and the number of rows are those of the whole range. */
    usage(range: DayRange, part: Part): { items: UsageDay[]; rows: number; sums: UsageSums } {
      const { rows, ...sums } = total.get(range) ?? NOTHING_USED;
      return { items: days.all({ ...range, ...part }), rows, sums };
    },
    today: (): string => localDay(clock()),
  };
}

function breakerOf(row: BreakerRow): Breaker {
  const { state, failures, openings, error_code: code, error_reason: reason, error_at: at } = row;
  return {
    ...{ state, failures, openings },
    openUntilMs: row.open_until === null ? null : timeMs(row.open_until),
    trialUntilMs: row.trial_until === null ? null : timeMs(row.trial_until),
    lastError: code === null || at === null ? null : { code, reason: reason ?? '', atMs: timeMs(at) },
  };
}
