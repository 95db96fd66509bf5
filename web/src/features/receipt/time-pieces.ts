/** What a prompt's time went into, as pieces of one line. Pure. */
import type { HistoryEntry } from '../../../../api/document/api-types';

export const PHASES = {
  waits: 'Waited',
  delivery: 'Typed',
  works: 'Worked',
  person: 'Waited for a person',
  rests: 'Had ended',
} as const;
export type Phase = keyof typeof PHASES;

export interface Piece {
  readonly phase: Phase;
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly lengthMs: number;
  /** Of the width of the line, 0 to 1. */
  readonly share: number;
  /** It is drawn shorter than it was: what is beside it would not be seen. */
  readonly isFolded: boolean;
}

const PHASE_OF: Readonly<Record<string, Phase>> = {
  ...{ held: 'waits', blocked: 'person', accepted: 'waits', queued: 'waits' },
  ...{ leased: 'delivery', typing: 'delivery', typed: 'delivery', submitted: 'delivery' },
  ...{ taken: 'works', working: 'works', needs_confirmation: 'person', indeterminate: 'person' },
  ...{ completed: 'rests', failed: 'rests', cancelled: 'rests' },
};

/** One that is so much longer than all others together is folded. */
const FOLDED_FROM = 3;
const FOLDED_SHARE = 0.22;

type Step = Pick<HistoryEntry, 'at' | 'stage'>;

/** `nowMs`: the last step goes on until then; null: it is the end. */
export function timePieces(history: readonly Step[], nowMs: number | null): Piece[] {
  const spans = spansOf(history, nowMs);
  const folded = foldedOf(spans.map(({ lengthMs }) => lengthMs));
  const shown = spans.reduce((sum, { lengthMs }, index) => sum + (folded.has(index) ? 0 : lengthMs), 0);
  const room = 1 - folded.size * FOLDED_SHARE;
  return spans.map((span, index) => {
    const isFolded = folded.has(index);
    return { ...span, isFolded, share: isFolded ? FOLDED_SHARE : (span.lengthMs / shown) * room };
  });
}

/** How long each phase was in all, in the order in which they came. */
export function phaseTotals(pieces: readonly Piece[]): [Phase, number][] {
  const totals = new Map<Phase, number>();
  for (const { phase, lengthMs } of pieces) totals.set(phase, (totals.get(phase) ?? 0) + lengthMs);
  return [...totals];
}

interface Span {
  readonly phase: Phase;
  readonly startMs: number;
  readonly lengthMs: number;
}

/** Steps of one phase that follow each other are one span; those that took no time are none. */
function spansOf(history: readonly Step[], nowMs: number | null): Span[] {
  const spans: Span[] = [];
  const times = history.map(({ at }) => Date.parse(at ?? ''));
  history.forEach(({ stage }, index) => {
    const startMs = times[index] ?? Number.NaN;
    const lengthMs = (times[index + 1] ?? nowMs ?? Number.NaN) - startMs;
    if (!(lengthMs > 0)) return;
    const phase = Object.hasOwn(PHASE_OF, stage) ? (PHASE_OF[stage] ?? 'works') : 'works';
    const last = spans.at(-1);
    if (last?.phase === phase)
      spans[spans.length - 1] = { ...last, lengthMs: startMs + lengthMs - last.startMs };
    else spans.push({ phase, startMs, lengthMs });
  });
  return spans;
}

/** The indices of those that are folded: at most three, and never all. */
function foldedOf(lengths: readonly number[]): Set<number> {
  const folded = new Set<number>();
  const longestFirst = lengths
    .map((length, index) => ({ length, index }))
    .sort((a, b) => b.length - a.length);
  let rest = lengths.reduce((sum, length) => sum + length, 0);
  for (const { length, index } of longestFirst.slice(0, Math.min(3, lengths.length - 1))) {
    rest -= length;
    if (length < FOLDED_FROM * rest) break;
    folded.add(index);
  }
  return folded;
}
