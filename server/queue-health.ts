/** What is wrong with the queue and the outbox, for /health: sentences for anyone, without paths and texts. */
import type { Store } from '../store';

/** A terminal that can't be typed into is tried again and again, with growing pauses. */
const OFTEN_UNTYPED = 5;

export function untypedPrompts({ prompts }: Pick<Store, 'prompts'>): string[] {
  return prompts
    .untyped(OFTEN_UNTYPED)
    .map(
      ({ id, requeue_count: times }) =>
        `Prompt ${id} could not be typed ${times} times in a row: its receipt says why, and reassign gives it to another session.`,
    );
}

/** Tries of a write to our own database: what holds it up should be known by then. */
const OFTEN_TRIED = 5;

export function stuckFollowUps({ outbox }: Pick<Store, 'outbox'>): string[] {
  return outbox
    .failing(OFTEN_TRIED)
    .filter(({ kind, failed_at }) => kind === 'item_progress' && failed_at === null)
    .map(
      ({ subject, attempts }) =>
        `The feature or bug of prompt ${subject} could not be brought up to date ${attempts} times in a row: it is tried again, and assigner.log says why.`,
    );
}
