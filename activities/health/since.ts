/** How long things have been in their state: only what stays so is worth a word. */

export interface Since {
  /** How long it has been so while it was looked at. What the record has as wrong already has been so for long enough. */
  forMs(name: string, state: string): number;
  /** What is gone begins anew if it comes back. */
  forgetOthers(names: ReadonlySet<string>): void;
}

/** @param wrong by state, what was wrong when this process began: that nobody remembers when it began ends no outage */
export function since(awakeMs: () => number, wrong: Readonly<Record<string, ReadonlySet<string>>>): Since {
  const known = new Map<string, { readonly state: string; readonly atMs: number }>();
  const begins = (name: string, state: string, isNew: boolean): number =>
    isNew && wrong[state]?.has(name) === true ? -Infinity : awakeMs();
  return {
    forMs(name, state) {
      const before = known.get(name);
      const entry =
        before?.state === state ? before : { state, atMs: begins(name, state, before === undefined) };
      known.set(name, entry);
      return awakeMs() - entry.atMs;
    },
    forgetOthers(names) {
      for (const name of known.keys()) if (!names.has(name)) known.delete(name);
    },
  };
}
