/** Budgets: kept, summed over the ledger, and asked before anything new is begun. */
import { BUDGET_SCOPES } from '../../workflows/contracts/budgets';
import { dataVersion, keptWhile } from '../db/data-version';
import type { Db } from '../db/open';
import type { DayRange, Part } from '../db/ranges';
import { type Clock, localDay, sqlTime } from '../db/time';
import type { Ledger } from './ledger';
import { concerns, isLocked, lockWords, statusOf } from './reckon';
import type { BudgetRow, BudgetStatus, SpendPlace } from './rows';
import { sumsOf } from './sums';

export type { BudgetRow, BudgetStatus } from './rows';

export type NewBudget = Pick<
  BudgetRow,
  'name' | 'scope' | 'subject' | 'period' | 'limit_usd' | 'limit_tokens'
>;
export type BudgetChanges = Partial<Pick<NewBudget, 'name' | 'limit_usd' | 'limit_tokens'>>;

/** A budget reached a level that it had not yet, today and with these limits. */
export type LevelListener = (status: BudgetStatus) => void;

export interface TurnSpend {
  readonly day: string;
  readonly provider: string | null;
  readonly model: string | null;
  readonly account: string | null;
  readonly turns: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
  readonly unknown_tokens: number;
  readonly unknown_cost: number;
}

export type Budgets = ReturnType<typeof budgetsRepository>;

export function budgetsRepository(db: Db, clock: Clock, entries: Ledger) {
  const all = db.prepare<[], BudgetRow>('SELECT * FROM budgets ORDER BY id');
  const byId = db.prepare<[number], BudgetRow>('SELECT * FROM budgets WHERE id = ?');
  const any = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM budgets)').pluck();
  const insert = db.prepare(`
    INSERT INTO budgets (name, scope, subject, period, limit_usd, limit_tokens, counts_from, created_by, created_at,
      updated_at)
    VALUES (@name, @scope, @subject, @period, @limit_usd, @limit_tokens, @now, @by, @now, @now)`);
  const update = db.prepare(`
    UPDATE budgets SET name = @name, limit_usd = @limit_usd, limit_tokens = @limit_tokens, warned = NULL,
      updated_at = @now WHERE id = @id`);
  const remove = db.prepare('DELETE FROM budgets WHERE id = ?');
  const tell = db.prepare('UPDATE budgets SET warned = @warned WHERE id = @id');
  const sums = sumsOf(db, clock);
  const turnDays = db.prepare<[DayRange & Part], TurnSpend>(`
    SELECT day, provider, model, account, count(*) AS turns, coalesce(sum(input_tokens), 0) AS input_tokens,
      coalesce(sum(output_tokens), 0) AS output_tokens, coalesce(sum(cost_usd), 0) AS cost_usd,
      sum(tokens IS NULL) AS unknown_tokens, sum(cost_usd IS NULL) AS unknown_cost
    FROM spend WHERE kind = 'turn' AND state = 'settled' AND day BETWEEN @from AND @to
    GROUP BY day, provider, model, account ORDER BY day DESC, provider, model, account
    LIMIT @limit OFFSET @offset`);
  const turnRows = db
    .prepare<[DayRange], number>(
      `SELECT count(*) FROM (SELECT 1 FROM spend WHERE kind = 'turn' AND state = 'settled'
        AND day BETWEEN @from AND @to GROUP BY day, provider, model, account)`,
    )
    .pluck();
  const listeners = new Set<LevelListener>();

  const reckon = (): BudgetStatus[] => {
    if (any.get() === 0) return [];
    const day = localDay(clock());
    return all.all().map((budget) => statusOf(budget, sums(budget, day)));
  };
  const version = dataVersion(db);
  const statuses = keptWhile(() => `${version()} ${localDay(clock())}`, reckon);

  /** Told once a level, day and limit; written down before, so that a crash tells it at most once more. */
  const tellLevels = (): void => {
    for (const status of reckon()) {
      if (status.state === 'ok' || status.state === 'reserved') continue;
      const told = `${status.state} ${status.period === 'day' ? localDay(clock()) : 'total'}`;
      if (status.warned === told || (status.state === 'warning' && isSame(status.warned, told))) continue;
      tell.run({ id: status.id, warned: told });
      for (const listener of listeners) listener(status);
    }
  };

  return {
    list: (): readonly BudgetStatus[] => statuses(),
    get: (id: number): BudgetStatus | undefined => statuses().find((one) => one.id === id),
    /** The lock that a plan was made with: whoever may change the plan may change that one, and none that a person set. */
    ofPlan: (planId: number): BudgetStatus | undefined =>
      statuses().find(({ scope, created_by: by }) => scope === 'plan' && by === lockMaker(planId)),
    exist: (): boolean => any.get() === 1,
    create(budget: NewBudget, by: string): BudgetStatus {
      const id = Number(insert.run({ ...budget, by, now: sqlTime(clock()) }).lastInsertRowid);
      tellLevels();
      return statuses().find((one) => one.id === id) as BudgetStatus;
    },
    /** undefined: there is none. */
    change(id: number, changes: BudgetChanges): BudgetStatus | undefined {
      const before = byId.get(id);
      if (!before) return undefined;
      update.run({ ...before, ...changes, id, now: sqlTime(clock()) });
      tellLevels();
      return statuses().find((one) => one.id === id);
    },
    remove: (id: number): boolean => remove.run(id).changes === 1,
    /** Those that let nothing new begin. */
    locked: (): readonly BudgetStatus[] => statuses().filter(isLocked),
    /** Why nothing new may be begun there; null: it may. */
    refusal(place: SpendPlace): string | null {
      // The widest is the one to raise first.
      const locked = statuses().filter((one) => isLocked(one) && concerns(one, place));
      const [first] = locked.sort((a, b) => BUDGET_SCOPES.indexOf(a.scope) - BUDGET_SCOPES.indexOf(b.scope));
      return first ? lockWords(first) : null;
    },
    /** By day, the newest first; the number of rows is that of the whole range. */
    turnUsage: (range: DayRange, part: Part): { items: TurnSpend[]; rows: number } => ({
      items: turnDays.all({ ...range, ...part }),
      rows: turnRows.get(range) ?? 0,
    }),
    onLevel(listener: LevelListener): void {
      listeners.add(listener);
    },
    /** After something was settled. */
    tellLevels: (): void => {
      if (any.get() === 1) tellLevels();
    },
    ledger: entries,
  };
}

/** Who the record says made the lock of a plan; no user and no token has a name like that. */
export const lockMaker = (planId: number): string => `plan ${planId}`;

/** `warning` after `used_up` of the same day is none: a limit was raised, or an estimate came out lower. */
const isSame = (before: string | null, now: string): boolean =>
  before !== null && before.split(' ')[1] === now.split(' ')[1];
