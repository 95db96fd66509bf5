/** When a person wants no notifications in their browsers, and what reaches them all the same. */
import type { AlertKind } from './alerts';

/** From Monday to Sunday, as ISO 8601 counts. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface QuietSpan {
  /** On which it begins. */
  readonly days: readonly Weekday[];
  /** Times of day, like `22:00`. One that ends no later than it begins ends on the next day. */
  readonly from: string;
  readonly to: string;
}

/**
 * What may be urgent: an outage without which nothing works, a budget that is used up, a secret that is due. Of the
 * first two only what is critical.
 */
export const URGENT_KINDS = ['health', 'budget', 'secret'] as const satisfies readonly AlertKind[];
export type UrgentKind = (typeof URGENT_KINDS)[number];

export interface QuietHours {
  /** Of the IANA database, like `Europe/Berlin`. */
  readonly zone: string;
  /** None: it is never quiet. */
  readonly spans: readonly QuietSpan[];
  /** Urgent kinds that are told at once. */
  readonly passes: readonly UrgentKind[];
}
