/** What happens while a prompt holds a session: delivery, turn, and every way either can end. */
import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type {
  ControlRequest,
  Delivery,
  Grant,
  Interrupted,
  Outcome,
  RequeueInput,
  TurnEnd,
} from '../contracts/assignment';
import { looking, record, typing } from './proxies';
import { followTurn } from './follow-turn';
import type { LeaseRun } from './lease-run';

export interface LeaseResult {
  /** How the prompt ended; null where it goes back to the queue. */
  readonly outcome: Outcome | null;
  /** Sessions that were given out when this one got free. */
  readonly grants: readonly Grant[];
  /** No session is given to it before; it asks for one then. */
  readonly pauseMs?: number;
}

export async function runLease(run: LeaseRun): Promise<LeaseResult> {
  const scope = new CancellationScope();
  try {
    const work = scope.run(() => deliverAndFollow(run));
    const abandoned = scope.run(() => condition(() => run.abandoned() !== undefined));
    const result = await Promise.race([work, abandoned]);
    if (result) return result;
    // Its activities end when their machine is back, or never: nobody waits for that.
    work.catch(() => undefined);
  } finally {
    scope.cancel();
  }
  const { reason, cancels = false } = run.abandoned() as ControlRequest;
  const { grantedAt } = run.lease;
  return record.abandonPrompt({
    ...{ promptId: run.input.promptId, reason, cancels },
    ...(grantedAt !== undefined && { grantedAt }),
  });
}

async function deliverAndFollow(run: LeaseRun): Promise<LeaseResult> {
  const delivery = await deliver(run);
  switch (delivery.outcome) {
    case 'not_typed':
      return requeueOrFail(run, {
        reason: delivery.reason,
        countsAsRetry: false,
        excludeSession: false,
        pauses: true,
      });
    case 'refused':
      return settle(run, 'failed', delivery.reason);
    case 'gone':
      return requeueOrFail(run, { reason: delivery.reason, countsAsRetry: true, excludeSession: false });
    case 'lost':
      return requeueOrFail(run, { reason: delivery.reason, countsAsRetry: true, excludeSession: true });
    case 'indeterminate':
      return settle(run, 'indeterminate', delivery.reason);
    case 'taken':
      return finishTurn(run);
  }
}

async function deliver(run: LeaseRun): Promise<Delivery> {
  const host = { grant: run.lease };
  if (!run.resumed) {
    try {
      return await typing(run).deliverPrompt(host);
    } catch (error) {
      if (isCancellation(error)) throw error;
      // The worker died or the terminal broke in the middle of it.
    }
  }
  return looking(run).recoverDelivery(host);
}

async function finishTurn(run: LeaseRun): Promise<LeaseResult> {
  const end = await followTurn(run);
  switch (end.kind) {
    case 'ended':
      return afterTurn(run, end.turn);
    case 'timed_out': {
      const reason = `it took longer than ${run.timeoutMs / 60_000} minutes`;
      const { leftAlone } = await interrupt(run, reason);
      if (leftAlone !== undefined) return settle(run, 'indeterminate', `${reason}; ${leftAlone}`);
      return requeueOrFail(run, { reason, countsAsRetry: true, excludeSession: true });
    }
    case 'requested': {
      const { kind, reason } = end.request;
      const { leftAlone } = await interrupt(run, reason);
      const told = leftAlone === undefined ? reason : `${reason}; ${leftAlone}`;
      if (kind === 'cancel') return settle(run, 'cancelled', told);
      // Begun anew beside the one that goes on it would be done twice.
      if (leftAlone !== undefined) return settle(run, 'indeterminate', told);
      return requeueOrFail(run, { reason, countsAsRetry: false, excludeSession: false });
    }
  }
}

/** Each way a turn can end has an end of its own for the prompt. */
async function afterTurn(
  run: LeaseRun,
  { outcome, reason, mayRetry, limitedUntilMs }: TurnEnd,
): Promise<LeaseResult> {
  switch (outcome) {
    case 'completed':
      return settle(run, 'completed', reason);
    case 'interrupted':
      return settle(run, 'cancelled', reason);
    case 'elsewhere':
      return settle(run, 'indeterminate', reason);
    case 'refused':
      return settle(run, 'failed', reason);
    case 'failed':
      if (mayRetry !== true) return settle(run, 'failed', reason);
      return requeueOrFail(run, { reason, countsAsRetry: true, excludeSession: true });
    case 'limited':
      return requeueOrFail(run, {
        reason,
        countsAsRetry: false,
        excludeSession: false,
        ...(limitedUntilMs !== undefined && { limitedUntilMs }),
      });
    case 'gone':
      return requeueOrFail(run, { reason, countsAsRetry: true, excludeSession: true });
  }
}

function interrupt(run: LeaseRun, reason: string): Promise<Interrupted> {
  const { lease, input } = run;
  return looking(run).interruptTurn({ grant: lease, reason, timeoutMs: input.durations.interruptTimeoutMs });
}

async function settle({ input }: LeaseRun, outcome: Outcome, reason: string): Promise<LeaseResult> {
  const grants = await record.settlePrompt({ promptId: input.promptId, outcome, reason });
  return { outcome, grants };
}

async function requeueOrFail(run: LeaseRun, again: Omit<RequeueInput, 'promptId'>): Promise<LeaseResult> {
  const { promptId } = run.input;
  const request = run.request();
  if (request?.kind === 'cancel') return settle(run, 'cancelled', request.reason);
  const { grantedAt } = run.lease;
  const result = await record.requeuePrompt({
    promptId,
    ...again,
    ...(grantedAt !== undefined && { grantedAt }),
  });
  if (result.requeued) {
    const { grants, pauseMs } = result;
    return { outcome: null, grants, ...(pauseMs !== undefined && { pauseMs }) };
  }
  return settle(run, 'failed', result.reason);
}
