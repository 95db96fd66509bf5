/** The time that work may take. What the machine slept, or what was waited for, doesn't count. */
import { patched, sleep } from '@temporalio/workflow';

export interface WorkingTime {
  readonly limitMs: number;
  /** How much of the time since then (Unix milliseconds) doesn't count. */
  readonly uncountedMs: (sinceMs: number) => Promise<number>;
  /** Runs from before timers were compared with the clock lack the patch, and tell in their own way what is left. */
  readonly patch: string;
  readonly leftBefore: (uncountedMs: () => Promise<number>) => Promise<number>;
}

/** Resolves when the work has had its time. */
export async function workingTime({ limitMs, uncountedMs, patch, leftBefore }: WorkingTime): Promise<void> {
  const startedMs = Date.now();
  const uncounted = (): Promise<number> => uncountedMs(startedMs);
  for (let leftMs = limitMs; leftMs > 0;) {
    await sleep(leftMs);
    // On a machine that slept the timer fires as late as that, and the work has had less.
    if (patched(patch)) {
      const notCountedMs = await uncounted();
      leftMs = limitMs + notCountedMs - (Date.now() - startedMs);
    } else leftMs = await leftBefore(uncounted);
  }
}
