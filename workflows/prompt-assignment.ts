/**
 * A prompt's life: queued, given a session, typed, followed to its end, settled. One prompt, one workflow; the record
 * (assigner.db) says where it is, so that the workflow can be started again at any point and goes on from there.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  patched,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ControlRequest, Grant, Outcome, PromptInput } from './contracts/assignment';
import { CONTROL_UPDATE, LEASE_SIGNAL } from './contracts/names';
import { announce } from './prompt/announce';
import { record } from './prompt/proxies';
import { runLease } from './prompt/run-lease';
import { showOutcome, showSearchAttributes } from './prompt/search-attributes';

export const leaseGranted = defineSignal<[Grant]>(LEASE_SIGNAL);
export const control = defineUpdate<null, [ControlRequest]>(CONTROL_UPDATE);

/** The record's clock and the engine's are not the same. */
const PAUSE_MARGIN_MS = 50;

interface Pending extends ControlRequest {
  done: boolean;
}

export async function promptAssignment(input: PromptInput): Promise<void> {
  const { promptId, durations, hubHost, searchable } = input;
  let lease: Grant | undefined;
  const requests: Pending[] = [];
  const open = (): Pending | undefined => requests.find(({ done }) => !done);

  /** A session that was given while the one before it was being given up. */
  let next: Grant | undefined;
  setHandler(leaseGranted, (grant) => {
    if (lease === undefined) lease = grant;
    else if (grant.session !== lease.session || grant.paneId !== lease.paneId) next = grant;
  });
  setHandler(control, async (request) => {
    // It has a session: there is nothing left to choose.
    if (request.kind === 'reconsider' && lease !== undefined) return null;
    const pending = { ...request, done: false };
    requests.push(pending);
    await condition(() => pending.done);
    return null;
  });
  const finish = async (outcome?: Outcome): Promise<void> => {
    if (outcome) showOutcome(input, outcome);
    requests.forEach((request) => (request.done = true));
    await condition(allHandlersFinished);
  };

  const entered = input.leased ? { state: input.leased, grants: [] } : await record.enterQueue({ promptId });
  if (!entered || entered.state.settled) return finish();
  const { state } = entered;
  // A run before this one may have got as far as typing: then the screen decides how to go on, not this workflow.
  let resumed = state.lease !== null && state.stage !== 'leased';
  lease = state.lease ?? undefined;
  await announce(entered.grants, promptId);
  /** After a try in which nothing was typed: how long no session is given to it. */
  let pauseMs: number | undefined;

  for (;;) {
    showSearchAttributes(input, state, lease);
    const isCalled = (): boolean => lease !== undefined || open() !== undefined;
    if (pauseMs === undefined) await condition(isCalled);
    else if (!(await condition(isCalled, pauseMs + PAUSE_MARGIN_MS))) {
      pauseMs = undefined;
      const grants = await record.giveOut();
      lease ??= grants.find((grant) => grant.promptId === promptId);
      await announce(grants, promptId);
      continue;
    }
    const request = open();
    if (request && (lease === undefined || (request.kind === 'cancel' && !resumed))) {
      if (request.kind === 'cancel') {
        await announce(
          await record.settlePrompt({ promptId, outcome: 'cancelled', reason: request.reason }),
          promptId,
        );
        return finish('cancelled');
      }
      // The target or the priority changed in the record: choose again.
      const grants = await record.giveOut();
      lease ??= grants.find((grant) => grant.promptId === promptId);
      await announce(grants, promptId);
      request.done = true;
      continue;
    }
    if (lease === undefined) continue;

    // Answered by the lease; left open they would stand before what a person asks of the work.
    for (const other of requests) other.done ||= other.kind === 'reconsider';
    const held = lease;
    const result = await runLease({ input, lease: held, timeoutMs: state.timeoutMs, resumed, request: open });
    resumed = false;
    lease = result.grants.find((grant) => grant.promptId === promptId);
    if (lease === undefined && next !== undefined && patched('grant-told-meanwhile')) lease = next;
    next = undefined;
    pauseMs = result.pauseMs;
    await announce(result.grants, promptId);
    if (result.outcome) return finish(result.outcome);
    const answered = open();
    if (answered) answered.done = true;
    if (workflowInfo().continueAsNewSuggested) {
      await finish();
      await continueAsNew<typeof promptAssignment>({ promptId, durations, hubHost, searchable });
    }
  }
}
