/** Budgets: how much may be spent, by whom, in which time. */

/** The widest first. */
export const BUDGET_SCOPES = ['all', 'project', 'plan', 'account'] as const;
/** day: begins anew at midnight of this machine's time zone. total: from when it was made. */
export const BUDGET_PERIODS = ['day', 'total'] as const;

/**
 * warning: four fifths are used. reserved: what is left is reserved for work under way. used_up: nothing new is begun.
 */
export const BUDGET_STATES = ['ok', 'warning', 'reserved', 'used_up'] as const;
export type BudgetState = (typeof BUDGET_STATES)[number];
