import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';
import { Field, type FieldProps } from '../../ui/form';

interface PasswordProps extends Omit<FieldProps, 'children'> {
  readonly bind: Signal<string>;
  readonly autocomplete?: 'new-password' | 'current-password';
  readonly autoFocus?: boolean;
}

/** Browsers offer to make and keep what is written. */
export const PasswordField = ({
  bind,
  autocomplete = 'new-password',
  autoFocus = false,
  hint = autocomplete === 'new-password' ? '10 characters or more' : undefined,
  ...field
}: PasswordProps): VNode => (
  <Field {...field} hint={hint}>
    {(control) => (
      <input
        {...control}
        type="password"
        autocomplete={autocomplete}
        autoFocus={autoFocus}
        value={bind.value}
        onInput={({ currentTarget }) => (bind.value = currentTarget.value)}
      />
    )}
  </Field>
);
