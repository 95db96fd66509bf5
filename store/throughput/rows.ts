/** What was done, how long it took and what it cost, in a piece of time. */

/** Of quarters of an hour: days of any time zone are made of whole ones. */
export const SLOT_SECONDS = 900;
/** How much longer each step of the times to finish is than the one before. */
export const STEP_RATIO = 1.02;

/** Unix seconds, whole quarters of an hour; `to` isn't part of it. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export interface Sums {
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly indeterminate: number;
  /** Of leases, those that are held now counted up to now; in the time in which the sessions were counted. */
  readonly leased_seconds: number;
  /** How much of the time that is: quarters of an hour with a look. */
  readonly known_seconds: number;
  /** How often the sessions were counted; 0: nobody was there to do it. */
  readonly looks: number;
  /** The sum of what was counted. */
  readonly sessions: number;
  /** Turns of agents and requests to models. */
  readonly spends: number;
  readonly tokens: number;
  readonly unknown_tokens: number;
  readonly cost_usd: number;
  readonly unknown_cost: number;
}

/** How long prompts took, in seconds; null: none was completed. */
export interface FinishTimes {
  readonly p50_seconds: number | null;
  readonly p95_seconds: number | null;
}

/** `isKnown`: somebody was there, or something ended in it. */
export type PieceFigures = Sums & FinishTimes & { readonly isKnown: boolean };

export const NOTHING: Sums = {
  ...{ completed: 0, failed: 0, cancelled: 0, indeterminate: 0, leased_seconds: 0, known_seconds: 0 },
  ...{ looks: 0, sessions: 0, spends: 0, tokens: 0, unknown_tokens: 0, cost_usd: 0, unknown_cost: 0 },
};
