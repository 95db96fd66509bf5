/**
 * After a worker died in a delivery: the record tells how far it came for certain, the screen tells the rest.
 * Nothing is typed again here; at most Enter is pressed on a text that is seen standing in the input box.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import { timeMs } from '../../store/db/time';
import { agentById } from '../../agents/index';
import { leasedTerminal, parseBaseline } from './baseline';
import type { Deps } from '../../activities/context';
import { raiseFence, superseded, typedBy } from '../fence';
import {
  type Attempt,
  cursorRow,
  hindrance,
  look,
  outcome,
  promptFence,
  promptToken,
  step,
  typedText,
} from './attempt';
import { takeBack } from './take-back';
import { sourceInWords, submit, waitForEcho } from './submit';

/** A half-drawn screen is looked at again for so long before it is called unclear. */
const UNCLEAR_TIMEOUT_MS = 3_000;
const LOOK_PAUSE_MS = 100;

type Stage = 'typing' | 'typed' | 'submitted';

export async function recover(deps: Deps, { grant }: HostInput, signal: AbortSignal): Promise<Delivery> {
  const { store, watch, tmux } = deps;
  const prompt = store.prompts.get(grant.promptId);
  const lease = store.leases.held(grant);
  if (!prompt || !lease)
    return outcome('indeterminate', `session '${grant.session}' is no longer held for this prompt`);
  if (prompt.stage === 'leased' || lease.baseline === null) {
    return outcome('not_typed', 'the worker ended before anything was typed');
  }
  if (!['typing', 'typed', 'submitted'].includes(prompt.stage))
    return outcome('taken', 'it was taken before');
  const stage = prompt.stage as Stage;
  const agent = agentById(grant.provider ?? '');
  if (!agent) return outcome('indeterminate', `no rules for agent '${grant.provider}'`);
  // The attempt before may still live, in a process that was stopped: its keys are refused from here on.
  const number = store.leases.nextAttempt(lease);
  if (number === undefined) throw superseded();
  const terminal = leasedTerminal(lease);
  const baseline = parseBaseline(lease.baseline);
  const attempt: Attempt = {
    promptId: prompt.id,
    text: typedText(prompt),
    fence: promptFence(deps, lease, number, signal),
    program: baseline.program,
    sinceMs: timeMs(lease.granted_at),
    ...{ terminal, agent, baseline },
  };
  const known = await watch.lookAt(terminal);
  if (!known) return ended(stage, lease.session_name);
  attempt.fence.check();
  if (!(await raiseFence(tmux, known, attempt.fence.token, true)))
    return outcome('indeterminate', `the terminal of session '${known.session}' is another one now`);
  // Now that no earlier attempt can type any more. One of an older release left no mark.
  const typed = lease.attempt === 0 ? undefined : await typedBy(tmux, known.pane, promptToken(lease));
  if (typed === 'nothing') return outcome('not_typed', 'the worker ended before anything was typed');
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
  deps: Deps,
  attempt: Attempt,
  stage: Stage,
  session: string,
  pasted: boolean,
): Promise<Delivery> {
  const { agent } = attempt;
  const deadlineMs = performance.now() + UNCLEAR_TIMEOUT_MS;
  for (;;) {
    const seen = await look(deps, attempt);
    if (!seen) return ended(stage, session);
    if (seen.toldBy) {
      const reason = `${agent.title} has it: its ${sourceInWords(seen.toldBy)}`;
      step(deps, attempt, 'taken', seen, reason, cursorRow(seen));
      return outcome('taken', reason);
    }
    const hindered = await hindrance(attempt, seen);
    if (hindered?.lasting) return outcome(stage === 'submitted' ? 'lost' : 'gone', hindered.reason);
    if (hindered && pasted) return submitOnceShown(deps, attempt);
    switch (seen.sighting) {
      case 'composer':
        step(deps, attempt, 'typed', seen, 'found standing in the input box after a restart');
        return submit(deps, attempt);
      case 'taken':
        step(deps, attempt, 'taken', seen, `${agent.title} has it, seen after a restart`, cursorRow(seen));
        return outcome('taken', `${agent.title} has it`);
      case 'absent':
        if (pasted) return submitOnceShown(deps, attempt);
        if (stage === 'typing') return outcome('not_typed', 'the worker ended before the text was typed');
        if (stage === 'submitted')
          return outcome('taken', 'Enter was pressed on it and it left the input box');
        break;
      case 'unclear':
        break;
    }
    if (performance.now() >= deadlineMs) {
      if (pasted && seen.draft !== undefined) return takeBack(deps, attempt, seen);
      return outcome(
        'indeterminate',
        `a restart came between typing and Enter, and the screen of session '${session}' doesn't tell whether it was taken`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}

/** A program that is busy with something else draws the text later. */
async function submitOnceShown(deps: Deps, attempt: Attempt): Promise<Delivery> {
  const echo = await waitForEcho(deps, attempt);
  if ('outcome' in echo) return echo;
  step(deps, attempt, 'typed', echo, 'found standing in the input box after a restart');
  return submit(deps, attempt);
}
