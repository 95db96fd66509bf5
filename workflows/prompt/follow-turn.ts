/** Follows a turn until it ends, its time is up, or a person wants something else. */
import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';
import type { ControlRequest, TurnEnd } from '../contracts/assignment';
import { following, record } from './proxies';
import type { LeaseRun } from './run-lease';

export type FollowedTurn =
  | { readonly kind: 'ended'; readonly turn: TurnEnd }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'requested'; readonly request: ControlRequest };

export async function followTurn({ input, lease, timeoutMs, request }: LeaseRun): Promise<FollowedTurn> {
  let ended: TurnEnd | undefined;
  let timedOut = false;
  let failure: unknown;
  const stops = (): ControlRequest | undefined => {
    const wanted = request();
    return wanted && wanted.kind !== 'reconsider' ? wanted : undefined;
  };

  const scope = new CancellationScope();
  const work = scope.run(async () => {
    const turn = following(lease.host, input.durations).followTurn({ grant: lease });
    const clock = workingTime(input.promptId, timeoutMs).then(() => (timedOut = true));
    await Promise.race([turn.then((end) => (ended = end)), clock, condition(() => stops() !== undefined)]);
    if (ended) return;
    // Stops the watching; a turn that ends at this very moment has ended, not been interrupted.
    scope.cancel();
    await turn.then((end) => (ended = end));
  });
  try {
    await work;
  } catch (error) {
    if (!isCancellation(error)) failure = error;
  } finally {
    scope.cancel();
  }
  if (failure !== undefined) throw failure;

  if (ended) return { kind: 'ended', turn: ended };
  const wanted = stops();
  if (wanted && !timedOut) return { kind: 'requested', request: wanted };
  return { kind: 'timed_out' };
}

/** Ends when the prompt has had its working time; waiting for a person's answer doesn't count. */
async function workingTime(promptId: number, timeoutMs: number): Promise<void> {
  let counted = 0;
  for (let remaining = timeoutMs; remaining > 0;) {
    await sleep(remaining);
    const waited = await record.personWaitMs({ promptId });
    remaining = waited - counted;
    counted = waited;
  }
}
