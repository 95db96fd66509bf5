/** Puts the text into the input box, in the steps its agent needs for it. Nothing is typed twice and no Enter is pressed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import { TmuxError, TmuxGoneError, TmuxMovedError } from '../tmux/types';
import type { TypingStep } from '../../agents/types';
import type { TypingAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { pasted, stillGuard } from '../fence';
import type { Snapshot } from '../watch/types';
import { hindrance, locate, outcome, type Seen } from './locate';
import { untilShown } from './submit';

/** Not all could be typed: how the delivery ended; `moved` where the screen changed before anything of the text was typed. */
type Fault = Delivery | 'moved';

/** Resolves when all has been typed, or it can't go on. */
export async function typeText(
  deps: HostDeps,
  attempt: TypingAttempt,
  first: Snapshot,
): Promise<Fault | undefined> {
  const { agent, text } = attempt;
  const steps = agent.typing?.(text, first.frame) ?? [{ paste: text }];
  let seen: Pick<Seen, 'look' | 'draft'> = { look: first, draft: first.screen.draft };
  let begun = false;
  for (const [index, step] of steps.entries()) {
    const { draft } = seen;
    const cursor = cursorOf(seen.look);
    let fault: Fault | undefined;
    if (begun) fault = await typeNext(deps, attempt, step);
    else if (index === 0) fault = await typeFirst(deps, attempt, step, first);
    else fault = await typeOnceReady(deps, attempt, step);
    begun ||= !leavesNothing(step);
    if (!fault && 'keys' in step && step.otherwise) fault = await otherwise(deps, attempt, step, draft);
    if (fault) return fault;
    // The last one is waited for by what submits it.
    if (index === steps.length - 1) return undefined;
    if (leavesNothing(step)) continue;
    const isShown = (now: Seen): boolean => {
      if (step.shows === undefined) return now.draft !== draft;
      return step.shows === '' ? cursorOf(now.look) !== cursor : now.sighting === 'input';
    };
    const shown = await untilShown(deps, attempt, isShown, step.shows || text);
    if ('outcome' in shown) return shown;
    seen = shown;
  }
  return undefined;
}

function cursorOf({ frame }: Snapshot): string {
  return `${frame.cursorX},${frame.cursorY}`;
}

async function type(
  { tmux }: HostDeps,
  { fence }: TypingAttempt,
  step: TypingStep,
  at: Snapshot,
): Promise<void> {
  await fence.check();
  const guard = stillGuard(at, fence);
  const { paneId } = at.pane;
  const mark = leavesNothing(step) ? undefined : pasted(fence);
  if ('paste' in step) await tmux.paste(paneId, step.paste, guard, mark);
  else await tmux.keys(paneId, step.keys, guard, mark);
}

function leavesNothing(step: TypingStep): boolean {
  return 'keys' in step && step.leaves === 'nothing';
}

async function typeFirst(
  deps: HostDeps,
  attempt: TypingAttempt,
  step: TypingStep,
  at: Snapshot,
): Promise<Fault | undefined> {
  const { session } = at;
  try {
    await type(deps, attempt, step, at);
    return undefined;
  } catch (error) {
    if (error instanceof TmuxMovedError) return 'moved';
    if (!(error instanceof TmuxError) || error instanceof TmuxGoneError) throw error;
    // tmux refused: nothing was typed. A pane that ended says so the same way.
    deps.log.warn({ promptId: attempt.prompt.id, session, err: error }, 'paste refused');
    return (await locate(deps, attempt))
      ? outcome('not_typed', `tmux didn't take the text: ${error.message}`)
      : outcome('gone', `session '${session}' ended while the prompt was typed`);
  }
}

/** Keys that leave nothing came before: a person may have begun something else there since. */
async function typeOnceReady(
  deps: HostDeps,
  attempt: TypingAttempt,
  step: TypingStep,
): Promise<Fault | undefined> {
  for (let tries = 0; tries < STILL_TRIES; tries += 1) {
    const seen = await locate(deps, attempt);
    if (!seen) return outcome('gone', 'its terminal ended while the prompt was typed');
    const { agent, reading: verdict } = seen.look;
    if (agent?.id === attempt.agent.id && verdict.state === 'waiting_input') {
      const fault = await typeFirst(deps, attempt, step, seen.look);
      if (fault !== 'moved') return fault;
    }
    await pause(LOOK_PAUSE_MS);
  }
  return 'moved';
}

/** Keys that have changed nothing for so long were not meant for the mode that the box is in. */
const WITHOUT_EFFECT_MS = 1_500;

async function otherwise(
  deps: HostDeps,
  attempt: TypingAttempt,
  { keys, shows = attempt.text, otherwise: others = [] }: Extract<TypingStep, { keys: readonly string[] }>,
  before: string | undefined,
): Promise<Delivery | undefined> {
  const deadlineMs = performance.now() + WITHOUT_EFFECT_MS;
  for (;;) {
    const seen = await locate(deps, attempt, shows);
    if (!seen || seen.sighting === 'input' || seen.draft !== before) return undefined;
    if (performance.now() >= deadlineMs) break;
    await pause(LOOK_PAUSE_MS);
  }
  deps.log.info({ promptId: attempt.prompt.id, keys, others }, 'the input box is in another mode');
  return typeNext(deps, attempt, { keys: others });
}

const LOOK_PAUSE_MS = 20;
/** Later steps follow on what stands in the box by now: a few looks until it stands still. */
const STILL_TRIES = 50;
/** A program that was suspended between two steps may come back. */
const HINDERED_PAUSE_MS = 200;

/** What was typed before stands in the box: however it goes on, the text as a whole was not sent. */
async function typeNext(
  deps: HostDeps,
  attempt: TypingAttempt,
  step: TypingStep,
): Promise<Delivery | undefined> {
  let refusal: TmuxError | undefined;
  for (let tries = 0; tries < STILL_TRIES && !refusal; tries += 1) {
    const seen = await locate(deps, attempt);
    if (!seen) break;
    const hindered = await hindrance(attempt, seen);
    if (hindered?.lasting) return outcome('gone', `${hindered.reason} while the prompt was typed`);
    if (hindered) {
      await pause(HINDERED_PAUSE_MS);
      continue;
    }
    try {
      await type(deps, attempt, step, seen.look);
      return undefined;
    } catch (error) {
      if (!(error instanceof TmuxError) || error instanceof TmuxGoneError) throw error;
      // A pane that ended is refused the same way: the next look tells.
      if (!(error instanceof TmuxMovedError)) refusal = error;
    }
  }
  if (!(await locate(deps, attempt))) return outcome('gone', 'its terminal ended while the prompt was typed');
  const why = refusal ? `tmux didn't take the rest: ${refusal.message}` : 'the screen did not stand still';
  return outcome('indeterminate', `only a part of the text could be typed (${why}); Enter was not pressed`);
}
