/** From the pasted text to the agent having it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { Deps } from '../context';
import type { ToldBy } from '../evidence/types';
import { type Attempt, cursorRow, look, outcome, type Seen } from './attempt';

/**
 * A terminal program shows what was typed within milliseconds; a loaded machine takes longer, and Codex was seen to draw
 * nothing for 5 s while something else went on in it.
 */
const ECHO_TIMEOUT_MS = 20_000;
/** Between two looks while something is expected any moment. */
const LOOK_PAUSE_MS = 10;
/** A hook is called within 100 ms of Enter, a transcript is written as soon; a loaded machine takes longer. */
const TOLD_TIMEOUT_MS = 8_000;
/** Enter is pressed again where the text still stands in the input box after so long. */
const ENTER_AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000];

/** Waits until the text stands in the input box; otherwise says how the delivery ended. */
export async function waitForEcho(deps: Deps, attempt: Attempt): Promise<'seen' | Delivery> {
  const deadline = Date.now() + ECHO_TIMEOUT_MS;
  for (;;) {
    const seen = await look(deps, attempt);
    if (!seen) return outcome('gone', `session '${attempt.session}' ended while the prompt was typed`);
    if (seen.sighting === 'composer') return 'seen';
    // A program that takes text without Enter, or a person who pressed it. The same prompt sent before looks the same.
    if (seen.sighting === 'taken' && (seen.toldBy || seen.busy || !attempt.agent.showsWork))
      return outcome('taken', 'the agent took the text at once');
    if (Date.now() >= deadline) {
      return outcome(
        'indeterminate',
        `the text didn't appear in the input box of session '${attempt.session}'; Enter was not pressed`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}

/** Presses Enter until the text has left the input box and the agent has it. */
export async function submit(deps: Deps, attempt: Attempt): Promise<Delivery> {
  const { store, tmux, submitDelayMs } = deps;
  const { promptId, session, paneId } = attempt;
  if (submitDelayMs > 0) await pause(submitDelayMs);
  await tmux.keys(paneId, ['Enter']);
  store.receipts.step(promptId, 'submitted', session, 'Enter was pressed');
  for (const waitMs of ENTER_AGAIN_AFTER_MS) {
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline) {
      const seen = await look(deps, attempt);
      if (!seen) return outcome('lost', `session '${session}' ended right after the prompt was submitted`);
      if (seen.toldBy || seen.sighting !== 'composer') return taken(deps, attempt, seen);
      await pause(LOOK_PAUSE_MS);
    }
    await tmux.keys(paneId, ['Enter']);
  }
  return outcome(
    'indeterminate',
    `the text still stands in the input box of session '${session}' after Enter`,
  );
}

/**
 * The text stood in the box before Enter and is gone from there. An agent that tells of its turns tells of this one, too,
 * unless it took the text for something else than a prompt; so its word is waited for, while it isn't seen working.
 */
async function taken(deps: Deps, attempt: Attempt, first: Seen): Promise<Delivery> {
  const { store, watch } = deps;
  const { promptId, session, agent } = attempt;
  const deadline = Date.now() + TOLD_TIMEOUT_MS;
  for (let seen: Seen | null = first; ; seen = await look(deps, attempt)) {
    if (!seen) return outcome('lost', `session '${session}' ended right after the prompt was submitted`);
    if (seen.toldBy || seen.busy || !seen.tells) {
      const reason = seen.toldBy
        ? `${agent.title} has it: its ${sourceInWords(seen.toldBy)}`
        : `${agent.title} has it: the input box is empty${seen.busy ? ' and it works' : ''}`;
      store.receipts.step(promptId, 'taken', session, reason, cursorRow(seen.frame));
      return outcome('taken', reason);
    }
    if (Date.now() >= deadline) {
      const reason = `${agent.title} emptied its input box, but tells of no prompt: it may have taken the text for a command`;
      return outcome('indeterminate', reason);
    }
    await pause(LOOK_PAUSE_MS);
    await watch.refresh({ pane: { paneId: attempt.paneId, pid: attempt.baseline.pid } });
  }
}

export function sourceInWords(source: ToldBy): string {
  return source === 'hooks' ? 'hook told of it' : 'transcript holds it';
}
