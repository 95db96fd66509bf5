/** Work that goes on until it ends by itself or something stops it first. */
import { CancellationScope, isCancellation } from '@temporalio/workflow';

export type Raced<End, Stop> = { readonly ended: End } | { readonly stoppedBy: Stop };

/**
 * Runs `work` against `stops`; the first of them that comes cancels the work.
 * Work that ends at that very moment has ended, not been stopped. Its activity must wait for its own cancellation.
 */
export async function untilStopped<End, Stop>(
  work: () => Promise<End>,
  stops: readonly (() => Promise<Stop>)[],
): Promise<Raced<End, Stop>> {
  const scope = new CancellationScope();
  try {
    return await scope.run(async () => {
      const ending = work().then((ended): Raced<End, Stop> => ({ ended }));
      const stopping = stops.map((stop) => stop().then((stoppedBy): Raced<End, Stop> => ({ stoppedBy })));
      const first = await Promise.race([ending, ...stopping]);
      if ('ended' in first) return first;
      scope.cancel();
      return await ending.catch((error: unknown) => {
        if (isCancellation(error)) return first;
        throw error;
      });
    });
  } finally {
    scope.cancel();
  }
}
