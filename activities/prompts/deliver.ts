/** Delivery: gate, paste, see it, Enter, see it taken. Only Enter is ever repeated, never the paste; each key follows a look. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import type { HostActivities } from '../../workflows/contracts/activities';
import type { LeaseRow, PromptRow } from '../../store/rows';
import { baselineOf, leasedTerminal } from '../../terminal/delivery/baseline';
import type { Deps } from '../context';
import { findTranscript } from '../../agents/events/find';
import { raiseFence, superseded } from '../../terminal/fence';
import { foregroundOf } from '../../terminal/foreground';
import { beating } from '../heartbeat';
import { dropHeldOutput, startOutput } from '../../terminal/shell-output/pipe';
import type { Look } from '../../terminal/watch/types';
import { type Attempt, outcome, promptFence, step, typedText } from '../../terminal/delivery/attempt';
import { recover } from '../../terminal/delivery/recover';
import { submit, waitForEcho } from '../../terminal/delivery/submit';
import { typeText } from '../../terminal/delivery/type-text';

export function deliveryActivities(deps: Deps): Pick<HostActivities, 'deliverPrompt' | 'recoverDelivery'> {
  return {
    deliverPrompt: (input) => beating((signal) => ended(deps, input, deliver(deps, input, signal))),
    recoverDelivery: (input) => beating((signal) => ended(deps, input, recover(deps, input, signal))),
  };
}

/** What the shell prints is kept for an answer only. */
async function ended(deps: Deps, { grant }: HostInput, delivered: Promise<Delivery>): Promise<Delivery> {
  const delivery = await delivered;
  if (delivery.outcome !== 'taken') await dropHeldOutput(deps, grant);
  return delivery;
}

/** A screen that moves between the look and the paste (a clock, a resize) is looked at again so often. */
const TRIES = 5;
const TRY_AGAIN_MS = 50;

async function deliver(deps: Deps, { grant }: HostInput, signal: AbortSignal): Promise<Delivery> {
  const { store } = deps;
  const prompt = store.prompts.get(grant.promptId);
  if (!prompt) return outcome('not_typed', `there is no prompt ${grant.promptId}`);
  let lease = store.leases.held(grant);
  if (!lease) return outcome('not_typed', `session '${grant.session}' is no longer held for this prompt`);
  // An operator set the workflow back to before the typing that was done for this lease.
  if (lease.baseline !== null) return recover(deps, { grant }, signal);
  let last = outcome('not_typed', 'the screen did not stand still');
  for (let tries = 0; tries < TRIES; tries += 1) {
    const begun = await begin(deps, { prompt, lease, signal });
    if ('outcome' in begun) return begun;
    const { attempt, look } = begun;
    lease = { ...lease, attempt: begun.number };
    const typed = await typeInto(deps, attempt, look);
    if (typed !== 'moved') return typed;
    last = outcome('not_typed', `the screen of session '${look.session}' changed at the moment of typing`);
    await pause(TRY_AGAIN_MS);
  }
  return last;
}

/** The gate: this terminal, ready, with the program that the prompt is for. From here on the attempt has the keys. */
async function begin(
  deps: Deps,
  { prompt, lease, signal }: { prompt: PromptRow; lease: LeaseRow; signal: AbortSignal },
): Promise<Delivery | { attempt: Attempt; look: Look; number: number }> {
  const { store, watch, tmux } = deps;
  const look = await watch.lookAt(leasedTerminal(lease));
  if (!look) return outcome('not_typed', `the terminal of session '${lease.session_name}' is gone`);
  const { agent, pane } = look;
  signal.throwIfAborted();
  if (!agent) return outcome('not_typed', `session '${look.session}' runs no agent that is known`);
  if (look.verdict.state !== 'waiting_input')
    return outcome('not_typed', `session '${look.session}' wasn't ready: ${look.verdict.reason}`);
  const wanted = prompt.expected_provider ?? prompt.target_provider;
  if (wanted !== null && wanted !== agent.id)
    return outcome('not_typed', `session '${look.session}' runs ${agent.title} now, not ${wanted}`);
  const elsewhere = store.work.elsewhere(prompt.within_project, look.session, pane.workingDir);
  if (elsewhere !== undefined) return outcome('not_typed', elsewhere);
  const refusal = agent.refuses?.(typedText(prompt), look.frame);
  if (refusal !== undefined) return outcome('refused', refusal);
  const program = await foregroundOf(pane.pid);
  const baseline = { ...baselineOf(look.frame), pid: pane.pid, ...(program && { program }) };
  const number = store.lifecycle.beginTyping(lease, JSON.stringify(baseline));
  if (number === undefined) throw superseded();
  if (number === 'paused') return outcome('not_typed', 'the queue was paused before it was typed');
  const fence = promptFence({ store }, lease, number, signal);
  fence.check();
  const [isRaised] = await Promise.all([raiseFence(tmux, look, fence.token), startOutput(deps, look, lease)]);
  if (!isRaised) return outcome('not_typed', `the terminal of session '${look.session}' is another one now`);
  return {
    look,
    number,
    attempt: {
      promptId: prompt.id,
      text: typedText(prompt),
      terminal: { server: pane.server, paneId: pane.paneId, pid: pane.pid },
      before: look.frame.lines.join('\n'),
      sinceMs: Date.now(),
      ...{ agent, baseline, program, fence },
    },
  };
}

/** `moved`: nothing was typed. */
async function typeInto(deps: Deps, attempt: Attempt, look: Look): Promise<Delivery | 'moved'> {
  findTranscript(deps, look.pane);
  const fault = await typeText(deps, attempt, look);
  if (fault) return fault;
  const echo = await waitForEcho(deps, attempt);
  if ('outcome' in echo) return echo;
  step(deps, attempt, 'typed', echo, 'the text stands in the input box');
  return submit(deps, attempt);
}
