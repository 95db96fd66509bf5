/** From the pasted text to the agent having it. What stands on the screen decides, not how long it took. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { ToldBy } from '../../agents/events/types';
import type { TypingAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { entered } from '../fence';
import { cursorRow, hindrance, locate, outcome, pressAt, type Seen, step } from './locate';
import { takeBack } from './take-back';

/** Between two looks while something is expected any moment. */
const LOOK_PAUSE_MS = 10;
/** After a while it is no longer expected any moment. */
const SLOW_AFTER_MS = 2_000;
const SLOW_LOOK_PAUSE_MS = 50;
/** A text that is drawn, but isn't ours: a half-drawn one has long been completed. */
const WRONG_TIMEOUT_MS = 20_000;
/** A program that was suspended with our text in its box (Ctrl-Z) is waited for so long. */
const SUSPENDED_TIMEOUT_MS = 200_000;
const SUSPENDED_PAUSE_MS = 200;
/** A hook is called within 100 ms of Enter, a transcript is written as soon; a loaded machine takes longer. */
const TOLD_TIMEOUT_MS = 8_000;
/** Enter is pressed again where the text still stands in the input box after so long. */
const ENTER_AGAIN_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Looks until the screen stands still between a look and Enter. */
const STILL_TRIES = 200;

/** Waits until the text stands in the input box; otherwise says how the delivery ended. */
export function waitForEcho(deps: HostDeps, attempt: TypingAttempt): Promise<Seen | Delivery> {
  return untilShown(deps, attempt, ({ sighting, toldBy, busy }) => {
    if (sighting === 'input') return true;
    // A program that takes text without Enter, or a person who pressed it. The same prompt sent before looks the same.
    return sighting === 'accepted' && (toldBy || busy || !attempt.agent.showsWork)
      ? outcome('taken', 'the agent took the text at once')
      : false;
  });
}

/** Looks until `isShown`. Where what was typed never shows, it is taken back out of the box, so that nothing is left there. */
export async function untilShown(
  deps: HostDeps,
  attempt: TypingAttempt,
  isShown: (seen: Seen) => boolean | Delivery,
  text = attempt.text,
): Promise<Seen | Delivery> {
  const beganMs = performance.now();
  let suspendedMs = 0;
  for (;;) {
    const seen = await locate(deps, attempt, text);
    if (!seen) return outcome('gone', 'its terminal ended while the prompt was typed');
    const shown = isShown(seen);
    if (shown === true) return seen;
    if (shown !== false) return shown;
    const hindered = await hindrance(attempt, seen);
    if (hindered?.lasting) return outcome('gone', `${hindered.reason} while the prompt was typed`);
    if (hindered) {
      // Its text stands in a program that comes back: nothing is drawn by it meanwhile.
      if (suspendedMs >= SUSPENDED_TIMEOUT_MS) return outcome('indeterminate', hindered.reason);
      suspendedMs += SUSPENDED_PAUSE_MS;
      await pause(SUSPENDED_PAUSE_MS);
      continue;
    }
    const waitedMs = performance.now() - beganMs - suspendedMs;
    const reacts = attempt.before !== seen.look.frame.lines.join('\n');
    // A program that draws nothing at all may be waiting for the processor, its network or its disk.
    if (waitedMs >= (reacts ? WRONG_TIMEOUT_MS : deps.silentTimeoutMs)) return takeBack(deps, attempt, seen);
    await pause(waitedMs < SLOW_AFTER_MS ? LOOK_PAUSE_MS : SLOW_LOOK_PAUSE_MS);
  }
}

/** Presses Enter until the text has left the input box and the agent has it. Each Enter follows a look at our own text. */
export async function submit(
  deps: HostDeps,
  attempt: TypingAttempt,
  reason = 'Enter was pressed',
): Promise<Delivery> {
  if (deps.submitDelayMs > 0) await pause(deps.submitDelayMs);
  let submitted = false;
  let last: Seen | undefined;
  for (const waitMs of ENTER_AGAIN_AFTER_MS) {
    const pressed = await enter(deps, attempt, submitted);
    if ('outcome' in pressed) return pressed;
    last = pressed.seen;
    if (!pressed.pressed) return taken(deps, attempt, last);
    if (!submitted) await step(deps, attempt, last, { stage: 'submitted', reason });
    submitted = true;
    const deadlineMs = performance.now() + waitMs;
    do {
      const seen = await locate(deps, attempt);
      if (!seen) return outcome('lost', 'its terminal ended right after the prompt was submitted');
      if (seen.toldBy || seen.sighting !== 'input') return taken(deps, attempt, seen);
      await pause(LOOK_PAUSE_MS);
    } while (performance.now() < deadlineMs);
  }
  const session = last?.look.session ?? '';
  return outcome(
    'indeterminate',
    `the text still stands in the input box of session '${session}' after Enter`,
  );
}

/** One Enter on our own text. `pressed` false: the text has left the box by itself. */
async function enter(
  deps: HostDeps,
  attempt: TypingAttempt,
  submitted: boolean,
): Promise<Delivery | { pressed: boolean; seen: Seen }> {
  for (let tries = 0; tries < STILL_TRIES; tries += 1) {
    const seen = await locate(deps, attempt);
    if (!seen) {
      return submitted
        ? outcome('lost', 'its terminal ended right after the prompt was submitted')
        : outcome('gone', 'its terminal ended before the prompt was submitted');
    }
    if (seen.toldBy || seen.sighting !== 'input') {
      if (submitted || seen.toldBy || seen.busy) return { pressed: false, seen };
      const shown = await waitForEcho(deps, attempt);
      if ('outcome' in shown) return shown;
      continue;
    }
    const hindered = await hindrance(attempt, seen);
    if (hindered?.lasting) return outcome(submitted ? 'lost' : 'gone', hindered.reason);
    if (hindered) {
      const back = await waitForEcho(deps, attempt);
      if ('outcome' in back) return back;
      continue;
    }
    if (await pressAt(deps, attempt, ['Enter'], seen, entered(attempt.fence))) return { pressed: true, seen };
    await pause(LOOK_PAUSE_MS);
  }
  return outcome('indeterminate', 'the screen never stood still, so Enter was not pressed');
}

/**
 * The text stood in the box before Enter and is gone from there. An agent that tells of its turns tells of this one, too,
 * unless it took the text for something else than a prompt; so its word is waited for, while it isn't seen working.
 */
async function taken(deps: HostDeps, attempt: TypingAttempt, first: Seen): Promise<Delivery> {
  const { agent, terminal, baseline } = attempt;
  const deadlineMs = performance.now() + TOLD_TIMEOUT_MS;
  for (let seen: Seen | null = first; ; seen = await locate(deps, attempt)) {
    if (!seen) return outcome('lost', 'its terminal ended right after the prompt was submitted');
    if (seen.toldBy || seen.busy || !seen.tells) {
      const reason = seen.toldBy
        ? `${agent.title} has it: its ${sourceInWords(seen.toldBy)}`
        : `${agent.title} has it: the input box is empty${seen.busy ? ' and it works' : ''}`;
      await step(deps, attempt, seen, { stage: 'taken', reason, evidence: cursorRow(seen) });
      return outcome('taken', reason);
    }
    if (performance.now() >= deadlineMs) {
      const reason = `${agent.title} emptied its input box, but tells of no prompt: it may have taken the text for a command`;
      return outcome('indeterminate', reason);
    }
    await pause(LOOK_PAUSE_MS);
    await deps.watch.refresh({ pane: { paneId: terminal.paneId, pid: baseline.pid } });
  }
}

export function sourceInWords(source: ToldBy): string {
  return source === 'hooks' ? 'hook told of it' : 'transcript holds it';
}
