/** A control for a time in the zone of the browser. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Field, type FieldProps } from './form';

interface MomentProps extends Omit<FieldProps, 'children'> {
  /** Holds it as the control writes it, without a zone; empty: none. */
  readonly bind: Signal<string>;
}

export const MomentField = ({ bind, ...field }: MomentProps): VNode => (
  <Field {...field}>
    {(control) => (
      <input
        {...control}
        type="datetime-local"
        value={bind.value}
        onInput={({ currentTarget }) => (bind.value = currentTarget.value)}
      />
    )}
  </Field>
);

/** ISO 8601 in UTC; null: none. */
export const momentOf = (local: string): string | null =>
  local === '' ? null : new Date(local).toISOString();

/** As the control wants it. */
export function localMoment(iso: string | null): string {
  if (iso === null) return '';
  const time = new Date(iso);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
