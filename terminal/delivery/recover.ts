/**
 * After a worker died in a delivery: the record tells how far it came for certain, the screen tells the rest.
 * Nothing is typed again here; at most Enter is pressed on a text that is seen standing in the input box.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, Grant, HostInput } from '../../workflows/contracts/assignment';
import type { AssignedPrompt, HeldLease } from '../../workflows/contracts/host-store';
import { agentById } from '../../agents/index';
import { parseBaseline } from './baseline';
import { superseded, takeTerminal, typedBy } from '../fence';
import { leasedAttempt, leaseToken, promptFence, type TypingAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { dropOutput } from '../shell-output/pipe';
import { cursorRow, hindrance, locate, outcome, type Seen, step } from './locate';
import { takeBack } from './take-back';
import { sourceInWords, submit, waitForEcho } from './submit';

/** A half-drawn screen is looked at again for so long before it is called unclear. */
const UNCLEAR_TIMEOUT_MS = 3_000;
const LOOK_PAUSE_MS = 100;

type Stage = 'typing' | 'typed' | 'submitted';

export async function recover(deps: HostDeps, { grant }: HostInput, signal: AbortSignal): Promise<Delivery> {
  const { prompt, lease } = await deps.hostStore.assignment(grant);
  if (!prompt || !lease)
    return outcome('indeterminate', `session '${grant.session}' is no longer held for this prompt`);
  const delivery = await goOn(deps, { prompt, lease, grant, signal });
  // What the shell prints is kept for an answer only.
  if (delivery.outcome !== 'taken') await Promise.all([dropOutput(deps, lease), deps.changes?.drop(lease)]);
  return delivery;
}

export interface Held {
  readonly prompt: AssignedPrompt;
  readonly lease: HeldLease;
  readonly grant: Grant;
  readonly signal: AbortSignal;
}

/** Takes the place of the attempt before, wherever it came to. */
export async function goOn(
  deps: HostDeps,
  { prompt, lease: before, grant, signal }: Held,
): Promise<Delivery> {
  const { hostStore, watch, tmux } = deps;
  if (prompt.stage === 'leased' || before.baseline === null)
    return outcome('not_typed', 'the worker ended before anything was typed');
  if (!['typing', 'typed', 'submitted'].includes(prompt.stage))
    return outcome('taken', 'it was taken before');
  const stage = prompt.stage as Stage;
  const agent = agentById(grant.provider ?? '');
  if (!agent) return outcome('indeterminate', `no rules for agent '${grant.provider}'`);
  // The attempt before may still live, in a process that was stopped: its keys are refused from here on.
  const number = await hostStore.nextAttempt(before);
  if (number === null) throw superseded();
  const lease = { ...before, attempt: number };
  const attempt: TypingAttempt = {
    ...leasedAttempt(prompt, lease, agent),
    ...{ baseline: parseBaseline(before.baseline), fence: promptFence(hostStore, lease, signal), signal },
  };
  const taken = await takeTerminal(deps, attempt.terminal, attempt.fence);
  if (!taken) return ended(stage, lease.session);
  const { look: known } = taken;
  // Now that no earlier attempt can type any more. One of an older release left no mark.
  const typed = before.attempt === 0 ? undefined : await typedBy(tmux, known.pane, leaseToken(lease));
  // `typed` is written down only after tmux has typed: a mark that somebody took away does not undo it.
  if (typed === 'nothing' && stage === 'typing')
    return outcome('not_typed', 'the worker ended before anything was typed');
  // What it took while nobody looked stands in its transcript.
  await watch.refresh(known);
  return decide(deps, attempt, typed === 'entered' ? 'submitted' : stage, known.session, typed === 'pasted');
}

function ended(stage: Stage, session: string): Delivery {
  return stage === 'submitted'
    ? outcome('lost', `session '${session}' ended after the prompt was submitted`)
    : outcome('gone', `session '${session}' ended before the prompt was submitted`);
}

/** `pasted`: the text is in the terminal for certain, and Enter was not pressed on it. */
async function decide(
  deps: HostDeps,
  attempt: TypingAttempt,
  stage: Stage,
  session: string,
  pasted: boolean,
): Promise<Delivery> {
  const { agent } = attempt;
  const deadlineMs = performance.now() + UNCLEAR_TIMEOUT_MS;
  for (;;) {
    const seen = await locate(deps, attempt);
    if (!seen) return ended(stage, session);
    if (seen.toldBy) {
      const reason = `${agent.title} has it: its ${sourceInWords(seen.toldBy)}`;
      await step(deps, attempt, seen, { stage: 'taken', reason, evidence: cursorRow(seen) });
      return outcome('taken', reason);
    }
    const hindered = await hindrance(attempt, seen);
    if (hindered?.lasting) return outcome(stage === 'submitted' ? 'lost' : 'gone', hindered.reason);
    if (hindered && pasted) return submitOnceShown(deps, attempt, stage);
    switch (seen.sighting) {
      case 'input':
        return submitStanding(deps, attempt, seen, stage);
      case 'accepted':
        await step(deps, attempt, seen, {
          ...{ stage: 'taken', evidence: cursorRow(seen) },
          reason: `${agent.title} has it, seen after a restart`,
        });
        return outcome('taken', `${agent.title} has it`);
      case 'absent':
        if (pasted) return submitOnceShown(deps, attempt, stage);
        if (stage === 'typing') return outcome('not_typed', 'the worker ended before the text was typed');
        if (stage === 'submitted')
          return outcome('taken', 'Enter was pressed on it and it left the input box');
        break;
      case 'unknown':
        break;
    }
    if (performance.now() >= deadlineMs) {
      if (pasted && seen.draft !== undefined) return takeBack(deps, attempt, seen);
      // As without a restart. A shell drops no Enter; what shows its work may have, and then the text still stands there.
      if (stage === 'submitted' && !seen.tells && !agent.showsWork)
        return outcome('taken', 'Enter was pressed on it');
      const when = stage === 'submitted' ? 'after Enter' : 'between typing and Enter';
      return outcome(
        'indeterminate',
        `a restart came ${when}, and the screen of session '${session}' doesn't tell whether it was taken`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}

/** A program that is busy with something else draws the text later. */
async function submitOnceShown(deps: HostDeps, attempt: TypingAttempt, stage: Stage): Promise<Delivery> {
  const echo = await waitForEcho(deps, attempt);
  return 'outcome' in echo ? echo : submitStanding(deps, attempt, echo, stage);
}

/** The receipt says once that it was typed: nothing is typed here. */
async function submitStanding(
  deps: HostDeps,
  attempt: TypingAttempt,
  seen: Seen,
  stage: Stage,
): Promise<Delivery> {
  const found = 'found standing in the input box after a restart';
  if (stage !== 'typing') return submit(deps, attempt, `Enter was pressed on the text, ${found}`);
  await step(deps, attempt, seen, { stage: 'typed', reason: found });
  return submit(deps, attempt);
}
