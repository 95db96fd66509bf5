/** Delivery: gate, paste, see it, Enter, see it taken. Only Enter is ever repeated, never the paste; each key follows a look. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import type { AgentProgram } from '../../agents/types';
import { promptFence, type TypingAttempt, typedText } from '../attempt';
import type { FirstLook } from '../changes';
import type { HostDeps } from '../context';
import { raiseFence, superseded } from '../fence';
import { foregroundOf } from '../foreground';
import { dropOutput, startOutput } from '../shell-output/pipe';
import { findTranscript } from '../turn/find-transcript';
import type { Snapshot } from '../watch/types';
import { baselineOf, leasedTerminal } from './baseline';
import { outcome, step } from './locate';
import { goOn, type Held } from './recover';
import { submit, waitForEcho } from './submit';
import { typeText } from './type-text';

const takenOver = (session: string): string => `a person has taken over the terminal of session '${session}'`;
/** A screen that moves between the look and the paste (a clock, a resize) is looked at again so often. */
const TRIES = 5;
const TRY_AGAIN_MS = 50;

export async function deliver(deps: HostDeps, { grant }: HostInput, signal: AbortSignal): Promise<Delivery> {
  const { prompt, lease } = await deps.hostStore.assignment(grant);
  if (!prompt) return outcome('not_typed', `there is no prompt ${grant.promptId}`);
  if (!lease) return outcome('not_typed', `session '${grant.session}' is no longer held for this prompt`);
  const held = { prompt, lease, grant, signal };
  // With a baseline: an operator set the workflow back to before the typing that was done for this lease.
  const delivery = await (lease.baseline === null ? typeAndSubmit(deps, held) : goOn(deps, held));
  // What the shell prints is kept for an answer only, and what its directory was like for the end of a turn.
  if (delivery.outcome !== 'taken') await Promise.all([dropOutput(deps, lease), deps.changes?.drop(lease)]);
  return delivery;
}

async function typeAndSubmit(deps: HostDeps, first: Held): Promise<Delivery> {
  let held = first;
  let last = outcome('not_typed', 'the screen did not stand still');
  let files: FirstLook | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const begun = await begin(deps, held);
    if ('outcome' in begun) return begun;
    const { attempt, look, isRaised } = begun;
    held = { ...held, lease: attempt.lease };
    files ??= deps.changes?.begin(attempt.lease, attempt.session, look.pane.workingDir);
    const typed = isRaised ? await typeInto(deps, attempt, look, files) : 'moved';
    if (typed !== 'moved') return typed;
    last = outcome('not_typed', `the screen of session '${look.session}' changed at the moment of typing`);
    await pause(TRY_AGAIN_MS);
  }
  return last;
}

/** The gate: this terminal, ready, with the program that the prompt is for. From here on the attempt has the keys. */
async function begin(
  deps: HostDeps,
  held: Held,
): Promise<Delivery | { attempt: TypingAttempt; look: Snapshot; isRaised: boolean }> {
  const { prompt, lease: before, signal } = held;
  const { hostStore, watch, tmux } = deps;
  const look = await watch.observeTerminal(leasedTerminal(before));
  if (!look) return outcome('not_typed', `the terminal of session '${before.session}' is gone`);
  signal.throwIfAborted();
  const ready = await whoIsReady(deps, held, look);
  if ('outcome' in ready) return ready;
  const agent = ready;
  const { pane } = look;
  const program = await foregroundOf(pane.pid);
  const baseline = { ...baselineOf(look.frame), pid: pane.pid, ...(program && { program }) };
  const json = JSON.stringify(baseline);
  const number = await hostStore.beginTyping(before, json);
  if (number === null) throw superseded();
  if (number === 'paused') return outcome('not_typed', 'the queue was paused before it was typed');
  if (number === 'taken_over') return outcome('not_typed', takenOver(before.session));
  const lease = { ...before, attempt: number, baseline: json };
  const fence = promptFence(hostStore, lease, signal);
  const [isRaised] = await Promise.all([raiseFence(tmux, look, fence), startOutput(deps, look, lease)]);
  const attempt: TypingAttempt = {
    ...{ prompt, lease, text: typedText(prompt), agent, baseline, program, fence, signal },
    session: lease.session,
    terminal: { server: pane.server, paneId: pane.paneId, pid: pane.pid },
    before: look.frame.lines.join('\n'),
    sinceMs: Date.now(),
  };
  return { look, attempt, isRaised };
}

/** The agent that may be typed to, or why not. */
async function whoIsReady(
  { hostStore }: HostDeps,
  { prompt }: Held,
  { session, agent, reading: verdict, pane, frame }: Snapshot,
): Promise<Delivery | AgentProgram> {
  if (!agent) return outcome('not_typed', `session '${session}' runs no agent that is known`);
  if (verdict.state !== 'waiting_input')
    return outcome('not_typed', `session '${session}' wasn't ready: ${verdict.reason}`);
  if (pane.writer !== '') return outcome('not_typed', takenOver(session));
  const wanted = prompt.expectedProvider ?? prompt.targetProvider;
  if (wanted !== null && wanted !== agent.id)
    return outcome('not_typed', `session '${session}' runs ${agent.title} now, not ${wanted}`);
  const { withinProject: projectId } = prompt;
  if (projectId !== null) {
    const misplaced = await hostStore.misplaced({ projectId, session, workingDir: pane.workingDir });
    if (misplaced !== null) return outcome('not_typed', misplaced);
  }
  const refusal = agent.refuses?.(typedText(prompt), frame);
  return refusal === undefined ? agent : outcome('refused', refusal);
}

/** `moved`: nothing was typed. */
async function typeInto(
  deps: HostDeps,
  attempt: TypingAttempt,
  look: Snapshot,
  files: FirstLook | undefined,
): Promise<Delivery | 'moved'> {
  findTranscript(deps, look.pane);
  const fault = await typeText(deps, attempt, look);
  if (fault) return fault;
  const echo = await waitForEcho(deps, attempt);
  if ('outcome' in echo) return begun(echo, files);
  await step(deps, attempt, echo, { stage: 'typed', reason: 'the text stands in the input box' });
  await files?.ready();
  return begun(await submit(deps, attempt), files);
}

function begun(delivery: Delivery, files: FirstLook | undefined): Delivery {
  if (delivery.outcome === 'taken') files?.taken();
  return delivery;
}
