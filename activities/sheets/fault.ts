/** What Google's API refused, or did not answer. The message is for a person, and holds no texts of cells. */
export class SheetsFault extends Error {
  override readonly name = 'SheetsFault';
  readonly retryAfterMs: number | null;
  /** The other tabs may do. */
  readonly isOfTab: boolean;

  constructor(
    /** later: may go well another time. refused: not before a person does something. */
    readonly kind: 'later' | 'refused',
    message: string,
    { retryAfterMs = null, isOfTab = false }: { retryAfterMs?: number | null; isOfTab?: boolean } = {},
  ) {
    super(message);
    this.retryAfterMs = retryAfterMs;
    this.isOfTab = isOfTab;
  }
}
