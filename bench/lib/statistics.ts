/** Numbers drawn from samples. */

/** The value below which the share `p` (0 to 1) of the samples lies. @throws RangeError where there is no sample */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
  if (value === undefined) throw new RangeError('No samples.');
  return value;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** `12.3 ms`, with three digits that mean something. */
export function ms(value: number): string {
  if (value < 0.1) return `${(value * 1000).toFixed(1)} µs`;
  return `${value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

export const times = (value: number): string => `${value.toFixed(2)} x`;
export const percent = (value: number): string => `${value.toFixed(1)} %`;
export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MB`;
/** Milliseconds since the epoch with fractions: one clock for all processes of this machine. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

const WARM_UP = 20;

/** How long each of `rounds` calls took, in milliseconds; `before` each of them is not counted, nor are the first. */
export function timed(
  rounds: number,
  work: () => unknown,
  before?: (round: number) => unknown,
): readonly number[] {
  const samples: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    before?.(round);
    const startMs = performance.now();
    work();
    if (round >= 0) samples.push(performance.now() - startMs);
  }
  return samples;
}
