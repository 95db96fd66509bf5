/** From the pasted text to the agent having it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { Deps } from '../context';
import { type Attempt, cursorRow, look, outcome } from './attempt';

/** A terminal program shows what was typed within milliseconds; a loaded machine takes longer. */
const ECHO_TIMEOUT_MS = 5_000;
/** Between two looks while something is expected any moment. */
const LOOK_PAUSE_MS = 10;
/** Enter is pressed again where the text still stands in the input box after so long. */
const ENTER_AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000];

/** Waits until the text stands in the input box; otherwise says how the delivery ended. */
export async function waitForEcho(deps: Deps, attempt: Attempt): Promise<'seen' | Delivery> {
  const deadline = Date.now() + ECHO_TIMEOUT_MS;
  for (;;) {
    const seen = await look(deps, attempt);
    if (!seen) return outcome('gone', `session '${attempt.session}' ended while the prompt was typed`);
    if (seen.sighting === 'composer') return 'seen';
    // A program that takes text without Enter, or a person who pressed it.
    if (seen.sighting === 'taken') return outcome('taken', 'the agent took the text at once');
    if (Date.now() >= deadline) {
      return outcome(
        'indeterminate',
        `the text didn't appear in the input box of session '${attempt.session}'; Enter was not pressed`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}

/** Presses Enter until the text has left the input box. */
export async function submit(deps: Deps, attempt: Attempt): Promise<Delivery> {
  const { store, tmux, submitDelayMs } = deps;
  const { promptId, session, paneId, agent } = attempt;
  if (submitDelayMs > 0) await pause(submitDelayMs);
  await tmux.keys(paneId, ['Enter']);
  store.receipts.step(promptId, 'submitted', session, 'Enter was pressed');
  for (const waitMs of ENTER_AGAIN_AFTER_MS) {
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline) {
      const seen = await look(deps, attempt);
      if (!seen) return outcome('lost', `session '${session}' ended right after the prompt was submitted`);
      // It stood in the box before Enter: gone from there, the agent has it, whatever else the screen shows.
      if (seen.sighting !== 'composer') {
        store.receipts.step(promptId, 'taken', session, `${agent.title} has it`, cursorRow(seen.frame));
        return outcome('taken', `${agent.title} has it`);
      }
      await pause(LOOK_PAUSE_MS);
    }
    await tmux.keys(paneId, ['Enter']);
  }
  return outcome(
    'indeterminate',
    `the text still stands in the input box of session '${session}' after Enter`,
  );
}
