/** Rows of budgets and of the ledger, and what is reckoned from them. */
import type { BUDGET_PERIODS, BUDGET_SCOPES, BudgetState } from '../../workflows/contracts/budgets';

export interface BudgetRow {
  readonly id: number;
  readonly name: string;
  readonly scope: (typeof BUDGET_SCOPES)[number];
  readonly subject: string | null;
  readonly period: (typeof BUDGET_PERIODS)[number];
  readonly limit_usd: number | null;
  readonly limit_tokens: number | null;
  readonly counts_from: string;
  readonly warned: string | null;
  readonly created_by: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What counts against a budget. */
export interface Spent {
  readonly used_usd: number;
  readonly used_tokens: number;
  /** For what is under way. */
  readonly reserved_usd: number;
  readonly reserved_tokens: number;
  /** How many entries are in the sums with what was reserved, because what they took isn't known. */
  readonly unknown_cost: number;
  readonly unknown_tokens: number;
}

export interface BudgetStatus extends BudgetRow, Spent {
  readonly state: BudgetState;
  /** Of the limit that is nearest; reservations count. */
  readonly fraction: number;
}

/** Where something is spent. */
export interface SpendPlace {
  readonly account: string | null;
  readonly projectId: number | null;
  readonly planId: number | null;
}
