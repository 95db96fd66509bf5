/** How far the clock of this machine is from the hub's: either may be wrong, or set while the host works. */

/** An answer that took longer says too little of when it was given. */
const KEPT = 10;
/** So far apart two measurements are only where a clock was set in between. */
const SET_MS = 500;

export interface HubClock {
  /** What the hub's clock said, between two moments of ours. */
  measured(hubMs: number, sentMs: number, gotMs: number): void;
  /** A moment of the hub by the clock of this machine, and the other way round. */
  toHere(hubMs: number): number;
  toHub(hereMs: number): number;
  readonly aheadMs: () => number;
}

export function createHubClock(): HubClock {
  let samples: { readonly aheadMs: number; readonly tookMs: number }[] = [];
  /** How much later it is there. That of the quickest answer is the surest. */
  let aheadMs = 0;
  return {
    measured(hubMs, sentMs, gotMs) {
      const tookMs = Math.max(gotMs - sentMs, 0);
      const sample = { aheadMs: hubMs - (sentMs + tookMs / 2), tookMs };
      if (Math.abs(sample.aheadMs - aheadMs) > tookMs + SET_MS) samples = [];
      samples = [...samples, sample].slice(-KEPT);
      const best = samples.reduce((one, other) => (other.tookMs < one.tookMs ? other : one));
      aheadMs = Math.round(best.aheadMs);
    },
    toHere: (hubMs) => hubMs - aheadMs,
    toHub: (hereMs) => hereMs + aheadMs,
    aheadMs: () => aheadMs,
  };
}
