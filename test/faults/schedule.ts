/** Which fault happens when: worked out before anything runs, so that a seed gives the same faults again. */
import { seeded } from './random';

/** How often and how long a kind of fault happens. */
export interface Habit {
  readonly kind: string;
  /** Least and most that it holds; what is over at once has none. */
  readonly holdsMs?: readonly [number, number];
}

export interface PlannedFault {
  readonly kind: string;
  readonly atMs: number;
  readonly holdMs: number;
  /** 0 to 1: which of several it hits. */
  readonly choice: number;
}

export interface Pace {
  readonly durationMs: number;
  /** Least and most between the beginnings of two faults: one may begin while another holds. */
  readonly gapMs: readonly [number, number];
}

/** Each kind comes once before one comes twice; the same kind never holds twice at a time. */
export function planFaults(
  seed: number,
  habits: readonly Habit[],
  { durationMs, gapMs }: Pace,
): PlannedFault[] {
  const random = seeded(seed);
  const planned: PlannedFault[] = [];
  const freeAtMs = new Map<string, number>();
  let deck: Habit[] = [];
  let atMs = random.between(...gapMs);
  while (atMs < durationMs) {
    if (deck.length === 0) deck = random.shuffled(habits);
    const { kind, holdsMs = [0, 0] } = deck.shift() as Habit;
    const startMs = Math.max(atMs, freeAtMs.get(kind) ?? 0);
    const holdMs = random.between(...holdsMs);
    planned.push({ kind, atMs: startMs, holdMs, choice: random.next() });
    freeAtMs.set(kind, startMs + holdMs + 1);
    atMs += random.between(...gapMs);
  }
  return planned.filter((fault) => fault.atMs < durationMs).sort((one, other) => one.atMs - other.atMs);
}
