/**
 * After a worker died in a delivery: the record tells how far it came for certain, the screen tells the rest.
 * Nothing is typed again here; at most Enter is pressed on a text that is seen standing in the input box.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import { timeMs } from '../../store/time';
import { agentById } from '../agents/index';
import { parseBaseline } from '../baseline';
import type { Deps } from '../context';
import { type Attempt, cursorRow, look, outcome, typedText } from './attempt';
import { sourceInWords, submit } from './submit';

/** A half-drawn screen is looked at again for so long before it is called unclear. */
const UNCLEAR_TIMEOUT_MS = 3_000;
const LOOK_PAUSE_MS = 100;

export async function recover(deps: Deps, { grant }: HostInput): Promise<Delivery> {
  const { store, watch } = deps;
  const prompt = store.prompts.get(grant.promptId);
  const lease = store.leases.get(grant.promptId);
  if (!prompt || !lease || lease.session_name !== grant.session) {
    return outcome('indeterminate', `session '${grant.session}' is no longer held for this prompt`);
  }
  if (prompt.stage === 'leased' || lease.baseline === null) {
    return outcome('not_typed', 'the worker ended before anything was typed');
  }
  if (!['typing', 'typed', 'submitted'].includes(prompt.stage))
    return outcome('taken', 'it was taken before');
  const agent = agentById(grant.provider ?? '');
  if (!agent) return outcome('indeterminate', `no rules for agent '${grant.provider}'`);
  const attempt: Attempt = {
    promptId: prompt.id,
    text: typedText(prompt),
    session: grant.session,
    agent,
    paneId: lease.pane_id,
    baseline: parseBaseline(lease.baseline),
    sinceMs: timeMs(lease.granted_at),
  };
  const known = await watch.look(grant.session);
  // What it took while nobody looked stands in its transcript.
  if (known) await watch.refresh(known);
  return decide(deps, attempt, prompt.stage as 'typing' | 'typed' | 'submitted');
}

async function decide(
  deps: Deps,
  attempt: Attempt,
  stage: 'typing' | 'typed' | 'submitted',
): Promise<Delivery> {
  const { store } = deps;
  const { promptId, session, agent } = attempt;
  const deadline = Date.now() + UNCLEAR_TIMEOUT_MS;
  for (;;) {
    const seen = await look(deps, attempt);
    if (!seen) {
      return stage === 'submitted'
        ? outcome('lost', `session '${session}' ended after the prompt was submitted`)
        : outcome('gone', `session '${session}' ended before the prompt was submitted`);
    }
    if (seen.toldBy) {
      const reason = `${agent.title} has it: its ${sourceInWords(seen.toldBy)}`;
      store.receipts.step(promptId, 'taken', session, reason, cursorRow(seen.frame));
      return outcome('taken', reason);
    }
    switch (seen.sighting) {
      case 'composer':
        store.receipts.step(promptId, 'typed', session, 'found standing in the input box after a restart');
        return submit(deps, attempt);
      case 'taken':
        store.receipts.step(
          promptId,
          'taken',
          session,
          `${agent.title} has it, seen after a restart`,
          cursorRow(seen.frame),
        );
        return outcome('taken', `${agent.title} has it`);
      case 'absent':
        if (stage === 'typing') return outcome('not_typed', 'the worker ended before the text was typed');
        if (stage === 'submitted')
          return outcome('taken', 'Enter was pressed on it and it left the input box');
        break;
      case 'unclear':
        break;
    }
    if (Date.now() >= deadline) {
      return outcome(
        'indeterminate',
        `a restart came between typing and Enter, and the screen of session '${session}' doesn't tell whether it was taken`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}
