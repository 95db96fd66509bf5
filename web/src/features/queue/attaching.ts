/** Files for a prompt: what keeps them is loaded with the first. */
import { find } from '../../ui/dom';
import type { FormState } from '../../ui/form-state';
import type * as Attach from './attach';

function attach(form: FormState, does: (loaded: typeof Attach, place: Attach.Place) => unknown): void {
  void import('./attach').then(
    (loaded) => does(loaded, { area: find('#content', HTMLTextAreaElement), form }),
    () => form.say('A part of this page could not be loaded. Load the page again.'),
  );
}

export const attachTo = (form: FormState): void =>
  attach(form, ({ chooseFiles }, place) => chooseFiles(place));

/** Those that are dropped or pasted, if any. A text that is copied may come with a picture of itself. */
export function takeFiles(form: FormState, event: Event, data: DataTransfer | null): void {
  const files = [...(data?.files ?? [])];
  if (files.length === 0 || data?.types.includes('text/plain')) return;
  event.preventDefault();
  attach(form, ({ attachFiles }, place) => attachFiles(files, place));
}
