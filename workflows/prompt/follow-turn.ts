/** Follows a turn until it ends, its time is up, or a person wants something else. */
import { CancellationScope, condition, isCancellation, patched, sleep } from '@temporalio/workflow';
import type { ControlRequest, TurnEnd } from '../contracts/assignment';
import { following, record } from './proxies';
import type { LeaseRun } from './lease-run';

export type FollowedTurn =
  | { readonly kind: 'ended'; readonly turn: TurnEnd }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'requested'; readonly request: ControlRequest };

export async function followTurn(run: LeaseRun): Promise<FollowedTurn> {
  const { input, lease, timeoutMs, request } = run;
  const stops = (): ControlRequest | undefined => {
    const wanted = request();
    return wanted && wanted.kind !== 'reconsider' ? wanted : undefined;
  };
  const scope = new CancellationScope();
  try {
    return await scope.run(async () => {
      const turn = following(run)
        .followTurn({ grant: lease })
        .then((end): FollowedTurn => ({ kind: 'ended', turn: end }));
      const timedOut = workingTime(input.promptId, timeoutMs).then((): FollowedTurn => ({
        kind: 'timed_out',
      }));
      const requested = condition(() => stops() !== undefined).then((): FollowedTurn => ({
        kind: 'requested',
        request: stops() as ControlRequest,
      }));
      const first = await Promise.race([turn, timedOut, requested]);
      if (first.kind === 'ended') return first;
      // Stops the watching; a turn that ends at this very moment has ended, not been interrupted.
      scope.cancel();
      return await turn.catch((error: unknown) => {
        if (isCancellation(error)) return first;
        throw error;
      });
    });
  } finally {
    scope.cancel();
  }
}

/**
 * Ends when the prompt has had its working time. Waiting for a person's answer doesn't count, nor does time in which
 * nobody watched: the machine slept, or the server was stopped.
 */
async function workingTime(promptId: number, timeoutMs: number): Promise<void> {
  const startedMs = Date.now();
  let counted = 0;
  for (let remaining = timeoutMs; remaining > 0;) {
    await sleep(remaining);
    // On a machine that slept the timer fires as late as that.
    const byTheClock = patched('late-timers');
    const waited = await record.personWaitMs({ promptId });
    remaining = byTheClock ? timeoutMs + waited - (Date.now() - startedMs) : waited - counted;
    counted = waited;
  }
}
