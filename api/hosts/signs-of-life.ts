/**
 * When each host was last heard of. Beats alone don't tell: a line that is full of large calls brings them late. So whatever
 * a host asks with its token counts, and the bytes of it while they arrive.
 */

/** A connection that has shown the token. */
export interface Line {
  /** Grows with each byte that arrives. */
  readonly bytesRead: number;
}

interface Followed {
  readonly line: Line;
  bytes: number;
}

export type SignsOfLife = ReturnType<typeof signsOfLife>;

/** @param nowMs never goes back */
export function signsOfLife(nowMs: () => number) {
  const heardMs = new Map<string, number>();
  const followed = new Map<string, Set<Followed>>();
  return {
    /** When it was heard of last; undefined: not since this process began. */
    lastMs: (name: string): number | undefined => heardMs.get(name),
    note: (name: string, atMs = nowMs()): void => void heardMs.set(name, atMs),
    forget: (name: string): void => void heardMs.delete(name),
    /** This process stood still for so long: it could hear of nobody. */
    stoodStill(forMs: number): void {
      for (const [name, atMs] of heardMs) heardMs.set(name, atMs + forMs);
    },
    /** What arrives on that line from now on comes from that host; returns what ends that. */
    follow(name: string, line: Line): () => void {
      const own = followed.get(name) ?? new Set<Followed>();
      followed.set(name, own);
      const one = { line, bytes: line.bytesRead };
      own.add(one);
      return () => {
        own.delete(one);
        if (own.size === 0 && followed.get(name) === own) followed.delete(name);
      };
    },
    /** Notes the hosts of which something has arrived since the last look, and gives their names. */
    look(): string[] {
      return [...followed].flatMap(([name, own]) => {
        // Each is brought up to date, so that what arrived counts once.
        const moved = [...own].filter((one) => {
          const { bytes } = one;
          one.bytes = one.line.bytesRead;
          return one.bytes > bytes;
        });
        if (moved.length === 0) return [];
        heardMs.set(name, nowMs());
        return [name];
      });
    },
  };
}
