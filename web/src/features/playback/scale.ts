/** The line of time: which part of it is shown, what stands where on it, and where its labels are. Pure. */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface View {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How much of the time is shown; the first is all that is kept. */
export const SPANS = ['All', '4 h', '30 min'] as const;
export type Span = (typeof SPANS)[number];
const SPAN_MS: Readonly<Record<Span, number>> = {
  All: Infinity,
  '4 h': 4 * HOUR_MS,
  '30 min': 30 * MINUTE_MS,
};

/** Around that moment, within the whole. */
export function viewAround(whole: View, span: Span, atMs: number): View {
  const lengthMs = Math.min(SPAN_MS[span], whole.toMs - whole.fromMs);
  const fromMs = Math.max(whole.fromMs, Math.min(atMs - lengthMs / 2, whole.toMs - lengthMs));
  return { fromMs, toMs: fromMs + lengthMs };
}

/** 0 to 1; beyond that it isn't shown. */
export const shareOf = (ms: number, { fromMs, toMs }: View): number =>
  (ms - fromMs) / Math.max(1, toMs - fromMs);
export const momentAt = (share: number, { fromMs, toMs }: View): number =>
  Math.round(fromMs + Math.min(1, Math.max(0, share)) * (toMs - fromMs));

const STEPS_MS = [1, 2, 5, 10, 15, 30].map((count) => count * MINUTE_MS);
const HOUR_STEPS_MS = [1, 2, 3, 4, 6, 12, 24, 48].map((count) => count * HOUR_MS);

/** Moments for labels: on whole minutes and hours of who looks. */
export function ticksOf(view: View, most: number): number[] {
  const wanted = (view.toMs - view.fromMs) / Math.max(1, most);
  const stepMs = [...STEPS_MS, ...HOUR_STEPS_MS].find((step) => step >= wanted) ?? 48 * HOUR_MS;
  const day = new Date(view.fromMs).setHours(0, 0, 0, 0);
  const ticks: number[] = [];
  const first = day + Math.ceil((view.fromMs - day) / stepMs) * stepMs;
  for (let at = first; at <= view.toMs; at += stepMs) ticks.push(at);
  return ticks;
}

export interface Bar {
  /** Shares of the view. */
  readonly from: number;
  readonly to: number;
  /** 0 to 1. */
  readonly height: number;
}

const MINUTES_A_PIXEL = 1 / MINUTE_MS;

/** How much changed, as bars that are wide enough to be seen. */
export function barsOf(
  activity: readonly { readonly at: string; readonly frames: number }[],
  view: View,
  most: number,
): Bar[] {
  const minutes = Math.max(1, Math.ceil(((view.toMs - view.fromMs) * MINUTES_A_PIXEL) / most));
  const lengthMs = minutes * MINUTE_MS;
  const sums = new Map<number, number>();
  for (const { at, frames } of activity) {
    const slot = Math.floor(Date.parse(at) / lengthMs) * lengthMs;
    sums.set(slot, (sums.get(slot) ?? 0) + frames);
  }
  const highest = Math.max(1, ...sums.values());
  return [...sums].flatMap(([slot, frames]) => {
    const [from, to] = [shareOf(slot, view), shareOf(slot + lengthMs, view)];
    // A single change is seen as well.
    return to < 0 || from > 1 ? [] : [{ from, to, height: 0.2 + 0.8 * Math.sqrt(frames / highest) }];
  });
}
