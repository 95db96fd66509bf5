/** Follows a turn until it ends, its time is up, or a person wants something else. */
import { condition } from '@temporalio/workflow';
import type { ControlRequest, TurnEnd } from '../contracts/assignment';
import { untilStopped } from '../dispatch/until-stopped';
import { workingTime } from '../dispatch/working-time';
import { following, record } from './proxies';
import type { LeaseRun } from './lease-run';

type Stopped =
  { readonly kind: 'timed_out' } | { readonly kind: 'requested'; readonly request: ControlRequest };
export type FollowedTurn = { readonly kind: 'ended'; readonly turn: TurnEnd } | Stopped;

export async function followTurn(run: LeaseRun): Promise<FollowedTurn> {
  const { input, lease, timeoutMs, request } = run;
  const wanted = (): ControlRequest | undefined => {
    const asked = request();
    return asked && asked.kind !== 'reconsider' && asked.kind !== 'abandon' ? asked : undefined;
  };
  const timedOut = async (): Promise<Stopped> => {
    await promptTime(input.promptId, timeoutMs);
    return { kind: 'timed_out' };
  };
  const requested = async (): Promise<Stopped> => {
    await condition(() => wanted() !== undefined);
    return { kind: 'requested', request: wanted() as ControlRequest };
  };
  const first = await untilStopped(() => following(run).followTurn({ grant: lease }), [timedOut, requested]);
  return 'ended' in first ? { kind: 'ended', turn: first.ended } : first.stoppedBy;
}

/**
 * Ends when the prompt has had its working time. Waiting for a person's answer doesn't count, nor does time in which
 * nobody watched: the machine slept, or the server was stopped.
 */
function promptTime(promptId: number, limitMs: number): Promise<void> {
  let countedMs = 0;
  return workingTime({
    limitMs,
    uncountedMs: () => record.personWaitMs({ promptId }),
    patch: 'late-timers',
    async leftBefore(uncountedMs) {
      const waitedMs = await uncountedMs();
      const leftMs = waitedMs - countedMs;
      countedMs = waitedMs;
      return leftMs;
    },
  });
}
