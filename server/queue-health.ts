/** What is wrong with the queue, for /health: sentences for anyone, without paths and texts. */
import type { Store } from '../store';

/** A terminal that can't be typed into is tried again and again, with growing pauses. */
const OFTEN_UNTYPED = 5;

export function untypedPrompts({ prompts }: Store): string[] {
  return prompts
    .untyped(OFTEN_UNTYPED)
    .map(
      ({ id, requeue_count: times }) =>
        `Prompt ${id} could not be typed ${times} times in a row: its receipt says why, and reassign gives it to another session.`,
    );
}
