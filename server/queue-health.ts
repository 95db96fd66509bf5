/** What is wrong with the queue and the outbox, for /health: sentences for anyone, without paths and texts. */
import type { Store } from '../store';
import type { FollowUpKind } from '../workflows/contracts/outbox';

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

/** What has to be written to a database of ours, by its kind. */
const OWN_WORK: Partial<Record<FollowUpKind, (subject: number) => string>> = {
  item_progress: (prompt) => `The feature or bug of prompt ${prompt} could not be brought up to date`,
  notification: (dialog) => `The message about dialog ${dialog} could not be written down`,
  dialog_log: (dialog) => `The end of dialog ${dialog} could not be written to the log of dialogs`,
  item_ended: (item) => `What waits for feature or bug ${item}, which has ended, could not be taken back`,
  chain_step: (prompt) => `The prompts that wait for prompt ${prompt} could not be looked at`,
  prompt_start: (prompt) => `Prompt ${prompt}, which waits for nothing any more, could not be queued`,
};

export function stuckFollowUps({ outbox }: Pick<Store, 'outbox'>): string[] {
  return outbox
    .failing(OFTEN_TRIED)
    .filter(({ failed_at }) => failed_at === null)
    .flatMap(({ kind, subject, attempts }) => {
      const what = OWN_WORK[kind]?.(subject);
      return what === undefined
        ? []
        : [`${what} ${attempts} times in a row: it is tried again, and assigner.log says why.`];
    });
}
