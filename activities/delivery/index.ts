/** Delivery: gate, paste, see it, Enter, see it taken. Only Enter is ever repeated, never the paste. */
import type { Delivery, HostInput } from '../../workflows/contracts/assignment';
import type { HostActivities } from '../../workflows/contracts/ports';
import { TmuxError, TmuxGoneError } from '../adapters/tmux/types';
import { baselineOf } from '../baseline';
import type { Deps } from '../context';
import { beating } from '../heartbeat';
import { recover } from './recover';
import { submit, waitForEcho } from './submit';
import { typeText } from './type-text';
import { type Attempt, outcome, typedText } from './attempt';

export function deliveryActivities(deps: Deps): Pick<HostActivities, 'deliverPrompt' | 'recoverDelivery'> {
  return {
    deliverPrompt: (input) => beating(() => deliver(deps, input)),
    recoverDelivery: (input) => beating(() => recover(deps, input)),
  };
}

async function deliver(deps: Deps, { grant }: HostInput): Promise<Delivery> {
  const { store, watch, log } = deps;
  const prompt = store.prompts.get(grant.promptId);
  if (!prompt) return outcome('not_typed', `there is no prompt ${grant.promptId}`);
  const look = await watch.look(grant.session);
  if (!look?.agent) return outcome('not_typed', `session '${grant.session}' is gone`);
  if (look.verdict.state !== 'waiting_input') {
    return outcome('not_typed', `session '${grant.session}' wasn't ready: ${look.verdict.reason}`);
  }
  const attempt: Attempt = {
    promptId: prompt.id,
    text: typedText(prompt),
    session: grant.session,
    agent: look.agent,
    paneId: look.pane.paneId,
    baseline: { ...baselineOf(look.frame), pid: look.pane.pid },
    sinceMs: Date.now(),
  };
  if (!store.lifecycle.beginTyping(grant, attempt.paneId, JSON.stringify(attempt.baseline))) {
    return outcome('not_typed', `session '${grant.session}' is no longer held for this prompt`);
  }
  try {
    const fault = await typeText(deps, attempt);
    if (fault) return fault;
  } catch (error) {
    if (error instanceof TmuxGoneError) throw error;
    if (!(error instanceof TmuxError)) throw error;
    // tmux refused: nothing was typed. A pane that ended says so the same way.
    log.warn({ promptId: prompt.id, session: grant.session, err: error }, 'paste refused');
    const alive = await watch.look(grant.session);
    return alive?.pane.paneId === attempt.paneId
      ? outcome('indeterminate', `tmux didn't take the text: ${error.message}`)
      : outcome('gone', `session '${grant.session}' ended while the prompt was typed`);
  }
  const echo = await waitForEcho(deps, attempt);
  if (echo !== 'seen') return echo;
  store.receipts.step(prompt.id, 'typed', grant.session, 'the text stands in the input box');
  return submit(deps, attempt);
}
