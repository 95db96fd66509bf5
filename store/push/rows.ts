/** Rows of what reaches people with the page closed. */

/** Of the table of users; null: the user of the settings. */
export type PersonId = number | null;

export interface PushBrowserRow {
  readonly id: number;
  readonly user_id: PersonId;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly login: string | null;
  readonly proof: string;
  readonly browser: string | null;
  readonly created_at: string;
}
