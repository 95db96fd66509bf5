/**
 * A prompt's life: queued, given a session, typed, followed to its end, settled. One prompt, one workflow; the record
 * (assigner.db) says where it is, so that the workflow can be started again at any point and goes on from there.
 */
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ControlRequest, Grant, Outcome, PromptInput } from '../contracts/assignment';
import { CONTROL_UPDATE, LEASE_SIGNAL, promptWorkflowId } from '../contracts/wire-names';
import { announce, record } from './proxies';
import { runLease } from './run-lease';
import { showOutcome, showSearchAttributes } from './search-attributes';
import { CANCELLED_IN_ENGINE, endCancelled, heedCancellation } from '../dispatch/cancellation';
import { answersStatus } from '../dispatch/status';

export const leaseGranted = defineSignal<[Grant]>(LEASE_SIGNAL);
export const control = defineUpdate<null, [ControlRequest]>(CONTROL_UPDATE);

/** The record's clock and the engine's are not the same. */
const PAUSE_MARGIN_MS = 50;

interface Pending extends ControlRequest {
  done: boolean;
}

/** What reaches the prompt from outside. */
interface Calls {
  /** What people want of it, in the order in which they said so. */
  readonly requests: Pending[];
  lease: Grant | undefined;
  /** A session that was given while the one before it was being given up. */
  next: Grant | undefined;
  /** When the lease was granted that was given up last. */
  over: string | undefined;
  /** undefined: it has not ended; null: it had ended before. */
  outcome?: Outcome | null;
}

export async function promptAssignment(input: PromptInput): Promise<void> {
  const calls: Calls = { requests: [], lease: undefined, next: undefined, over: undefined };
  const wishToCancel = (reason: string): void =>
    void calls.requests.push({ kind: 'cancel', reason, done: false });
  if (input.cancel !== undefined) wishToCancel(input.cancel);
  answersStatus(() => ({ ...statusOf(calls), promptId: input.promptId }));
  setHandler(leaseGranted, (grant) => {
    const { lease } = calls;
    // Told again by somebody who read the record before it was given up.
    if (grant.grantedAt !== undefined && grant.grantedAt === calls.over && patched('grant-told-late')) return;
    if (lease === undefined) calls.lease = grant;
    else if (grant.session !== lease.session || grant.paneId !== lease.paneId) calls.next = grant;
  });
  setHandler(control, (request) =>
    CancellationScope.nonCancellable(async () => {
      // It has a session: there is nothing left to choose.
      if (request.kind === 'reconsider' && calls.lease !== undefined) return null;
      if (calls.lease !== undefined && isLate(request, calls.lease)) return null;
      const pending = { ...request, done: false };
      calls.requests.push(pending);
      await condition(() => pending.done);
      return null;
    }),
  );
  let cancelled = false as boolean;
  const onCancel = (): void => {
    cancelled = true;
    wishToCancel(CANCELLED_IN_ENGINE);
  };
  const outcome = await heedCancellation(onCancel, () => live(input, calls));
  if (cancelled && outcome === 'cancelled') endCancelled();
}

/** A worker of before knows no number of events: what it drove beyond it is repeated as it was. */
function isLong({ mostEvents = Infinity }: PromptInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (historyLength > mostEvents && patched('waits-anew'));
}

/** It has another session by now than the one that was to be given up. */
const isLate = ({ kind, grantedAt }: ControlRequest, lease: Grant): boolean =>
  (kind === 'abandon' || kind === 'restart') && grantedAt !== undefined && grantedAt !== lease.grantedAt;

/** The stages between are in the record. */
const statusOf = ({ outcome, lease, requests }: Calls) => ({
  step: outcome !== undefined ? 'over' : lease === undefined ? 'waiting' : 'in_session',
  outcome: outcome ?? null,
  session: lease?.session ?? null,
  asked: requests.flatMap(({ kind, done }) => (done ? [] : [kind])),
});

/** How it ended; null where it had ended before. */
async function live(input: PromptInput, calls: Calls): Promise<Outcome | null> {
  const { promptId } = input;
  const { requests } = calls;
  const own = promptWorkflowId(promptId);
  const open = (): Pending | undefined => requests.find(({ done }) => !done);
  const finish = async (outcome: Outcome | null): Promise<Outcome | null> => {
    calls.outcome = outcome;
    if (outcome) showOutcome(input, outcome);
    requests.forEach((request) => (request.done = true));
    await condition(allHandlersFinished);
    return outcome;
  };

  /** The record says where it is: a new run goes on from there. */
  const goOnAnew = async (): Promise<never> => {
    await finish(null);
    const { leased: _, cancel: __, ...next } = input;
    return continueAsNew<typeof promptAssignment>(next);
  };

  const askForSession = async (): Promise<void> => {
    const grants = await record.giveOut({ promptId });
    calls.lease ??= grants.find((grant) => grant.promptId === promptId);
    await announce(grants, own);
  };

  const entered = input.leased ? { state: input.leased, grants: [] } : await record.enterQueue({ promptId });
  if (!entered || entered.state.settled) return finish(null);
  const { state } = entered;
  // A run before this one may have got as far as typing: then the screen decides how to go on, not this workflow.
  let resumed = state.lease !== null && state.stage !== 'leased';
  calls.lease = state.lease ?? undefined;
  await announce(entered.grants, own);
  /** After a try in which nothing was typed: how long no session is given to it. */
  let pauseMs: number | undefined;

  for (;;) {
    showSearchAttributes(input, state, calls.lease);
    const isCalled = (): boolean => calls.lease !== undefined || open() !== undefined;
    if (pauseMs === undefined) await condition(isCalled);
    else if (!(await condition(isCalled, pauseMs + PAUSE_MARGIN_MS))) {
      pauseMs = undefined;
      await askForSession();
      continue;
    }
    const request = open();
    if (request && (calls.lease === undefined || (request.kind === 'cancel' && !resumed))) {
      if (request.kind === 'cancel') {
        const cancelled = { promptId, outcome: 'cancelled', reason: request.reason } as const;
        await announce(await record.settlePrompt(cancelled), own);
        return finish('cancelled');
      }
      // The target or the priority changed in the record: choose again.
      await askForSession();
      request.done = true;
      // The engine takes 2,000 updates a run, and a prompt may wait for days.
      const isIdle = calls.lease === undefined && pauseMs === undefined && !open();
      if (isIdle && isLong(input) && patched('waits-anew')) await goOnAnew();
      continue;
    }
    if (calls.lease === undefined) continue;

    // Answered by the lease; left open they would stand before what a person asks of the work.
    const held = calls.lease;
    for (const other of requests) other.done ||= other.kind === 'reconsider' || isLate(other, held);
    const abandoned = (): Pending | undefined =>
      requests.find(({ kind, done }) => !done && kind === 'abandon');
    const run = { input, lease: held, timeoutMs: state.timeoutMs, resumed, request: open, abandoned };
    const result = await runLease(run);
    resumed = false;
    calls.over = held.grantedAt;
    calls.lease = result.grants.find((grant) => grant.promptId === promptId);
    if (calls.lease === undefined && calls.next && patched('grant-told-meanwhile')) calls.lease = calls.next;
    calls.next = undefined;
    pauseMs = result.pauseMs;
    await announce(result.grants, own);
    if (result.outcome) return finish(result.outcome);
    const answered = open();
    // A wish to end it that came while it went back to the queue is still to be carried out.
    if (answered && (answered.kind !== 'cancel' || !patched('cancelled-while-requeued')))
      answered.done = true;
    if (isLong(input) && !open()) await goOnAnew();
  }
}
