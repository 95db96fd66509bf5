/** Puts the text into the input box, in the steps its agent needs for it. Nothing is typed twice and no Enter is pressed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import { TmuxMovedError } from '../adapters/tmux/types';
import type { TypingStep } from '../agents/types';
import type { Deps } from '../context';
import { pasted, stillGuard } from '../fence';
import type { Look } from '../watch/types';
import { type Attempt, look, outcome, type Seen } from './attempt';
import { untilShown } from './submit';

/**
 * Resolves when all has been typed; a Delivery where it can't go on.
 * @throws TmuxMovedError where the screen changed before the first step: nothing was typed; TmuxError where tmux refuses
 */
export async function typeText(deps: Deps, attempt: Attempt, first: Look): Promise<Delivery | undefined> {
  const { agent, text } = attempt;
  const steps = agent.typing?.(text, first.frame) ?? [{ paste: text }];
  let seen: Pick<Seen, 'look' | 'draft'> = { look: first, draft: first.screen.draft };
  for (const [index, step] of steps.entries()) {
    if (index === 0) await type(deps, attempt, step, seen.look);
    else if (!(await typeNext(deps, attempt, step)))
      return outcome(
        'indeterminate',
        'the screen did not stand still while the text was typed; Enter was not pressed',
      );
    const { draft } = seen;
    if ('keys' in step && step.otherwise) await otherwise(deps, attempt, step, draft);
    // The last one is waited for by what submits it.
    if (index === steps.length - 1) return undefined;
    if (step.shows === '') continue;
    const shown = await untilShown(deps, { ...attempt, text: step.shows ?? text }, (now) =>
      step.shows === undefined ? now.draft !== draft : now.sighting === 'composer',
    );
    if ('outcome' in shown) return shown;
    seen = shown;
  }
  return undefined;
}

async function type({ tmux }: Deps, { fence }: Attempt, step: TypingStep, at: Look): Promise<void> {
  if (!fence.held()) throw new TmuxMovedError('Another attempt has the terminal now: nothing was typed.');
  const guard = stillGuard(at, fence);
  const { paneId } = at.pane;
  if ('paste' in step) await tmux.paste(paneId, step.paste, guard, pasted(fence));
  else await tmux.keys(paneId, step.keys, guard, pasted(fence));
}

/** Keys that have changed nothing for so long were not meant for the mode that the box is in. */
const WITHOUT_EFFECT_MS = 1_500;

async function otherwise(
  deps: Deps,
  attempt: Attempt,
  { keys, shows = attempt.text, otherwise: others = [] }: Extract<TypingStep, { keys: readonly string[] }>,
  before: string | undefined,
): Promise<void> {
  const deadlineMs = performance.now() + WITHOUT_EFFECT_MS;
  for (;;) {
    const seen = await look(deps, { ...attempt, text: shows });
    if (!seen || seen.sighting === 'composer' || seen.draft !== before) return;
    if (performance.now() >= deadlineMs) break;
    await pause(LOOK_PAUSE_MS);
  }
  deps.log.info({ promptId: attempt.promptId, keys, others }, 'the input box is in another mode');
  await typeNext(deps, attempt, { keys: others });
}

const LOOK_PAUSE_MS = 20;
/** Later steps follow on what stands in the box by now: a few looks until it stands still. */
const STILL_TRIES = 50;

async function typeNext(deps: Deps, attempt: Attempt, step: TypingStep): Promise<boolean> {
  for (let tries = 0; tries < STILL_TRIES; tries += 1) {
    const seen = await look(deps, attempt);
    if (!seen) return false;
    try {
      await type(deps, attempt, step, seen.look);
      return true;
    } catch (error) {
      if (!(error instanceof TmuxMovedError) || !attempt.fence.held()) throw error;
    }
  }
  return false;
}
