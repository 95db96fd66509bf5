/** The fields that say what a prompt waits for before it is queued. */
import { signal, type Signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Prompt } from '../../app/state';
import { SelectField, TextField } from '../../ui/fields';
import { FieldError } from '../../ui/form-state';
import { localMoment, MomentField, momentOf } from '../../ui/moment-field';

export interface ChainDraft {
  readonly after: Signal<string>;
  readonly on: Signal<string>;
  readonly notBefore: Signal<string>;
}

type Chained = Pick<Prompt, 'after' | 'on' | 'not_before'>;

export const chainDraft = (from?: Chained): ChainDraft => ({
  after: signal(from?.after.map((id) => `#${id}`).join(' ') ?? ''),
  on: signal(from?.on ?? 'success'),
  notBefore: signal(localMoment(from?.not_before ?? null)),
});

const CONDITIONS = [
  { value: 'success', label: 'have succeeded' },
  { value: 'end', label: 'have ended, however' },
];

export const ChainFields = ({ draft, id }: { draft: ChainDraft; id: string }): VNode => (
  <div class="field-row field-row-wraps">
    <TextField
      id={`${id}-after`}
      name="after"
      label="After prompts"
      bind={draft.after}
      placeholder="#41 #42"
    />
    <SelectField id={`${id}-on`} name="on" label="When they" bind={draft.on} choices={CONDITIONS} />
    <MomentField id={`${id}-not-before`} name="not_before" label="Not before" bind={draft.notBefore} />
  </div>
);

/** @throws FieldError */
export function chainOf({ after, on, notBefore }: ChainDraft) {
  const words = after.value.split(/[\s,]+/).filter(Boolean);
  const ids = words.map((word) => Number(/^#?(\d{1,15})$/.exec(word)?.[1] ?? NaN));
  if (ids.some(Number.isNaN)) throw new FieldError('after', 'Write the numbers of prompts, like #41 #42.');
  return {
    after: ids,
    on: on.value === 'end' ? ('end' as const) : ('success' as const),
    not_before: momentOf(notBefore.value),
  };
}
