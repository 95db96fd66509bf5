/** Why a session is in its state: what each source of evidence says, and what decided. JSON of the API. */
export interface SessionExplanation {
  readonly session: string;
  readonly status: string;
  readonly reason: string;
  readonly rule: string;
  readonly evidence: string;
  /** The source that decided: hooks, transcript, title or screen. */
  readonly source: string;
  /** Where the sources don't agree: what each says. */
  readonly disagreement: string | null;
  /** null where no known agent runs. `verified`: versions and date its rules were checked with. */
  readonly agent: { readonly id: string; readonly title: string; readonly verified: string } | null;
  /** In the order in which they are believed. */
  readonly sources: readonly SourceStatement[];
  readonly frame: {
    readonly title: string;
    readonly command: string;
    readonly cursor: { readonly x: number; readonly y: number };
    readonly size: { readonly width: number; readonly height: number };
  };
}

export interface SourceStatement {
  readonly source: string;
  readonly state: string;
  readonly reason: string;
  readonly rule: string | null;
  readonly evidence: string;
  /** ISO 8601; null = now. */
  readonly at: string | null;
}
