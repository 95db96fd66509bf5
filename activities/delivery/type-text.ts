/** Puts the text into the input box, in the steps its agent needs for it. Nothing is typed twice and no Enter is pressed. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from '../../workflows/contracts/assignment';
import type { TypingStep } from '../agents/types';
import type { Deps } from '../context';
import { type Attempt, look, outcome } from './attempt';

const STEP_TIMEOUT_MS = 5_000;
const LOOK_PAUSE_MS = 10;

/**
 * Resolves when all has been typed; a Delivery where it can't go on.
 * @throws TmuxError where tmux refuses
 */
export async function typeText(deps: Deps, attempt: Attempt): Promise<Delivery | undefined> {
  const { agent, text } = attempt;
  const steps = agent.typing?.(text) ?? [{ paste: text }];
  for (const [index, step] of steps.entries()) {
    const before = (await look(deps, attempt))?.draft;
    await type(deps, attempt.paneId, step);
    // The last one is waited for by what submits it.
    if (index === steps.length - 1) return undefined;
    const fault = await shown(deps, attempt, step, before);
    if (fault) return fault;
  }
  return undefined;
}

async function type({ tmux }: Deps, paneId: string, step: TypingStep): Promise<void> {
  if ('paste' in step) await tmux.paste(paneId, step.paste);
  else await tmux.keys(paneId, step.keys);
}

async function shown(
  deps: Deps,
  attempt: Attempt,
  { shows }: TypingStep,
  before: string | undefined,
): Promise<Delivery | undefined> {
  if (shows === '') return undefined;
  const deadline = Date.now() + STEP_TIMEOUT_MS;
  for (;;) {
    const seen = await look(deps, { ...attempt, text: shows ?? attempt.text });
    if (!seen) return outcome('gone', `session '${attempt.session}' ended while the prompt was typed`);
    if (shows === undefined ? seen.draft !== before : seen.sighting === 'composer') return undefined;
    if (Date.now() >= deadline) {
      return outcome(
        'indeterminate',
        `the text didn't appear in the input box of session '${attempt.session}'; Enter was not pressed`,
      );
    }
    await pause(LOOK_PAUSE_MS);
  }
}
