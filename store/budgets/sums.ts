/** What counts against a budget, as sums over the ledger. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { BudgetRow, Spent } from './rows';

const COUNTED = `
  coalesce(sum(CASE state WHEN 'settled' THEN coalesce(cost_usd, reserved_usd) END), 0) AS used_usd,
  coalesce(sum(CASE state WHEN 'settled' THEN coalesce(tokens, reserved_tokens) END), 0) AS used_tokens,
  coalesce(sum(CASE state WHEN 'reserved' THEN reserved_usd END), 0) AS reserved_usd,
  coalesce(sum(CASE state WHEN 'reserved' THEN reserved_tokens END), 0) AS reserved_tokens,
  coalesce(sum(state = 'settled' AND cost_usd IS NULL), 0) AS unknown_cost,
  coalesce(sum(state = 'settled' AND tokens IS NULL), 0) AS unknown_tokens`;
const NOTHING: Spent = {
  ...{ used_usd: 0, used_tokens: 0, reserved_usd: 0, reserved_tokens: 0, unknown_cost: 0, unknown_tokens: 0 },
};
/** No transaction is open for so long: what was settled before it is not undone. */
const CERTAIN_AFTER_MS = 60_000;

/** Of entries that the ledger no longer has. */
type Carried = Omit<Spent, 'reserved_usd' | 'reserved_tokens'>;

interface Known {
  /** Every entry up to this one is settled or released for good. */
  readonly upTo: number;
  readonly spent: Spent;
  /** What is in `spent` of it: entries that have gone since then are in neither, or in both. */
  readonly carried: Carried | undefined;
}

export function sumsOf(db: Db, clock: Clock) {
  const known = new Map<number, Known>();
  const days = {
    all: ofDay(db, ''),
    account: ofDay(db, 'AND account = @subject'),
    project: ofDay(db, 'AND project_id = CAST(@subject AS INTEGER)'),
    plan: ofDay(db, 'AND plan_id = CAST(@subject AS INTEGER)'),
  };
  const totals = {
    all: ofTotal(db, ''),
    account: ofTotal(db, 'AND +account = @subject'),
    project: ofTotal(db, 'AND +project_id = CAST(@subject AS INTEGER)'),
    plan: ofTotal(db, 'AND +plan_id = CAST(@subject AS INTEGER)'),
  };
  const open = db
    .prepare<[{ after: number; recent: string }], number | null>(
      `SELECT min(id) FROM spend WHERE id > @after AND (+state = 'reserved' OR settled_at >= @recent)`,
    )
    .pluck();
  const carriedOf = db.prepare<[number], Carried>(
    'SELECT used_usd, used_tokens, unknown_cost, unknown_tokens FROM budget_carried WHERE budget_id = ?',
  );
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM spend').pluck();

  /** The ledger grows for months: what is certain is summed once. */
  const total = (budget: BudgetRow): Spent => {
    const { id, scope, counts_from: from } = budget;
    const sum = (after: number, upTo: number): Spent =>
      totals[scope].get({ after, upTo, from, ...subjectOf(budget) }) as Spent;
    const carried = carriedOf.get(id);
    const before = known.get(id);
    const { upTo: after, spent } =
      before && isSame(before.carried, carried) ? before : { upTo: 0, spent: { ...NOTHING, ...carried } };
    const last = newest.get() ?? 0;
    const recent = sqlTime(new Date(clock().getTime() - CERTAIN_AFTER_MS));
    const certain = (open.get({ after, recent }) ?? last + 1) - 1;
    const base = certain > after ? plus(spent, sum(after, certain)) : spent;
    if (certain > after) known.set(id, { upTo: certain, spent: base, carried });
    return plus(base, sum(Math.max(after, certain), last));
  };

  return (budget: BudgetRow, day: string): Spent =>
    budget.period === 'total'
      ? total(budget)
      : (days[budget.scope].get({ day, ...subjectOf(budget) }) as Spent);
}

/** Each entry that goes adds to one of them. */
const isSame = (one: Carried | undefined, other: Carried | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const subjectOf = ({ subject }: BudgetRow): { subject?: string } => (subject === null ? {} : { subject });

const ofDay = (db: Db, further: string) =>
  db.prepare<[{ day: string; subject?: string }], Spent>(
    `SELECT ${COUNTED} FROM spend WHERE day = @day ${further}`,
  );

/** By id: the other indexes would read all that was ever spent there. */
const ofTotal = (db: Db, further: string) =>
  db.prepare<[{ after: number; upTo: number; from: string; subject?: string }], Spent>(
    `SELECT ${COUNTED} FROM spend WHERE id > @after AND id <= @upTo AND +at >= @from ${further}`,
  );

const plus = (one: Spent, other: Spent): Spent => ({
  used_usd: one.used_usd + other.used_usd,
  used_tokens: one.used_tokens + other.used_tokens,
  reserved_usd: one.reserved_usd + other.reserved_usd,
  reserved_tokens: one.reserved_tokens + other.reserved_tokens,
  unknown_cost: one.unknown_cost + other.unknown_cost,
  unknown_tokens: one.unknown_tokens + other.unknown_tokens,
});
