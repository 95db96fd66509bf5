/** What is sent to a browser with the page closed: the service worker of the pages shows it. */

export interface PushPayload {
  readonly v: 1;
  /** Two with the same one are shown as one. */
  readonly tag: string;
  /** What it tells of: those that an open page has announced before are no news. */
  readonly tags: readonly string[];
  readonly title: string;
  readonly body: string;
  /** Path of the page. */
  readonly page: string;
  /** Number of the dialog that may be refused in the notification; null: it has to be looked at. */
  readonly deny: number | null;
  /** How much needs a person, for the badge. */
  readonly waiting: number;
}
