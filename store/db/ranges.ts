/** Which part of a list is asked for. */

/** Days of this machine's time zone, as 2026-12-31, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** `limit` rows after `offset` others. */
export interface Part {
  readonly limit: number;
  readonly offset: number;
}
