/**
 * What was typed and never stood in the box as it was sent is taken out again. Enter was not pressed, so the agent has
 * nothing of it; left there it would stand in front of the next prompt, or keep the session from ever being ready.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { TypingAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { superseded } from '../fence';
import { locate, outcome, pressAt, type Seen } from './locate';

const LOOK_PAUSE_MS = 50;
const EMPTY_TIMEOUT_MS = 5_000;
const MAX_PRESSES = 3;

export async function takeBack(deps: HostDeps, attempt: TypingAttempt, seen: Seen): Promise<Delivery> {
  const { session, pane } = seen.look;
  const { agent } = attempt;
  if (seen.draft === undefined) {
    // It may still come, whenever the program goes on: nothing else is typed there before.
    const reason = `the text of prompt ${attempt.prompt.id} was pasted and hasn't shown up: look at the terminal`;
    attempt.signal.throwIfAborted();
    if (!(await deps.hostStore.suspect(session, reason, attempt.lease))) throw superseded();
    return outcome(
      'indeterminate',
      `the text didn't appear in the input box of session '${session}'; Enter was not pressed`,
    );
  }
  // With somebody at the terminal the words may be theirs.
  if (pane.attached > 0 || !agent.clearKeys) {
    return outcome(
      'indeterminate',
      `what stands in the input box of session '${session}' is not the text that was typed; Enter was not pressed`,
    );
  }
  for (let presses = 0; presses < MAX_PRESSES;) {
    const now = await locate(deps, attempt);
    if (!now) return outcome('gone', 'its terminal ended while the prompt was typed');
    if (now.draft === undefined) break;
    if (!(await pressAt(deps, attempt, agent.clearKeys, now))) {
      await pause(LOOK_PAUSE_MS);
      continue;
    }
    presses += 1;
    if (await isEmptied(deps, attempt)) break;
  }
  const end = await locate(deps, attempt);
  return end?.draft === undefined
    ? outcome(
        'not_typed',
        `the text didn't stand in the input box of session '${session}' as it was sent, and was taken out again`,
      )
    : outcome(
        'indeterminate',
        `what stands in the input box of session '${session}' could not be taken out again`,
      );
}

async function isEmptied(deps: HostDeps, attempt: TypingAttempt): Promise<boolean> {
  const deadlineMs = performance.now() + EMPTY_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    const seen = await locate(deps, attempt);
    if (seen?.draft === undefined) return true;
    await pause(LOOK_PAUSE_MS);
  }
  return false;
}
